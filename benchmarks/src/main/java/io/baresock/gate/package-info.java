/** The gates: no allocation, and one system call per operation. */
@NullMarked
package io.baresock.gate;

import org.jspecify.annotations.NullMarked;
