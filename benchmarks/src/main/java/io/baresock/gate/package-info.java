/** The gates: no allocation and one system call an operation. */
@NullMarked
package io.baresock.gate;

import org.jspecify.annotations.NullMarked;
