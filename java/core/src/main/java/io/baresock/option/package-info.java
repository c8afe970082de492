/**
 * Typed socket options, which {@code Socket.getOption} and {@code setOption} take: a class for each level, such as {@link
 * io.baresock.option.SocketOptions} and {@link io.baresock.option.TcpOptions}, and the values that are structs in C. Each field says the
 * unit of its number, the systems and the first Linux release that have it.
 *
 * <p>No two classes share a name, so that several can be imported with {@code import static}. {@code Bsd} has the numbers of the options by
 * the same names: beside {@code import static io.baresock.Bsd.*} write {@code TcpOptions.TCP_NODELAY}, or import the one option.
 */
@NullMarked
package io.baresock.option;

import org.jspecify.annotations.NullMarked;
