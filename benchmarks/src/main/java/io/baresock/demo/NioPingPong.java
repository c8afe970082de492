package io.baresock.demo;

import io.baresock.bench.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The JDK's channels. */
final class NioPingPong<T extends SelectableChannel & ByteChannel> implements PingPong {

    private final T a;
    private final T b;
    private final ByteBuffer ping = ByteBuffer.allocateDirect(MESSAGE);
    private final ByteBuffer pong = ByteBuffer.allocateDirect(MESSAGE);

    private NioPingPong(T a, T b) throws IOException {
        this.a = a;
        this.b = b;
        a.configureBlocking(false);
        b.configureBlocking(false);
    }

    static PingPong open(Transport transport) throws IOException {
        return switch (transport) {
            case TCP -> tcp();
            case UDP -> udp();
            case UNIX -> unix();
            case UNIX_DATAGRAM -> throw new IOException("NIO has no Unix datagrams");
        };
    }

    private static PingPong tcp() throws IOException {
        SocketChannel[] pair =
                streams(StandardProtocolFamily.INET, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        for (SocketChannel c : pair) {
            c.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        return new NioPingPong<>(pair[0], pair[1]);
    }

    private static PingPong unix() throws IOException {
        Path directory = Files.createTempDirectory("baresock-demo");
        Path path = directory.resolve("s");
        try {
            SocketChannel[] pair = streams(StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(path));
            return new NioPingPong<>(pair[0], pair[1]);
        } finally {
            Files.deleteIfExists(path);
            Files.delete(directory);
        }
    }

    private static SocketChannel[] streams(ProtocolFamily family, SocketAddress address) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open(family)) {
            listener.bind(address, 1);
            SocketChannel a = SocketChannel.open(family);
            a.connect(listener.getLocalAddress());
            return new SocketChannel[] {a, listener.accept()};
        }
    }

    private static PingPong udp() throws IOException {
        DatagramChannel a = DatagramChannel.open(StandardProtocolFamily.INET);
        DatagramChannel b = DatagramChannel.open(StandardProtocolFamily.INET);
        a.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        b.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        a.connect(b.getLocalAddress());
        b.connect(a.getLocalAddress());
        return new NioPingPong<>(a, b);
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

    private static void send(ByteChannel c, ByteBuffer message) throws IOException {
        for (int spins = 0; message.hasRemaining(); spins++) {
            c.write(message);
            giveUp(spins);
        }
    }

    private static void receive(ByteChannel c, ByteBuffer message) throws IOException {
        for (int spins = 0; message.hasRemaining(); spins++) {
            if (c.read(message) < 0) {
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
    public void close() throws IOException {
        a.close();
        b.close();
    }
}
