package io.baresock.net;

import io.baresock.Bsd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link BaresockServerSocket}s with options of their own, or on a Unix socket. The line of settings is described at
 * {@linkplain io.baresock.net the package}. Immutable and thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/listen.2.html">listen(2)</a>
 */
public final class BaresockServerSocketFactory extends ServerSocketFactory {

    private static final int BACKLOG = 50; // java.net's

    private final Settings settings;

    /** Makes TCP sockets with the system's options. */
    public BaresockServerSocketFactory() {
        this(null);
    }

    /**
     * Makes sockets by a line of settings.
     *
     * @param line such as {@code SO_REUSEPORT=1} or {@code unix:/run/x}; null or empty sets nothing
     * @throws IllegalArgumentException as {@link BaresockSocketFactory#BaresockSocketFactory(String)}
     */
    public BaresockServerSocketFactory(@Nullable String line) {
        settings = Settings.parse(line, Bsd.SOCK_STREAM);
    }

    /**
     * A socket that is not bound.
     *
     * @return a {@link BaresockServerSocket}
     */
    @Override
    public ServerSocket createServerSocket() {
        return new BaresockServerSocket(settings);
    }

    /**
     * A socket that listens on all addresses.
     *
     * @param port 0 to 65535, 0 for one that the system chooses; with {@code unix:} it is not used
     * @return a {@link BaresockServerSocket}
     * @throws IOException if it cannot be bound
     */
    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, BACKLOG);
    }

    /**
     * A socket that listens on all addresses.
     *
     * @param port 0 to 65535, 0 for one that the system chooses; with {@code unix:} it is not used
     * @param backlog how many connections may wait for accept; 0 or less stands for 50
     * @return a {@link BaresockServerSocket}
     * @throws IOException if it cannot be bound
     */
    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port, backlog, null);
    }

    /**
     * A socket that listens.
     *
     * @param port 0 to 65535, 0 for one that the system chooses; with {@code unix:} it is not used
     * @param backlog how many connections may wait for accept; 0 or less stands for 50
     * @param address the local address, null for all; with {@code unix:} it is not used
     * @return a {@link BaresockServerSocket}
     * @throws IOException if it cannot be bound
     */
    @Override
    public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress address) throws IOException {
        ServerSocket server = createServerSocket();
        boolean bound = false;
        try {
            server.bind(new InetSocketAddress(address, port), backlog);
            bound = true;
            return server;
        } finally {
            if (!bound) {
                server.close();
            }
        }
    }

    @Override
    public String toString() {
        return "BaresockServerSocketFactory[" + settings.line() + "]";
    }
}
