package io.baresock.examples;

import static io.baresock.Bsd.*;

import io.baresock.Sockaddr;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.RecvCallback;
import io.baresock.async.SendCallback;
import io.baresock.async.Status;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Echoes what any number of connections send, on one thread, until standard input ends. An echo allocates nothing. */
public final class EchoLoop {

    private static final class Connection implements RecvCallback, SendCallback {
        private final AsyncSocket socket;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
        private final Status status = new Status();

        Connection(AsyncSocket socket) {
            this.socket = socket;
        }

        void receive() {
            socket.recv(buffer.clear(), this, status);
        }

        @Override
        public void received(Status s, ByteBuffer b) {
            if (s.isSuccess() && !s.isEnd()) {
                socket.send(b.flip(), this, status);
            } else {
                socket.close();
            }
        }

        @Override
        public void sent(Status s) {
            if (s.isSuccess()) {
                receive();
            } else {
                socket.close();
            }
        }
    }

    public static void main(String[] args) throws IOException {
        try (EventLoop loop = EventLoop.start("echo")) {
            AsyncSocket listener = loop.open(AF_INET, SOCK_STREAM, 0);
            listener.socket().bind(Sockaddr.inet("127.0.0.1", 0));
            listener.listen(4096).accept((status, connection) -> {
                if (connection != null) {
                    new Connection(connection).receive();
                }
            });
            System.out.println("listening on " + listener.socket().localAddress());
            while (System.in.read() != -1) {
                Runtime r = Runtime.getRuntime();
                long heap = (r.totalMemory() - r.freeMemory()) >> 20;
                System.out.println(loop.size() + " sockets, " + heap + " MiB of heap in use");
            }
        }
    }
}
