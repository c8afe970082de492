package io.baresock.aeron;

import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.ReceiveChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import io.aeron.exceptions.AeronException;
import io.aeron.status.ChannelEndpointStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.agrona.CloseHelper;
import org.agrona.LangUtil;
import org.agrona.concurrent.status.AtomicCounter;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of a channel: data comes in, and status messages and NAKs go out, through {@link io.baresock.Socket}. Used by the
 * driver's receiver thread alone, as Aeron's own. The destinations of a subscription with several (MDS) are Aeron's own transports.
 */
public class BaresockReceiveChannelEndpoint extends ReceiveChannelEndpoint {

    private final Datagrams.Opener opener;
    private @Nullable Datagrams datagrams;

    /**
     * Makes an endpoint, which the driver then opens.
     *
     * @param udpChannel the channel
     * @param dispatcher takes the packets that arrive
     * @param statusIndicator the counter that shows the channel's state
     * @param context of the driver
     */
    public BaresockReceiveChannelEndpoint(
            UdpChannel udpChannel,
            DataPacketDispatcher dispatcher,
            AtomicCounter statusIndicator,
            MediaDriver.Context context) {
        this(udpChannel, dispatcher, statusIndicator, context, Datagrams::of);
    }

    BaresockReceiveChannelEndpoint(
            UdpChannel udpChannel,
            DataPacketDispatcher dispatcher,
            AtomicCounter statusIndicator,
            MediaDriver.Context context,
            Datagrams.Opener opener) {
        super(udpChannel, dispatcher, statusIndicator, context);
        this.opener = opener;
    }

    /**
     * Opens Aeron's channel, and takes a copy of its descriptor.
     *
     * @param statusIndicator the counter that shows the channel's state; null if there is none
     * @throws AeronException if the channel cannot be opened or its descriptor is not found. The channel is closed then, and the counter says so
     */
    @Override
    public void openDatagramChannel(@Nullable AtomicCounter statusIndicator) {
        super.openDatagramChannel(statusIndicator);
        try {
            datagrams = opener.open(sendDatagramChannel, receiveDatagramChannel);
        } catch (IOException | RuntimeException e) {
            if (statusIndicator != null) {
                statusIndicator.setRelease(ChannelEndpointStatus.ERRORED);
            }
            // The driver closes this endpoint, and with it the counters and the managed port, when it sees the
            // exception.
            CloseHelper.quietCloseAll(sendDatagramChannel, receiveDatagramChannel);
            sendDatagramChannel = null;
            receiveDatagramChannel = null;
            throw new AeronException("channel error - " + e.getMessage() + ": " + udpChannel.originalUriString(), e);
        }
    }

    /**
     * Sends one datagram to an address.
     *
     * @param buffer the datagram
     * @param remoteAddress the destination
     * @return bytes sent; 0 if there is no room, the port is refused or the channel is closed
     */
    @Override
    public int sendTo(ByteBuffer buffer, InetSocketAddress remoteAddress) {
        Datagrams d = datagrams;
        if (d == null || !sendDatagramChannel.isOpen() || !d.takes(remoteAddress)) {
            return super.sendTo(buffer, remoteAddress);
        }
        sendHook(buffer, remoteAddress);
        try {
            return d.sendTo(buffer, remoteAddress);
        } catch (IOException e) {
            onSendError(e, remoteAddress, errorHandler);
            return 0;
        }
    }

    /**
     * Receives one datagram, without waiting.
     *
     * @param buffer is cleared, then filled
     * @return the sender; null if there is no datagram or the channel is closed
     */
    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer buffer) {
        buffer.clear();
        Datagrams d = datagrams;
        try {
            return d == null || !receiveDatagramChannel.isOpen() ? null : d.receive(buffer);
        } catch (IOException e) {
            LangUtil.rethrowUnchecked(e);
            return null;
        }
    }

    /** Closes the copy and Aeron's channel. A second call does nothing more. */
    @Override
    public void close() {
        Datagrams d = datagrams;
        if (d != null) {
            d.close();
        }
        super.close();
    }
}
