package io.baresock.tails;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.EventLoop.Engine;
import io.baresock.async.RecvCallback;
import io.baresock.async.SendCallback;
import io.baresock.async.Status;
import io.baresock.echo.EchoProcess;
import io.baresock.option.TcpOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Baresock's {@link EventLoop}. The argument is the engine, {@code epoll} or {@code io_uring}. */
final class EventLoopServer {

    private EventLoopServer() {}

    public static void main(String[] args) throws IOException {
        Engine engine = args[0].equals("io_uring") ? Engine.IO_URING : Engine.EPOLL;
        EventLoop loop = EventLoop.builder().engine(engine).start("tails");
        AsyncSocket listener = loop.open(Bsd.AF_INET, Bsd.SOCK_STREAM, 0);
        listener.socket().bind(Sockaddr.loopback4(0));
        listener.listen(TailsLoad.BACKLOG).accept((status, connection) -> {
            if (connection != null) {
                new Connection(connection).answer(); // the greeting
            }
        });
        EchoProcess.serving(listener.socket().localAddress().port());
    }

    private static final class Connection implements RecvCallback, SendCallback {
        private final AsyncSocket socket;
        private final Status status = new Status();
        private final ByteBuffer answer = ByteBuffer.allocateDirect(Request.SIZE);
        private boolean drops;

        Connection(AsyncSocket socket) {
            this.socket = socket;
            try {
                socket.socket().setOption(TcpOptions.TCP_NODELAY, true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void answer() {
            socket.send(answer.clear(), this, status);
        }

        @Override
        public void sent(Status s) {
            if (s.isSuccess()) {
                socket.recv(this, status);
            } else {
                socket.close();
            }
        }

        @Override
        public void received(Status s, ByteBuffer b) {
            if (!s.isSuccess() || s.isEnd()) {
                socket.close();
                return;
            }
            int micros = drops ? Request.DROP : b.getInt(0);
            if (micros == Request.DROP) {
                drops = true;
                socket.recv(this, status);
            } else if (micros < 0) {
                socket.loop().schedule(this::answer, -micros * 1000L);
            } else {
                Request.work(micros);
                answer();
            }
        }
    }
}
