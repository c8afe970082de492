/**
 * Asynchronous sockets: an {@link io.baresock.async.EventLoop} that calls back when a connect, receive, send, bind or accept
 * has come to its end.
 *
 * <p>Each call returns only a {@link io.baresock.async.Status}. Its callback runs on the loop's thread, later, never from
 * inside the call and never under a lock.
 */
@NullMarked
package io.baresock.async;

import org.jspecify.annotations.NullMarked;
