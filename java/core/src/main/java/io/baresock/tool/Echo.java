package io.baresock.tool;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Printable;
import io.baresock.option.Ipv6Options;
import io.baresock.option.SocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Sends back what clients send. Streams have a thread for each connection, datagrams one loop for all. */
public final class Echo implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final Socket socket;
    private final @Nullable Path node;

    private Echo(Socket socket, @Nullable Path node) {
        this.socket = socket;
        this.node = node;
    }

    /**
     * Binds the socket, and makes a stream socket a listener.
     *
     * @param kind tcp, udp or unix
     * @param address as in the usage text of {@link Main}
     * @return the server; {@link #serve} starts it
     * @throws IOException if the address cannot be used
     */
    public static Echo open(String kind, String address) throws IOException {
        return switch (kind) {
            case "tcp" -> inet(SOCK_STREAM, address);
            case "udp" -> inet(SOCK_DGRAM, address);
            case "unix" -> unix(address);
            default -> throw new IllegalArgumentException("echo " + Printable.of(kind) + ": must be tcp, udp or unix");
        };
    }

    private static Echo inet(int type, String text) throws IOException {
        boolean everywhere = text.lastIndexOf(':') == 0;
        Sockaddr address = Sockaddr.parse(everywhere ? "[::]" + text : text);
        Socket s = Socket.open(address.family(), type, 0);
        try {
            s.setOption(SocketOptions.SO_REUSEADDR, type == SOCK_STREAM);
            if (everywhere) {
                s.setOption(Ipv6Options.IPV6_V6ONLY, false);
            }
            s.bind(address);
            if (type == SOCK_STREAM) {
                s.listen(SOMAXCONN);
            }
            return new Echo(s, null);
        } catch (ErrnoException | RuntimeException e) {
            s.close();
            throw e;
        }
    }

    private static Echo unix(String text) throws IOException {
        boolean isAbstract = text.startsWith("@");
        Sockaddr address = Sockaddr.parse("unix:" + text);
        Socket s = Socket.open(AF_UNIX, SOCK_STREAM, 0);
        try {
            s.bind(address).listen(SOMAXCONN);
            return new Echo(s, isAbstract ? null : Path.of(text));
        } catch (ErrnoException | RuntimeException e) {
            s.close();
            throw e;
        }
    }

    /**
     * The address that clients connect to.
     *
     * @return the address; for port 0 it has the port that the kernel chose
     * @throws IOException if the socket is closed
     */
    public Sockaddr address() throws IOException {
        return socket.localAddress();
    }

    /**
     * Serves until {@link #close}.
     *
     * @throws IOException if the listener itself fails
     */
    public void serve() throws IOException {
        try {
            if (socket.type() == SOCK_DGRAM) {
                echoDatagrams();
            } else {
                acceptAll();
            }
        } catch (SocketClosedException e) {
            // close() was called, which ends serving
        }
    }

    private void acceptAll() throws IOException {
        while (true) {
            try {
                Socket connection = socket.accept();
                if (connection != null) {
                    Thread t = new Thread(() -> echoStream(connection), "echo " + connection.fd());
                    t.setDaemon(true);
                    t.start();
                }
            } catch (SocketClosedException e) {
                throw e;
            } catch (ErrnoException e) {
                // Either only this connection failed, or there is a shortage that will end. accept(2) says to go on
                // after the first.
                if (e.errno() == EMFILE || e.errno() == ENFILE || e.errno() == ENOBUFS || e.errno() == ENOMEM) {
                    System.err.println("baresock: " + e.getMessage() + "; waiting for connections to end");
                    socket.poll(0, 0, 100_000);
                } else if (e.errno() != ECONNABORTED) {
                    throw e;
                }
            }
        }
    }

    private static void echoStream(Socket connection) {
        ByteBuffer b = ByteBuffer.allocateDirect(BUFFER);
        try (connection) {
            while (connection.recv(b.clear(), 0) > 0) {
                connection.sendFully(b.flip(), -1);
            }
        } catch (ErrnoException e) {
            System.err.println("baresock: " + e.getMessage()); // the client is gone; the others go on
        }
    }

    private void echoDatagrams() throws IOException {
        ByteBuffer b = ByteBuffer.allocateDirect(BUFFER);
        SockaddrStorage from = new SockaddrStorage();
        while (true) {
            try {
                socket.recvfrom(b.clear(), from);
                socket.sendto(b.flip(), from);
            } catch (SocketClosedException e) {
                throw e;
            } catch (ErrnoException e) {
                System.err.println("baresock: " + e.getMessage()); // such as an ICMP error for an earlier answer
            }
        }
    }

    /** Stops serving, and removes the Unix node that this server made. */
    @Override
    public void close() {
        socket.close();
        try {
            if (node != null) {
                Files.deleteIfExists(node);
            }
        } catch (IOException e) {
            System.err.println("baresock: cannot remove " + node + ": " + e);
        }
    }
}
