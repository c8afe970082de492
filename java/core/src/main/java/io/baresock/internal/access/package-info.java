/** Ways into public classes for the packages above them. Knows descriptors, and none of those classes by name. */
@NullMarked
package io.baresock.internal.access;

import org.jspecify.annotations.NullMarked;
