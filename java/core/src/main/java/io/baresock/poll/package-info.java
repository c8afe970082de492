/**
 * Readiness of many descriptors: {@link io.baresock.poll.Poller} over epoll(7), kqueue(2) or poll(2).
 *
 * <p>One thread polls. Any thread may register, change, wake and close.
 */
@NullMarked
package io.baresock.poll;

import org.jspecify.annotations.NullMarked;
