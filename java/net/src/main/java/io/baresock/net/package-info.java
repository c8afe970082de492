/**
 * Baresock in the shapes of {@code java.net} and {@code javax.net}, for programs and libraries that take a socket factory or a socket.
 *
 * <p>What these sockets give beside those of the JDK: every option of {@code io.baresock.option} by its name in a line of settings, Unix
 * sockets where a library knows only {@link java.net.Socket}, and datagrams that several threads send at once without a lock and without
 * garbage. All else is the contract of {@code java.net}.
 *
 * <p><b>Settings.</b> A factory takes a line of text, so that a JDBC URL or a file of properties can hold it:
 *
 * <pre>
 * TCP_USER_TIMEOUT=5000,SO_BUSY_POLL=50       options, by the names that io.baresock.option has for them
 * unix:/run/postgresql/.s.PGSQL.5432          a Unix socket, by its path
 * unix:&#64;name                                  a Unix socket, by its abstract name (Linux)
 * SO_SNDBUF=65536,unix:/run/a,b               both: unix: comes last, and all behind it is the path
 * </pre>
 *
 * <p>A number is decimal, or hexadecimal after {@code 0x}. A flag is {@code true}, {@code false}, {@code 1} or {@code 0}. A time has its unit:
 * {@code 5s}, {@code 500ms}, {@code 250us}. {@code SO_LINGER} takes seconds or {@code off}. The options are set on each new socket before it
 * is bound or connected. The constructor tries them on a socket of its own, so what the system refuses is an
 * {@link java.lang.IllegalArgumentException} there, which names the option, and not a failure of some later connection.
 */
@NullMarked
package io.baresock.net;

import org.jspecify.annotations.NullMarked;
