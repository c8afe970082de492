/** The bytes of addresses: where the fields of each {@code struct sockaddr} are, and its text. Imports nothing of the API. */
@NullMarked
package io.baresock.internal.address;

import org.jspecify.annotations.NullMarked;
