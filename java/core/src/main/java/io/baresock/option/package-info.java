/** The typed socket options, one class a level: what {@link io.baresock.Socket#getOption} and {@code setOption} take. */
@NullMarked
package io.baresock.option;

import org.jspecify.annotations.NullMarked;
