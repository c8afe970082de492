/**
 * Baresock under Aeron's Java media driver: the endpoints of a channel, whose datagrams move through {@link io.baresock.Socket}.
 *
 * <p>Give the two suppliers to {@code MediaDriver.Context}, or name their classes in the properties
 * {@code aeron.SendChannelEndpoint.supplier} and {@code aeron.ReceiveChannelEndpoint.supplier}. Aeron keeps its channels of
 * {@code java.nio} for its poller, and does all the rest as before. Linux only, as {@link io.baresock.handover.NioChannels} is.
 */
@NullMarked
package io.baresock.aeron;

import org.jspecify.annotations.NullMarked;
