/** The memory of messages, of batches and of control messages, as C reads and writes it. Imports nothing of the API. */
@NullMarked
package io.baresock.internal.message;

import org.jspecify.annotations.NullMarked;
