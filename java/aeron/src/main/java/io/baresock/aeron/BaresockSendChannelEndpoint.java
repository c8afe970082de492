package io.baresock.aeron;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.SendChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import io.aeron.exceptions.AeronException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.agrona.CloseHelper;
import org.agrona.LangUtil;
import org.agrona.concurrent.status.AtomicCounter;
import org.jspecify.annotations.Nullable;

/**
 * The sending end of a channel: data goes out, and status messages and NAKs come in, through {@link io.baresock.Socket}. Used by the
 * driver's sender thread alone, as Aeron's own. A channel with several destinations (MDC) and one with send timestamps send by Aeron's
 * code; they receive through Baresock.
 */
public class BaresockSendChannelEndpoint extends SendChannelEndpoint {

    private final Datagrams.Opener opener;
    private final boolean aeronSends;
    private @Nullable Datagrams datagrams;
    private boolean isConnected; // as the channel says, which takes a lock to say it

    /**
     * Makes an endpoint, which the driver then opens.
     *
     * @param udpChannel the channel
     * @param statusIndicator the counter that shows the channel's state
     * @param context of the driver
     */
    public BaresockSendChannelEndpoint(
            UdpChannel udpChannel, AtomicCounter statusIndicator, MediaDriver.Context context) {
        this(udpChannel, statusIndicator, context, Datagrams::of);
    }

    BaresockSendChannelEndpoint(
            UdpChannel udpChannel,
            AtomicCounter statusIndicator,
            MediaDriver.Context context,
            Datagrams.Opener opener) {
        super(udpChannel, statusIndicator, context);
        this.opener = opener;
        aeronSends = udpChannel.isManualControlMode()
                || udpChannel.isDynamicControlMode()
                || udpChannel.isChannelSendTimestampEnabled();
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
        datagrams = Datagrams.open(opener, udpChannel, statusIndicator, sendDatagramChannel, receiveDatagramChannel);
        isConnected = sendDatagramChannel.isConnected();
    }

    /**
     * Connects to another address, because the name of the channel's endpoint has a new one.
     *
     * @param newAddress the address
     * @param statusIndicator the counter that shows the channel's state; null if there is none
     * @throws AeronException if it cannot be connected. Then {@link #send(ByteBuffer)} sends nothing until this succeeds
     */
    @Override
    public void updateEndpoint(InetSocketAddress newAddress, @Nullable AtomicCounter statusIndicator) {
        isConnected = false;
        super.updateEndpoint(newAddress, statusIndicator);
        isConnected = sendDatagramChannel.isConnected();
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

    /**
     * Sends one datagram to the channel's address.
     *
     * @param buffer the datagram
     * @return bytes sent; 0 if there is no room, the port is refused, or the channel is closed or not connected
     */
    @Override
    public int send(ByteBuffer buffer) {
        Datagrams d = datagrams;
        if (d == null || aeronSends) {
            return super.send(buffer);
        }
        sendHook(buffer, connectAddress);
        try {
            return isConnected ? d.send(buffer) : 0;
        } catch (IOException e) {
            onSendError(e, connectAddress, errorHandler);
            return 0;
        }
    }

    /**
     * Sends one datagram to an address.
     *
     * @param buffer the datagram
     * @param endpointAddress the destination
     * @return bytes sent; 0 if there is no room, the port is refused, or the call failed and the error handler has the error
     */
    @Override
    public int send(ByteBuffer buffer, InetSocketAddress endpointAddress) {
        Datagrams d = datagrams;
        if (d == null || aeronSends || !d.takes(endpointAddress)) {
            return super.send(buffer, endpointAddress);
        }
        sendHook(buffer, endpointAddress);
        try {
            return d.sendTo(buffer, endpointAddress);
        } catch (IOException e) {
            onSendError(e, connectAddress, errorHandler); // Aeron names the channel's address here too
            return 0;
        }
    }

    /** Closes the copy and Aeron's channel. A second call does nothing more. */
    @Override
    public void close() {
        isConnected = false;
        CloseHelper.close(datagrams);
        super.close();
    }
}
