/** Counts of what the library does, by API and by JMX. */
@NullMarked
package io.baresock.counters;

import org.jspecify.annotations.NullMarked;
