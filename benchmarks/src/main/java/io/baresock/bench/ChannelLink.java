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
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;

/** NIO's channels, and junixsocket's, which are of the same kind. */
final class ChannelLink<T extends SelectableChannel & ByteChannel> extends Link {

    private final T a;
    private final T b;

    private ChannelLink(T a, T b, int size) throws IOException {
        super(size);
        this.a = a;
        this.b = b;
        a.configureBlocking(false);
        b.configureBlocking(false);
    }

    static Link nio(Transport transport, int size) throws IOException {
        if (transport == Transport.UDP) {
            DatagramChannel[] pair = udp();
            return new ChannelLink<>(pair[0], pair[1], size);
        }
        SocketChannel[] pair = stream(transport);
        return new ChannelLink<>(pair[0], pair[1], size);
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

    /** Unix sockets of junixsocket, which has a native library or does not work at all. */
    static Link junixsocket(Transport transport, int size) throws IOException {
        if (!AFUNIXSocket.isSupported()) {
            throw new IOException("junixsocket cannot load its native library");
        }
        if (transport == Transport.UNIX_DATAGRAM) {
            AFUNIXSocketPair<AFUNIXDatagramChannel> pair = AFUNIXSocketPair.openDatagram();
            return new ChannelLink<>(pair.getSocket1(), pair.getSocket2(), size);
        }
        AFUNIXSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open();
        return new ChannelLink<>(pair.getSocket1(), pair.getSocket2(), size);
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
    void send(boolean back) throws IOException {
        (back ? b : a).write(out);
    }

    @Override
    int receive(boolean back) throws IOException {
        return (back ? a : b).read(in);
    }

    @Override
    public void close() throws IOException {
        a.close();
        b.close();
    }
}
