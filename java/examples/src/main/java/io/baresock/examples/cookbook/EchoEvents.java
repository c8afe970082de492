package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.Sockaddr;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.Status;
import java.nio.ByteBuffer;
import java.time.Duration;

/** An echo server with callbacks. It drops a connection that is idle, and reads no more than it can send. */
public class EchoEvents {
    private final AsyncSocket socket;
    private final Duration idle;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);

    private EchoEvents(AsyncSocket socket, Duration idle) {
        this.socket = socket;
        this.idle = idle;
    }

    /** usage: EchoEvents [IDLE_MILLIS] */
    public static void main(String[] args) throws Exception {
        Duration idle = Duration.ofMillis(args.length > 0 ? Long.parseLong(args[0]) : 30_000);
        try (EventLoop loop = EventLoop.start("echo")) {
            loop.exceptionHandler((thread, error) -> error.printStackTrace()); // of a callback that throws
            AsyncSocket listener = loop.open(AF_INET, SOCK_STREAM, 0);
            listener.socket().bind(Sockaddr.loopback4(0));
            listener.listen(SOMAXCONN).accept((status, connection) -> {
                if (connection != null) {
                    new EchoEvents(connection, idle).receive();
                }
            });
            System.out.println("listening on " + listener.socket().localAddress());
            while (System.in.read() != -1) { // until standard input ends
            }
        } // closes the listener and all connections
    }

    private void receive() {
        socket.recv(buffer.clear(), this::received).deadline(idle);
    }

    private void received(Status status, ByteBuffer data) {
        if (status.isSuccess() && !status.isEnd()) {
            // Backpressure: the next receive waits for this send. A client that does not read is not read from.
            socket.send(data.flip(), this::sent).deadline(idle);
        } else {
            System.out.println(status.isSuccess() ? "end" : status.errnoName()); // ETIMEDOUT: it was idle
            socket.close();
        }
    }

    private void sent(Status status) {
        if (status.isSuccess()) {
            receive();
        } else {
            socket.close();
        }
    }
}
