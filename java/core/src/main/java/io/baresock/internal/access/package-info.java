/** Access to public classes for the packages above them. It knows descriptors, but none of those classes by name. */
@NullMarked
package io.baresock.internal.access;

import org.jspecify.annotations.NullMarked;
