/**
 * BSD sockets as they are: {@link io.baresock.Bsd} has the calls by their C names on {@code int} descriptors,
 * {@link io.baresock.Socket} is the object.
 */
@NullMarked
package io.baresock;

import org.jspecify.annotations.NullMarked;
