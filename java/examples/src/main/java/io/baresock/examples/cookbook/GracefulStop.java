package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An echo server that stops in order: no new connections, then the open ones end, then what is left is closed. */
public class GracefulStop {
    private static final Set<Socket> OPEN = ConcurrentHashMap.newKeySet();
    private static final ExecutorService WORKERS = Executors.newCachedThreadPool(); // or a virtual thread for each

    public static void main(String[] args) throws Exception {
        Socket listener =
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(SOMAXCONN);
        System.out.println("listening on " + listener.localAddress());
        Thread acceptor = new Thread(() -> accept(listener));
        acceptor.start();
        while (System.in.read() != -1) { // until standard input ends; a shutdown hook would do the same
        }
        listener.close(); // wakes the thread that accepts
        acceptor.join();
        OPEN.forEach(GracefulStop::endInput);
        WORKERS.shutdown();
        if (!WORKERS.awaitTermination(10, TimeUnit.SECONDS)) {
            OPEN.forEach(Socket::close); // wakes their threads
        }
        System.out.println("stopped; connections left: " + OPEN.size());
    }

    private static void accept(Socket listener) {
        try {
            while (true) {
                Socket connection = listener.accept();
                OPEN.add(connection);
                WORKERS.execute(() -> serve(connection));
            }
        } catch (SocketClosedException e) {
            System.out.println("no new connections");
        } catch (ErrnoException e) {
            System.err.println(e.getMessage());
        }
    }

    private static void endInput(Socket connection) {
        try {
            connection.shutdown(SHUT_RD); // its recv returns 0; an answer can still be sent
        } catch (ErrnoException e) {
            connection.close(); // the client is gone already
        }
    }

    private static void serve(Socket connection) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
        try (connection) {
            while (connection.recv(buffer.clear()) > 0) {
                connection.sendFully(buffer.flip());
            }
        } catch (ErrnoException e) {
            System.err.println(e.getMessage());
        } finally {
            OPEN.remove(connection);
        }
    }
}
