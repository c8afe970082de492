package io.baresock.examples;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import java.io.IOException;
import java.util.function.Function;

/** A listener with its own event loop, and a {@link Conversation} for each connection. */
final class Server implements AutoCloseable {

    private final EventLoop loop;
    private final Sockaddr address;

    private Server(EventLoop loop, Sockaddr address) {
        this.loop = loop;
        this.address = address;
    }

    static Server start(String name, Sockaddr address, Function<AsyncSocket, Conversation> protocol)
            throws ErrnoException {
        EventLoop loop = EventLoop.start(name);
        try {
            AsyncSocket listener = loop.open(address.family(), SOCK_STREAM, 0);
            listener.socket().setsockopt(SOL_SOCKET, SO_REUSEADDR, 1).bind(address);
            listener.listen(SOMAXCONN).accept((status, connection) -> {
                if (connection != null) {
                    protocol.apply(connection).start();
                } else if (status.errno() != EBADF) { // EBADF: this server closed it
                    System.err.println(name + " accepts no more: " + status.errnoName());
                }
            });
            return new Server(loop, listener.socket().localAddress());
        } catch (ErrnoException | RuntimeException e) {
            loop.close();
            throw e;
        }
    }

    Sockaddr address() {
        return address;
    }

    EventLoop loop() {
        return loop;
    }

    /** Closes the listener and all connections. */
    @Override
    public void close() {
        loop.close();
    }

    /** Serves until standard input ends. */
    void serveUntilInputEnds() throws IOException {
        System.out.println("listening on " + address);
        awaitEndOfInput();
    }

    static void awaitEndOfInput() throws IOException {
        while (System.in.read() != -1) {
            // ignore what is typed
        }
    }

    /** 127.0.0.1 with the port in the first argument; without one the kernel chooses it. */
    static Sockaddr loopback(String[] args) {
        return Sockaddr.loopback4(args.length > 0 ? Integer.parseInt(args[0]) : 0);
    }
}
