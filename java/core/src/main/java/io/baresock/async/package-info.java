/**
 * Asynchronous sockets: an {@link io.baresock.async.EventLoop} runs a callback when a connect, receive, send, bind or accept
 * has ended.
 *
 * <p>Each call only returns a {@link io.baresock.async.Status}. Its callback runs later on the loop's thread, never inside the call and
 * never with a lock held.
 */
@NullMarked
package io.baresock.async;

import org.jspecify.annotations.NullMarked;
