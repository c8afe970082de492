package io.baresock.net;

import io.baresock.Bsd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Objects;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link BaresockSocket}s with options of their own, or to a Unix socket. Libraries that take a factory, or the name of its class
 * and a line of text, need no other code:
 *
 * <pre>
 * jdbc:postgresql://db/app?socketFactory=io.baresock.net.BaresockSocketFactory&amp;socketFactoryArg=TCP_USER_TIMEOUT%3D5000
 * </pre>
 *
 * <p>The line is described at {@linkplain io.baresock.net the package}. Immutable and thread-safe. For TLS give the socket to
 * {@link javax.net.ssl.SSLSocketFactory#createSocket(Socket, String, int, boolean)}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 */
public final class BaresockSocketFactory extends SocketFactory {

    private final Settings settings;

    /** Makes TCP sockets with the system's options. */
    public BaresockSocketFactory() {
        this(null);
    }

    /**
     * Makes sockets by a line of settings.
     *
     * @param line such as {@code TCP_USER_TIMEOUT=5000} or {@code unix:/run/x}; null or empty sets nothing
     * @throws IllegalArgumentException if an option does not exist or its value is wrong, if the system refuses it, if a path is too long, or
     *     if there is no such family; it names the option and says what to do
     */
    public BaresockSocketFactory(@Nullable String line) {
        settings = Settings.parse(line, Bsd.SOCK_STREAM);
    }

    /**
     * A socket that is not connected.
     *
     * @return a {@link BaresockSocket}
     * @throws SocketException if none can be made
     */
    @Override
    public Socket createSocket() throws SocketException {
        return new BaresockSocket(settings);
    }

    /**
     * A socket that is connected.
     *
     * @param host the peer's name or address, null for loopback; with {@code unix:} it is only a name
     * @param port the peer's port, 0 to 65535; with {@code unix:} it is not used
     * @return a {@link BaresockSocket}
     * @throws java.net.UnknownHostException if the name has no address
     * @throws IOException if the connection fails
     */
    @Override
    public Socket createSocket(@Nullable String host, int port) throws IOException {
        return connected(null, peer(host, port));
    }

    /**
     * A socket that is bound and connected.
     *
     * @param host the peer's name or address, null for loopback; with {@code unix:} it is only a name
     * @param port the peer's port, 0 to 65535; with {@code unix:} it is not used
     * @param localHost the local address, null for any
     * @param localPort the local port, 0 for one that the system chooses
     * @return a {@link BaresockSocket}
     * @throws java.net.UnknownHostException if the name has no address
     * @throws IOException if bind or the connection fails
     */
    @Override
    public Socket createSocket(@Nullable String host, int port, @Nullable InetAddress localHost, int localPort)
            throws IOException {
        return connected(new InetSocketAddress(localHost, localPort), peer(host, port));
    }

    /**
     * A socket that is connected.
     *
     * @param host the peer's address; with {@code unix:} it is not used
     * @param port the peer's port, 0 to 65535; with {@code unix:} it is not used
     * @return a {@link BaresockSocket}
     * @throws NullPointerException if {@code host} is null
     * @throws IOException if the connection fails
     */
    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(null, new InetSocketAddress(Objects.requireNonNull(host, "host"), port));
    }

    /**
     * A socket that is bound and connected.
     *
     * @param address the peer's address; with {@code unix:} it is not used
     * @param port the peer's port, 0 to 65535; with {@code unix:} it is not used
     * @param localAddress the local address, null for any
     * @param localPort the local port, 0 for one that the system chooses
     * @return a {@link BaresockSocket}
     * @throws IOException if bind or the connection fails
     */
    @Override
    public Socket createSocket(InetAddress address, int port, @Nullable InetAddress localAddress, int localPort)
            throws IOException {
        return connected(
                new InetSocketAddress(localAddress, localPort),
                new InetSocketAddress(Objects.requireNonNull(address, "address"), port));
    }

    private InetSocketAddress peer(@Nullable String host, int port) {
        if (host == null) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }
        return settings.unix() != null
                ? InetSocketAddress.createUnresolved(host, port)
                : new InetSocketAddress(host, port);
    }

    private Socket connected(@Nullable SocketAddress local, SocketAddress peer) throws IOException {
        Socket socket = createSocket();
        boolean connected = false;
        try {
            if (local != null) {
                socket.bind(local);
            }
            socket.connect(peer);
            connected = true;
            return socket;
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    @Override
    public String toString() {
        return "BaresockSocketFactory[" + settings.line() + "]";
    }
}
