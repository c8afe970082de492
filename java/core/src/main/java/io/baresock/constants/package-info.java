/**
 * The numbers of the operating system by their C names, one interface per topic. {@code import static io.baresock.Bsd.*} brings them all.
 *
 * <p>They are looked up when the program runs. A name that this system lacks has a special number, which every call
 * refuses by its name. See {@code Baresock.hasConstant}.
 */
@NullMarked
package io.baresock.constants;

import org.jspecify.annotations.NullMarked;
