package io.baresock.aeron;

import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.ReceiveChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import io.aeron.driver.status.SystemCounterDescriptor;
import io.aeron.exceptions.AeronException;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.agrona.CloseHelper;
import org.agrona.LangUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of a channel: data comes in, and status messages and NAKs go out, through {@link io.baresock.Socket}. Used by the
 * driver's receiver thread alone, as Aeron's own. The destinations of a subscription with several (MDS) are Aeron's own transports.
 *
 * <p>It receives one datagram a call until several have come one after the other, and then up to 16 a call by recvmmsg(2), as long as several
 * wait. If the driver has a {@link KernelReceiveClock} and the channel {@code channel-rcv-ts-offset}, it always uses recvmmsg.
 */
public class BaresockReceiveChannelEndpoint extends ReceiveChannelEndpoint {

    /** After so many datagrams one after the other, a call asks for several. If it brings one only, the next needs twice as many. */
    private static final int SEVERAL = 2;

    private static final int SEVERAL_AT_MOST = 256;

    private final Datagrams.Opener opener;
    private final AtomicCounter bytesReceived;
    private final @Nullable KernelReceiveClock clock;
    private @Nullable Datagrams datagrams;
    private int inRow;
    private int enough = SEVERAL;
    private long receivedNanos = KernelReceiveClock.UNKNOWN;

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
        bytesReceived = context.systemCounters().get(SystemCounterDescriptor.BYTES_RECEIVED);
        clock = udpChannel.isChannelReceiveTimestampEnabled()
                        && context.channelReceiveTimestampClock() instanceof KernelReceiveClock ofKernel
                ? ofKernel
                : null;
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
        datagrams =
                Datagrams.open(this::opened, udpChannel, statusIndicator, sendDatagramChannel, receiveDatagramChannel);
    }

    private Datagrams opened(DatagramChannel send, DatagramChannel receive) throws IOException {
        Datagrams d = opener.open(send, receive);
        datagrams = d; // close ends it, also if the kernel has no times
        if (clock != null) {
            d.receiveTimes();
        }
        return d;
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
     * Receives what is there, without waiting: hands all but the last datagram to the driver, and returns the last one.
     *
     * @param buffer is cleared, then filled
     * @return the sender; null if there is no datagram or the channel is closed
     */
    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer buffer) {
        buffer.clear();
        Datagrams d = datagrams;
        try {
            if (d == null || !receiveDatagramChannel.isOpen()) {
                return null;
            }
            return clock != null || inRow >= enough ? receiveMany(d, buffer) : receiveOne(d, buffer);
        } catch (IOException e) {
            LangUtil.rethrowUnchecked(e);
            return null;
        }
    }

    private @Nullable InetSocketAddress receiveOne(Datagrams d, ByteBuffer buffer) throws IOException {
        InetSocketAddress source = d.receive(buffer);
        inRow = source == null ? 0 : inRow + 1;
        return source;
    }

    private @Nullable InetSocketAddress receiveMany(Datagrams d, ByteBuffer buffer) throws IOException {
        ReceivedFrames frames = d.receiveMany();
        int last = frames.count() - 1;
        enough = last > 0 ? SEVERAL : Math.min(2 * enough, SEVERAL_AT_MOST);
        inRow = last > 0 ? enough : 0;
        if (last < 0) {
            return null;
        }
        long bytes = 0;
        for (int i = 0; i < last; i++) {
            bytes += frames.length(i);
            receivedNanos = frames.receivedNanos(i);
            try {
                frames.handTo(this, i);
            } catch (RuntimeException e) { // as Aeron's poller: one bad frame does not lose the others
                errorHandler.onError(e);
            }
        }
        bytesReceived.getAndAddRelease(bytes); // the driver counts the last one
        receivedNanos = frames.receivedNanos(last);
        return frames.copy(last, buffer);
    }

    @Override
    public int onDataPacket(
            DataHeaderFlyweight header,
            UnsafeBuffer buffer,
            int length,
            InetSocketAddress srcAddress,
            int transportIndex) {
        if (clock != null) {
            clock.receivedAt(receivedNanos);
        }
        return super.onDataPacket(header, buffer, length, srcAddress, transportIndex);
    }

    /** Closes the copy and Aeron's channel. A second call does nothing more. */
    @Override
    public void close() {
        CloseHelper.close(datagrams);
        super.close();
    }
}
