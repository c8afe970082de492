/** The JMH benchmarks, and the C twins that they are compared with. */
@NullMarked
package io.baresock.bench;

import org.jspecify.annotations.NullMarked;
