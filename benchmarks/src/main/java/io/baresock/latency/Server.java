package io.baresock.latency;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.handover.UnixNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Answers any number of clients until it is closed. Each connection of a stream has its own thread. */
final class Server implements AutoCloseable {

    private static final int BACKLOG = 128;

    private final Endpoint endpoint;
    private final boolean spin;
    private final Socket socket;
    private final @Nullable UnixNode node;
    private final Set<Messages> connections = ConcurrentHashMap.newKeySet();

    Server(Endpoint endpoint, boolean spin) throws IOException {
        this.endpoint = endpoint;
        this.spin = spin;
        socket = endpoint.open();
        try {
            if (endpoint.transport() == Endpoint.Transport.UNIX) {
                node = UnixNode.bind(socket, endpoint.address());
            } else {
                socket.setsockopt(Bsd.SOL_SOCKET, Bsd.SO_REUSEADDR, 1).bind(endpoint.address());
                node = null;
            }
            if (isStream()) {
                socket.listen(BACKLOG);
            }
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private boolean isStream() {
        return endpoint.transport() != Endpoint.Transport.UDP;
    }

    Sockaddr address() throws IOException {
        return socket.localAddress();
    }

    /** Serves until it is closed. */
    void run() throws IOException {
        try {
            if (isStream()) {
                accept();
            } else {
                datagrams();
            }
        } catch (SocketClosedException e) {
            // by close()
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket connection = socket.accept();
            if (connection != null) {
                Thread thread = new Thread(() -> serve(connection), "connection");
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private void serve(Socket connection) {
        try (Messages messages = new Messages(connection, true, spin)) {
            endpoint.prepare(connection);
            connections.add(messages);
            ByteBuffer message = ByteBuffer.allocateDirect(Header.MOST);
            while (socket.isOpen()) {
                if (messages.receive(message, System.nanoTime()) && Header.isQuestion(message)) {
                    Header.answer(message);
                    messages.send(message);
                }
            }
        } catch (EOFException | SocketClosedException e) {
            // The client or this server has ended.
        } catch (IOException e) {
            // sockperf resets its connection at the end.
            if (!(e instanceof ErrnoException errno) || errno.errno() != Bsd.ECONNRESET) {
                System.err.println("a connection failed: " + e.getMessage());
            }
        } finally {
            connections.removeIf(m -> !m.isOpen());
        }
    }

    private void datagrams() throws IOException {
        int flags = spin ? Bsd.MSG_DONTWAIT : 0;
        ByteBuffer message = ByteBuffer.allocateDirect(Header.MOST);
        SockaddrStorage from = new SockaddrStorage();
        Sockaddr client = endpoint.address();
        while (true) {
            int n = socket.recvfrom(message.clear(), flags, from);
            if (n == Socket.WOULD_BLOCK) {
                Thread.onSpinWait();
            } else if (n >= Header.SIZE && Header.isQuestion(message)) {
                if (!from.matches(client)) {
                    client = from.toSockaddr();
                }
                Header.answer(message);
                socket.sendto(message.flip(), 0, client);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        connections.forEach(Messages::close);
        if (node != null) {
            node.close();
        }
    }
}
