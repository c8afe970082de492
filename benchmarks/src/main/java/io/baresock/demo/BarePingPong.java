package io.baresock.demo;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.bench.Transport;
import io.baresock.option.TcpOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Baresock's {@link Socket}, guard and all. */
final class BarePingPong implements PingPong {

    private final Socket a;
    private final Socket b;
    private final ByteBuffer ping = ByteBuffer.allocateDirect(MESSAGE);
    private final ByteBuffer pong = ByteBuffer.allocateDirect(MESSAGE);

    private BarePingPong(Socket a, Socket b) throws IOException {
        this.a = a.setNonblocking(true);
        this.b = b.setNonblocking(true);
    }

    static PingPong open(Transport transport) throws IOException {
        return switch (transport) {
            case TCP -> tcp();
            case UDP -> udp();
            case UNIX -> {
                Socket[] pair = Socket.pair(Bsd.AF_UNIX, Bsd.SOCK_STREAM, 0);
                yield new BarePingPong(pair[0], pair[1]);
            }
            case UNIX_DATAGRAM -> throw new IOException("the demo has no Unix datagrams");
        };
    }

    private static PingPong tcp() throws IOException {
        try (Socket listener = Socket.open(Bsd.AF_INET, Bsd.SOCK_STREAM, 0)) {
            listener.bind(Sockaddr.inet("127.0.0.1", 0)).listen(1);
            Socket a = Socket.open(Bsd.AF_INET, Bsd.SOCK_STREAM, 0);
            a.connect(listener.localAddress());
            Socket b = Objects.requireNonNull(listener.accept());
            a.setOption(TcpOptions.TCP_NODELAY, true);
            b.setOption(TcpOptions.TCP_NODELAY, true);
            return new BarePingPong(a, b);
        }
    }

    private static PingPong udp() throws IOException {
        Socket a = Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
        Socket b = Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
        a.connect(b.localAddress());
        b.connect(a.localAddress());
        return new BarePingPong(a, b);
    }

    @Override
    public void run(long[] nanos) throws IOException {
        long then = System.nanoTime();
        for (int i = 0; i < nanos.length; i++) {
            send(a, ping.clear().putLong(0, i));
            receive(b, pong.clear());
            send(b, pong.flip());
            receive(a, ping.clear());
            PingPong.check(i, ping.getLong(0));
            long now = System.nanoTime();
            nanos[i] = now - then;
            then = now;
        }
    }

    private static void send(Socket s, ByteBuffer message) throws IOException {
        for (int spins = 0; message.hasRemaining(); spins++) {
            s.send(message, 0);
            giveUp(spins);
        }
    }

    private static void receive(Socket s, ByteBuffer message) throws IOException {
        for (int spins = 0; message.hasRemaining(); spins++) {
            if (s.recv(message, 0) == 0) {
                throw new IOException("the peer has closed");
            }
            giveUp(spins);
        }
    }

    private static void giveUp(int spins) throws IOException {
        if (spins == SPINS) {
            throw new IOException("a message was lost");
        }
    }

    @Override
    public void close() {
        a.close();
        b.close();
    }
}
