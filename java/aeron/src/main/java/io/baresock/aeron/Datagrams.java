package io.baresock.aeron;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.AF_INET6;
import static io.baresock.Bsd.ECONNREFUSED;

import io.aeron.driver.media.UdpChannel;
import io.aeron.exceptions.AeronException;
import io.aeron.status.ChannelEndpointStatus;
import io.baresock.ErrnoException;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.handover.NioChannels;
import io.baresock.option.Metadata;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.agrona.CloseHelper;
import org.agrona.concurrent.status.AtomicCounter;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of one endpoint: copies of the descriptors of Aeron's channels. The results are those of {@link DatagramChannel}: 0 or null
 * where the call would block. A refused port is 0 or null as well, because Aeron ignores it. One thread uses it; any thread closes it.
 */
final class Datagrams implements AutoCloseable {

    /** Makes the datagrams of an endpoint. The tests have others than {@link Datagrams#of}. */
    interface Opener {
        Datagrams open(DatagramChannel send, DatagramChannel receive) throws IOException;
    }

    private final Socket sending;
    private final Socket receiving;
    private final SockaddrStorage from = new SockaddrStorage();
    private final SourceAddresses sources = new SourceAddresses();
    private final DestinationAddresses destinations = new DestinationAddresses();
    private @Nullable ReceivedFrames many;
    private long sent;
    private long received;
    private long refused;
    private int most;

    private Datagrams(Socket sending, Socket receiving) {
        this.sending = sending;
        this.receiving = receiving;
    }

    static Datagrams of(DatagramChannel send, DatagramChannel receive) throws IOException {
        Socket sending = NioChannels.dup(send);
        if (send == receive) {
            return new Datagrams(sending, sending);
        }
        try {
            return new Datagrams(sending, NioChannels.dup(receive));
        } catch (IOException | RuntimeException e) {
            sending.close();
            throw e;
        }
    }

    /** Makes the datagrams of an endpoint. If that fails, the channels are closed, and the counter says so. */
    static Datagrams open(
            Opener opener,
            UdpChannel channel,
            @Nullable AtomicCounter status,
            DatagramChannel send,
            DatagramChannel receive) {
        try {
            return opener.open(send, receive);
        } catch (IOException | RuntimeException e) {
            if (status != null) {
                status.setRelease(ChannelEndpointStatus.ERRORED);
            }
            // The driver closes the endpoint, its counters and the managed port when it sees the exception.
            CloseHelper.quietCloseAll(send, receive);
            throw new AeronException("channel error - " + e.getMessage() + ": " + channel.originalUriString(), e);
        }
    }

    /** Sends to the connected address. */
    int send(ByteBuffer datagram) throws IOException {
        try {
            return sent(sending.send(datagram, 0, 0));
        } catch (ErrnoException e) {
            return ignored(e);
        }
    }

    /** True if the socket takes the address as it is; an IPv6 socket takes an IPv4 address only in its mapped form. */
    boolean takes(InetSocketAddress to) {
        int family = to.getAddress() instanceof Inet4Address ? AF_INET : AF_INET6;
        return !to.isUnresolved() && family == sending.domain();
    }

    int sendTo(ByteBuffer datagram, InetSocketAddress to) throws IOException {
        try {
            return sent(sending.sendto(datagram, 0, destinations.of(to), 0));
        } catch (ErrnoException e) {
            return ignored(e);
        }
    }

    private int sent(int bytes) {
        if (bytes < 0) {
            return 0;
        }
        sent++;
        return bytes;
    }

    /** Receives one datagram at the buffer's position. Bytes that do not fit are lost, as with {@link DatagramChannel#receive}. */
    @Nullable
    InetSocketAddress receive(ByteBuffer datagram) throws IOException {
        try {
            if (receiving.recvfrom(datagram, 0, from, 0) < 0) {
                return null;
            }
            received++;
            return sources.of(from);
        } catch (ErrnoException e) {
            ignored(e);
            return null;
        }
    }

    /** Receives what is there by one call. The result is valid until the next call. */
    ReceivedFrames receiveMany() throws IOException {
        ReceivedFrames frames = many;
        if (frames == null) {
            frames = new ReceivedFrames(sources);
            many = frames;
        }
        try {
            frames.receive(receiving);
        } catch (ErrnoException e) {
            ignored(e);
        }
        received += frames.count();
        most = Math.max(most, frames.count());
        return frames;
    }

    /** Has the kernel tell when it receives a datagram. */
    void receiveTimes() throws IOException {
        Metadata.receive(receiving, Metadata.TIMESTAMP);
    }

    private int ignored(ErrnoException e) throws ErrnoException {
        if (e.errno() != ECONNREFUSED) {
            throw e;
        }
        refused++;
        return 0;
    }

    /** Datagrams that were sent. */
    long sent() {
        return sent;
    }

    /** Datagrams that were received. */
    long received() {
        return received;
    }

    /** The most datagrams that one call brought. */
    int most() {
        return most;
    }

    /** Calls that failed because no program receives at the other end. */
    long refused() {
        return refused;
    }

    @Override
    public void close() {
        sending.close();
        receiving.close();
        ReceivedFrames frames = many;
        if (frames != null) {
            frames.close();
        }
    }
}
