/** Whole processes: how long a small program takes from its start to its end. */
@NullMarked
package io.baresock.startup;

import org.jspecify.annotations.NullMarked;
