/** Aeron's Java media driver with Baresock's endpoints, beside the same driver with its own. */
@NullMarked
package io.baresock.mediadriver;

import org.jspecify.annotations.NullMarked;
