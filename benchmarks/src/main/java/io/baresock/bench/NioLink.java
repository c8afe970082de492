package io.baresock.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** NIO's channels. */
final class NioLink<T extends SelectableChannel & ByteChannel> extends Link {

    private final T a;
    private final T b;

    private NioLink(T a, T b, int size) throws IOException {
        super(size);
        this.a = a;
        this.b = b;
        a.configureBlocking(false);
        b.configureBlocking(false);
    }

    static Link open(Transport transport, int size) throws IOException {
        if (transport == Transport.UDP) {
            DatagramChannel[] pair = udp();
            return new NioLink<>(pair[0], pair[1], size);
        }
        SocketChannel[] pair = stream(transport);
        return new NioLink<>(pair[0], pair[1], size);
    }

    /** Two blocking channels of NIO, connected to each other. */
    static ByteChannel[] pair(Transport transport) throws IOException {
        return transport == Transport.UDP ? udp() : stream(transport);
    }

    private static SocketChannel[] stream(Transport transport) throws IOException {
        return switch (transport) {
            case TCP -> tcp();
            case UNIX -> unix();
            case UDP, UNIX_DATAGRAM -> throw new IOException("NIO has no stream of " + transport);
        };
    }

    /** Two blocking channels of TCP. */
    static SocketChannel[] tcp() throws IOException {
        SocketChannel[] pair =
                streams(StandardProtocolFamily.INET, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        for (SocketChannel c : pair) {
            c.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        return pair;
    }

    private static SocketChannel[] unix() throws IOException {
        Path directory = Files.createTempDirectory("baresock-bench");
        Path path = directory.resolve("s");
        try {
            return streams(StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(path));
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

    private static DatagramChannel[] udp() throws IOException {
        DatagramChannel a = DatagramChannel.open(StandardProtocolFamily.INET);
        DatagramChannel b = DatagramChannel.open(StandardProtocolFamily.INET);
        a.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        b.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        a.connect(b.getLocalAddress());
        b.connect(a.getLocalAddress());
        return new DatagramChannel[] {a, b};
    }

    @Override
    void transfer(boolean back) throws IOException {
        T from = back ? b : a;
        T to = back ? a : b;
        out.clear();
        in.clear();
        for (int spins = 0; in.hasRemaining(); spins++) {
            if (out.hasRemaining()) {
                from.write(out);
            }
            check(spins, to.read(in) < 0);
        }
    }
}
