package io.baresock.net;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/**
 * A {@link java.net.ServerSocket} over a socket of Baresock; {@link BaresockServerSocketFactory} makes them. It keeps java.net's contract.
 * What it accepts is a {@link BaresockSocket}; on Linux that has the options of this socket, such as {@code TCP_USER_TIMEOUT}.
 * Calls on a virtual thread park it. Thread-safe.
 *
 * <p><b>A Unix socket</b> (settings with {@code unix:}) binds to the address of its settings, whatever address {@link #bind} is given. Closing it
 * removes the node from the file system, if it is still the one that was made. A server that ended without that leaves its node
 * behind; bind says "Address already in use" then, and the file must be deleted. {@link #getLocalPort} is 0.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/listen.2.html">listen(2)</a>
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 */
public final class BaresockServerSocket extends java.net.ServerSocket {

    private final Settings settings;
    private final StreamImpl listener;

    BaresockServerSocket(Settings settings) {
        this(settings, new StreamImpl(settings, true));
    }

    private BaresockServerSocket(Settings settings, StreamImpl listener) {
        super(listener);
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * The socket of Baresock below, for options and calls that java.net does not have. Close this one, not that.
     *
     * @return the socket
     * @throws SocketException if this is closed, or no socket can be opened
     */
    public io.baresock.Socket baresock() throws SocketException {
        if (isClosed()) {
            throw new SocketException("Socket is closed");
        }
        return listener.opened();
    }

    /**
     * Binds and listens.
     *
     * @param endpoint the address, or null for one that the system chooses; with {@code unix:} it is not used
     * @param backlog how many connections may wait for accept; 0 or less stands for 50
     * @throws IOException as in {@link java.net.ServerSocket#bind(SocketAddress, int)}
     */
    @Override
    public void bind(SocketAddress endpoint, int backlog) throws IOException {
        super.bind(settings.unix() != null && endpoint != null ? Addresses.standIn(endpoint) : endpoint, backlog);
    }

    /**
     * Waits for a connection and accepts it.
     *
     * @return a {@link BaresockSocket}
     * @throws java.net.SocketTimeoutException if the time of {@link #setSoTimeout} passed
     * @throws IOException as in {@link java.net.ServerSocket#accept}
     */
    @Override
    public Socket accept() throws IOException {
        if (isClosed()) {
            throw new SocketException("Socket is closed");
        }
        if (!isBound()) {
            throw new SocketException("Socket is not bound yet");
        }
        BaresockSocket connection = new BaresockSocket(settings);
        implAccept(connection);
        return connection;
    }
}
