package io.baresock.echo;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.TcpOptions;
import io.baresock.poll.Mode;
import io.baresock.poll.Poller;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Baresock's {@link Poller} and its sockets, in one loop: {@code echo_server.c} in Java. */
final class PollerEcho {

    private final Socket listener;
    private final Poller poller = Poller.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(EchoProcess.BUFFER);

    private PollerEcho() throws IOException {
        listener = Socket.open(Bsd.AF_INET, Bsd.SOCK_STREAM | Bsd.SOCK_NONBLOCK, 0);
        listener.bind(Sockaddr.inet("127.0.0.1", 0)).listen(EchoProcess.BACKLOG);
        poller.register(listener, Poller.READABLE, null);
    }

    public static void main(String[] args) throws IOException {
        PollerEcho server = new PollerEcho();
        EchoProcess.serving(server.listener.localAddress().port());
        server.loop();
    }

    private void loop() throws IOException {
        while (true) {
            poller.poll(-1);
            while (poller.next()) {
                if (poller.attachment() instanceof Socket connection) {
                    echo(connection);
                } else {
                    acceptAll();
                }
            }
        }
    }

    private void acceptAll() throws IOException {
        for (Socket s; (s = listener.accept(null, Bsd.SOCK_NONBLOCK, 0)) != null; ) {
            s.setOption(TcpOptions.TCP_NODELAY, true);
            poller.register(s, Poller.READABLE | Poller.READ_HANGUP, Mode.EDGE, 0, s);
        }
    }

    /** Edge-triggered: see {@code echo_server.c}. */
    private void echo(Socket connection) {
        try {
            int n;
            do {
                n = connection.recv(buffer.clear(), 0);
                if (n == Socket.WOULD_BLOCK) {
                    return;
                }
                if (n == 0 || connection.send(buffer.flip(), 0) != n) {
                    connection.close();
                    return;
                }
            } while (n == buffer.capacity() || (poller.ready() & Poller.READ_HANGUP) != 0);
        } catch (ErrnoException e) { // the load has ended: a reset
            connection.close();
        }
    }
}
