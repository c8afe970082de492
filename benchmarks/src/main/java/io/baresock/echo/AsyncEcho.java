package io.baresock.echo;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.EventLoop.Engine;
import io.baresock.async.RecvCallback;
import io.baresock.async.SendCallback;
import io.baresock.async.Status;
import io.baresock.option.TcpOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Baresock's {@link EventLoop}: callbacks. */
final class AsyncEcho {

    private AsyncEcho() {}

    public static void main(String[] args) throws IOException {
        boolean ring = args.length > 0 && args[0].equals("io_uring");
        EventLoop loop = EventLoop.builder()
                .engine(ring ? Engine.IO_URING : Engine.EPOLL)
                .start("echo");
        AsyncSocket listener = loop.open(Bsd.AF_INET, Bsd.SOCK_STREAM, 0);
        listener.socket().bind(Sockaddr.inet("127.0.0.1", 0));
        listener.listen(EchoProcess.BACKLOG).accept((status, connection) -> {
            if (connection != null) {
                new Connection(connection).receive();
            }
        });
        EchoProcess.serving(listener.socket().localAddress().port());
    }

    /** Receives into the loop's buffer. The other servers, too, have one buffer for all connections. */
    private static final class Connection implements RecvCallback, SendCallback {
        private final AsyncSocket socket;
        private final Status status = new Status();

        Connection(AsyncSocket socket) {
            this.socket = socket;
            try {
                socket.socket().setOption(TcpOptions.TCP_NODELAY, true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void receive() {
            socket.recv(this, status);
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
            receive(); // after a send that failed, this fails too
        }
    }
}
