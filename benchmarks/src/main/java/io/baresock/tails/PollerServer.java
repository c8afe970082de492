package io.baresock.tails;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.echo.EchoProcess;
import io.baresock.option.TcpOptions;
import io.baresock.poll.Poller;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Baresock's {@link Poller}: {@code tails_server.c} in Java. */
final class PollerServer {

    private static final int BUFFER = 1 << 16;

    private final Socket listener = Socket.open(Bsd.AF_INET, Bsd.SOCK_STREAM | Bsd.SOCK_NONBLOCK, 0);
    private final Poller poller = Poller.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(Request.SIZE);

    private PollerServer() throws IOException {
        listener.bind(Sockaddr.loopback4(0)).listen(TailsLoad.BACKLOG);
        poller.register(listener, Poller.READABLE, null);
    }

    private static final class Connection {
        final Socket socket;
        boolean drops;

        Connection(Socket socket) {
            this.socket = socket;
        }
    }

    public static void main(String[] args) throws IOException {
        PollerServer server = new PollerServer();
        EchoProcess.serving(server.listener.localAddress().port());
        while (true) {
            server.poller.poll(-1);
            while (server.poller.next()) {
                if (server.poller.attachment() instanceof Connection c) {
                    server.serve(c);
                } else {
                    server.acceptAll();
                }
            }
        }
    }

    private void acceptAll() throws IOException {
        for (Socket s; (s = listener.accept(null, Bsd.SOCK_NONBLOCK, 0)) != null; ) {
            s.setOption(TcpOptions.TCP_NODELAY, true);
            poller.register(s, Poller.READABLE, new Connection(s));
            s.send(answer.clear(), 0);
        }
    }

    /** One receive for each event; so few bytes are never in parts on the loopback. */
    private void serve(Connection c) {
        try {
            int n = c.socket.recv(buffer.clear(), 0);
            if (n == Socket.WOULD_BLOCK) {
                return;
            }
            if (n > 0 && !c.drops) {
                int micros = buffer.getInt(0);
                c.drops = micros == Request.DROP;
                Request.work(micros);
            }
            if (n == 0 || !c.drops && c.socket.send(answer.clear(), 0) != Request.SIZE) {
                c.socket.close();
            }
        } catch (ErrnoException e) { // the load has ended: a reset
            c.socket.close();
        }
    }
}
