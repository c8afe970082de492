/**
 * Typed socket options for {@code Socket.getOption} and {@code setOption}. There is a class for each level, such as {@link
 * io.baresock.option.SocketOptions} and {@link io.baresock.option.TcpOptions}, and a class for each value that is a struct in C. The
 * Javadoc of each option says the unit of its number, the systems that have it, and the first Linux release with it.
 *
 * <p>An option's name is in one class only, so you can import several of the classes with {@code import static}. {@code Bsd} has the
 * numbers of the options under the same names: besides {@code import static io.baresock.Bsd.*}, write {@code TcpOptions.TCP_NODELAY},
 * or import that one option.
 */
@NullMarked
package io.baresock.option;

import org.jspecify.annotations.NullMarked;
