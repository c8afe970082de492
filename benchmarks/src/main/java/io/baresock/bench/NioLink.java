package io.baresock.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
public final class NioLink extends Link {

    private final ByteChannel a;
    private final ByteChannel b;

    private <T extends SelectableChannel & ByteChannel> NioLink(T[] pair, int size) throws IOException {
        super(size);
        a = pair[0];
        b = pair[1];
        pair[0].configureBlocking(false);
        pair[1].configureBlocking(false);
    }

    static Link open(Transport transport, int size) throws IOException {
        return transport == Transport.UDP ? new NioLink(udp(), size) : new NioLink(stream(transport), size);
    }

    /** Two blocking channels of NIO, connected to each other. */
    static ByteChannel[] pair(Transport transport) throws IOException {
        return transport == Transport.UDP ? udp() : stream(transport);
    }

    /** Two connected channels of TCP or Unix sockets. */
    static SocketChannel[] stream(Transport transport) throws IOException {
        if (transport == Transport.TCP) {
            SocketChannel[] pair = accepted(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            pair[0].setOption(StandardSocketOptions.TCP_NODELAY, true);
            pair[1].setOption(StandardSocketOptions.TCP_NODELAY, true);
            return pair;
        }
        if (transport != Transport.UNIX) {
            throw new IOException("NIO has no stream of " + transport);
        }
        Path path = Files.createTempDirectory("baresock-bench").resolve("s");
        try {
            return accepted(UnixDomainSocketAddress.of(path));
        } finally {
            Files.deleteIfExists(path);
            Files.delete(path.resolveSibling(".").normalize());
        }
    }

    private static SocketChannel[] accepted(SocketAddress address) throws IOException {
        StandardProtocolFamily family =
                address instanceof UnixDomainSocketAddress ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET;
        try (ServerSocketChannel listener = ServerSocketChannel.open(family)) {
            listener.bind(address, 1);
            SocketChannel a = SocketChannel.open(family);
            a.connect(listener.getLocalAddress());
            return new SocketChannel[] {a, listener.accept()};
        }
    }

    /** A bound, blocking UDP channel. */
    static DatagramChannel bound() throws IOException {
        return DatagramChannel.open(StandardProtocolFamily.INET)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** Two connected UDP channels. */
    public static DatagramChannel[] udp() throws IOException {
        DatagramChannel a = bound();
        DatagramChannel b = bound();
        a.connect(b.getLocalAddress());
        b.connect(a.getLocalAddress());
        return new DatagramChannel[] {a, b};
    }

    @Override
    void transfer(boolean back) throws IOException {
        ByteChannel from = back ? b : a;
        ByteChannel to = back ? a : b;
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
