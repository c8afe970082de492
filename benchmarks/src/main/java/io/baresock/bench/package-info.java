/** The JMH benchmarks and the C twins they are measured against. */
@NullMarked
package io.baresock.bench;

import org.jspecify.annotations.NullMarked;
