package io.baresock.handover;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Buffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Unix datagrams as a channel of java.nio, which has no such channel. It is for code that writes to a {@code WritableByteChannel}, such
 * as a statsd client whose server is at a path. Each write is one datagram. Thread-safe.
 *
 * <pre>{@code
 * try (UnixDatagramChannel statsd = UnixDatagramChannel.open(Sockaddr.unix("/var/run/datadog/dsd.socket"))) {
 *     statsd.write(buffer); // "page.views:1|c"
 *     log(statsd.dropped() + " datagrams were not sent");
 * }
 * }</pre>
 *
 * <p>A write never waits. Each write looks the address up, so a restarted server is found without a new channel. See unix(7).
 */
public final class UnixDatagramChannel implements ByteChannel {

    private final Socket socket;
    private final Sockaddr to;
    private final AtomicLong dropped = new AtomicLong();

    private UnixDatagramChannel(Socket socket, Sockaddr to) {
        this.socket = socket;
        this.to = to;
    }

    /**
     * Opens a channel to a receiver, which may start later. The channel has no name, so it cannot receive.
     *
     * @param to the receiver's address: {@link Sockaddr#unix(String)} or {@link Sockaddr#unixAbstract(byte[])}
     * @return the channel
     * @throws ErrnoException as in socket(2)
     * @throws IllegalArgumentException if the address is not one of a Unix socket, or has no name
     */
    public static UnixDatagramChannel open(Sockaddr to) throws ErrnoException {
        checkUnix(to);
        if (to.isUnnamed()) {
            throw new IllegalArgumentException(
                    "open(" + to + "): the receiver has no name; give its path or abstract name");
        }
        return new UnixDatagramChannel(Socket.open(Bsd.AF_UNIX, Bsd.SOCK_DGRAM, 0), to);
    }

    /**
     * Opens a channel to a receiver that answers.
     *
     * @param to where the datagrams go
     * @param own where the answers come; with {@link Sockaddr#unixUnnamed()} the kernel chooses an abstract name. A path stays after the
     *     channel is closed
     * @return the channel
     * @throws ErrnoException as in bind(2); names the address
     * @throws IllegalArgumentException if an address is not one of a Unix socket, or the receiver has no name
     */
    public static UnixDatagramChannel open(Sockaddr to, Sockaddr own) throws ErrnoException {
        checkUnix(own);
        UnixDatagramChannel channel = open(to);
        try {
            channel.socket.bind(own);
        } catch (ErrnoException e) {
            channel.close();
            throw e;
        }
        return channel;
    }

    private static void checkUnix(Sockaddr address) {
        if (Buffers.present("open", address).family() != Bsd.AF_UNIX) {
            throw new IllegalArgumentException("open(" + address + "): the address is not one of a Unix socket");
        }
    }

    /**
     * Sends what remains in the buffer as one datagram, or nothing. Never waits.
     *
     * @param from direct or heap; an empty one is an empty datagram
     * @return the number of bytes; 0 if the receiver's queue is full: then the position stays, and {@link #dropped} counts it
     * @throws ErrnoException as in sendto(2), counted too: ENOENT or ECONNREFUSED if there is no receiver now, EMSGSIZE if the datagram
     *     is too long. Later writes can succeed
     * @throws ClosedChannelException if the channel is closed
     */
    @Override
    public int write(ByteBuffer from) throws IOException {
        try {
            int n = socket.sendto(from, 0, to, 0L);
            if (n == Socket.WOULD_BLOCK) {
                dropped.incrementAndGet();
                return 0;
            }
            return n;
        } catch (SocketClosedException e) {
            throw closed(e);
        } catch (ErrnoException e) {
            dropped.incrementAndGet();
            if (e.errno() == Bsd.ENOBUFS) {
                return 0;
            }
            throw e;
        }
    }

    /**
     * Receives one datagram, from any sender. Waits for it; a virtual thread parks.
     *
     * @param to writable, with room for the whole datagram
     * @return its number of bytes; 0 for an empty one
     * @throws ErrnoException EMSGSIZE if the datagram was longer: the buffer has its beginning, the rest is lost. Else as in recvfrom(2)
     * @throws AsynchronousCloseException if another thread closes the channel during the call
     * @throws ClosedChannelException if the channel is closed
     */
    @Override
    public int read(ByteBuffer to) throws IOException {
        boolean wasOpen = isOpen();
        try {
            int room = Buffers.writable("read", to).remaining();
            int n = socket.recv(to, 0, -1L);
            if (n > room) {
                throw new ErrnoException(
                        "read", Bsd.EMSGSIZE, "the datagram has " + n + " bytes, the buffer had room for " + room);
            }
            return n;
        } catch (SocketClosedException e) {
            throw wasOpen ? causedBy(new AsynchronousCloseException(), e) : closed(e);
        }
    }

    private static IOException closed(SocketClosedException e) {
        return causedBy(new ClosedChannelException(), e);
    }

    private static IOException causedBy(IOException thrown, SocketClosedException e) {
        thrown.initCause(e);
        return thrown;
    }

    /** {@return how many datagrams were not sent: the receiver's queue was full, or {@link #write} threw an ErrnoException} */
    public long dropped() {
        return dropped.get();
    }

    /** {@return the socket, for its options, such as {@code SO_SNDBUF}, or a {@link io.baresock.poll.Poller}} */
    public Socket socket() {
        return socket;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    /** Closes the socket. A read that waits throws {@link AsynchronousCloseException}. The second call does nothing. */
    @Override
    public void close() {
        socket.close();
    }

    /** {@return the receiver's address, and how many datagrams were not sent} */
    @Override
    public String toString() {
        return "UnixDatagramChannel[" + to + ", dropped " + dropped + (isOpen() ? "]" : ", closed]");
    }
}
