package io.baresock.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;

/**
 * A {@link java.net.Socket} over a socket of Baresock; {@link BaresockSocketFactory} and {@link BaresockServerSocket} make them. It keeps
 * java.net's contract: timeouts, states, exceptions, and {@link #getChannel} is null. Calls on a virtual thread park it; an
 * interrupt of one that waits closes the socket, as java.net says. Thread-safe, as {@link java.net.Socket} is.
 *
 * <p>The message of an exception has Baresock's text, which names the call and the address; the cause is the
 * {@link io.baresock.ErrnoException}. The messages that programs look for are java.net's: "Socket closed", "Connection reset", and those of
 * timeouts.
 *
 * <p><b>A Unix socket</b> (settings with {@code unix:}) connects to the address of its settings, whatever address {@link #connect} is given,
 * and {@link #bind} does nothing. The host that was asked for need not exist. java.net has no address for such a peer, so {@link #getInetAddress} tells the
 * loopback address under the name that was asked for. Options of TCP and IP can be set and read there, and do nothing. There is no urgent data.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 */
public final class BaresockSocket extends java.net.Socket {

    private final StreamImpl stream;

    BaresockSocket(Settings settings) throws SocketException {
        this(new StreamImpl(settings, false));
    }

    private BaresockSocket(StreamImpl stream) throws SocketException {
        super(stream);
        this.stream = stream;
    }

    /**
     * The socket of Baresock below, for options, statistics and calls that java.net does not have, such as
     * {@link io.baresock.option.TcpInfo}.
     * It is one socket: what one changes the other sees. Close this one, not that.
     *
     * @return the socket
     * @throws SocketException if this is closed, or no socket can be opened
     */
    public io.baresock.Socket baresock() throws SocketException {
        if (isClosed()) {
            throw new SocketException("Socket is closed");
        }
        return stream.opened();
    }

    /**
     * Connects, waiting at most {@code timeout} milliseconds.
     *
     * @param endpoint the peer; with {@code unix:} any address, which is not used
     * @param timeout milliseconds; 0 waits for ever
     * @throws java.net.SocketTimeoutException if the time passed; the socket is closed then
     * @throws IOException as in {@link java.net.Socket#connect(SocketAddress, int)}
     */
    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        super.connect(stream.isUnix() && endpoint != null ? Addresses.standIn(endpoint) : endpoint, timeout);
    }

    /**
     * Gives the socket its local address.
     *
     * @param address the address, or null for one that the system chooses; with {@code unix:} it is not used
     * @throws IOException as in {@link java.net.Socket#bind}
     */
    @Override
    public void bind(SocketAddress address) throws IOException {
        super.bind(stream.isUnix() && address != null ? Addresses.standIn(address) : address);
    }
}
