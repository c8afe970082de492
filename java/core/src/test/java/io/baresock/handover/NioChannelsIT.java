package io.baresock.handover;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Fds;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** From the JDK's channels to descriptors and options, without --add-opens: rows Z7, G13. */
@EnabledOnOs(OS.LINUX)
class NioChannelsIT {

    private static final InetSocketAddress ANY_LOCAL = new InetSocketAddress("127.0.0.1", 0);

    /** What is set on the channel is seen in the copy. Linux doubles a buffer's size, and the JDK halves what it reads. */
    private static void assertSame(NetworkChannel channel, Socket copy) throws IOException {
        int size = channel.getOption(StandardSocketOptions.SO_RCVBUF) - 512;
        assertEquals(2 * size + 1024, copy.getsockopt(SOL_SOCKET, SO_RCVBUF));
        channel.setOption(StandardSocketOptions.SO_RCVBUF, size);
        assertEquals(2 * size, copy.getsockopt(SOL_SOCKET, SO_RCVBUF));
    }

    @Test
    @DisplayName("G13 Z7: a TCP channel, in both address families, and its options that the JDK does not know")
    void tcp() throws IOException {
        for (ProtocolFamily family : StandardProtocolFamily.values()) {
            if (family == StandardProtocolFamily.UNIX) {
                continue;
            }
            try (ServerSocketChannel server = ServerSocketChannel.open(family).bind(localOf(family));
                    SocketChannel client = SocketChannel.open(family)) {
                client.connect(server.getLocalAddress());
                try (SocketChannel accepted = server.accept();
                        Socket s = NioChannels.dup(client);
                        Socket l = NioChannels.dup(server);
                        Socket a = NioChannels.dup(accepted)) {
                    assertEquals(1, l.getsockopt(SOL_SOCKET, SO_ACCEPTCONN));
                    assertEquals(s.localAddress(), a.peerAddress());
                    s.setsockopt(IPPROTO_TCP, TCP_USER_TIMEOUT, 4321);
                    assertEquals(0, a.getsockopt(IPPROTO_TCP, TCP_USER_TIMEOUT));
                    assertEquals(3, s.send(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0));
                    assertEquals(3, accepted.read(ByteBuffer.allocate(8)));
                    assertSame(client, s);
                    assertSame(server, l);
                    assertSame(accepted, a);
                }
            }
        }
    }

    private static InetSocketAddress localOf(ProtocolFamily family) {
        return family == StandardProtocolFamily.INET6 ? new InetSocketAddress("::1", 0) : ANY_LOCAL;
    }

    @Test
    @DisplayName("G13: the right one of many that look alike: not bound, sharing one port, unnamed")
    void ambiguous_isToldApart() throws IOException {
        Path path = Files.createTempDirectory(Path.of("/tmp"), "bs-nio-").resolve("s");
        List<NetworkChannel> channels = new ArrayList<>();
        try {
            ServerSocketChannel first = reusing();
            channels.add(first.bind(ANY_LOCAL));
            for (int i = 0; i < 3; i++) {
                channels.add(reusing().bind(first.getLocalAddress()));
                channels.add(SocketChannel.open());
                channels.add(DatagramChannel.open());
                channels.add(DatagramChannel.open(StandardProtocolFamily.INET));
            }
            ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channels.add(unix.bind(UnixDomainSocketAddress.of(path)));
            for (int i = 0; i < 3; i++) {
                channels.add(SocketChannel.open(UnixDomainSocketAddress.of(path)));
                channels.add(unix.accept());
                channels.add(SocketChannel.open(StandardProtocolFamily.UNIX));
            }
            for (NetworkChannel channel : channels) {
                try (Socket copy = NioChannels.dup(channel)) {
                    assertSame(channel, copy);
                }
            }
        } finally {
            for (NetworkChannel channel : channels) {
                channel.close();
            }
            Files.deleteIfExists(path);
            Files.delete(path.getParent());
        }
    }

    private static ServerSocketChannel reusing() throws IOException {
        return ServerSocketChannel.open().setOption(StandardSocketOptions.SO_REUSEPORT, true);
    }

    @Test
    @DisplayName("G13: datagram channels, connected and wildcard; what was changed as a proof is as it was")
    void udp() throws IOException {
        try (DatagramChannel wild = DatagramChannel.open().bind(new InetSocketAddress(0));
                DatagramChannel four =
                        DatagramChannel.open(StandardProtocolFamily.INET).bind(ANY_LOCAL);
                DatagramChannel connected = DatagramChannel.open().connect(four.getLocalAddress())) {
            for (DatagramChannel channel : List.of(wild, four, connected)) {
                int before = channel.getOption(StandardSocketOptions.SO_RCVBUF);
                try (Socket copy = NioChannels.dup(channel)) {
                    assertEquals(before, channel.getOption(StandardSocketOptions.SO_RCVBUF));
                    assertEquals(SOCK_DGRAM, copy.type());
                    assertSame(channel, copy);
                }
            }
        }
    }

    @Test
    @DisplayName("G13: the proof on TCP leaves the probes of keep-alive and the autotuned buffers alone")
    void tcp_isAsItWas() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(ANY_LOCAL);
                Socket first = NioChannels.dup(server)) {
            for (int count : new int[] {1, 9, 126, 127}) {
                first.setsockopt(IPPROTO_TCP, TCP_KEEPCNT, count);
                int buffer = first.getsockopt(SOL_SOCKET, SO_RCVBUF);
                NioChannels.dup(server).close();
                assertEquals(count, first.getsockopt(IPPROTO_TCP, TCP_KEEPCNT));
                assertEquals(buffer, first.getsockopt(SOL_SOCKET, SO_RCVBUF));
            }
        }
    }

    @Test
    @DisplayName("G13: the copy outlives the channel, which never notices")
    void copy_outlivesTheChannel() throws IOException {
        try (Socket listener =
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(1)) {
            SocketChannel channel = SocketChannel.open(listener.localAddress().toSocketAddress());
            try (Socket copy = NioChannels.dup(channel);
                    Socket server = listener.accept()) {
                assertNotNull(server);
                channel.close();
                copy.send(ByteBuffer.allocate(5), 0);
                assertEquals(5, server.recv(ByteBuffer.allocate(8), 0, -1));
            }
        }
    }

    @Test
    @DisplayName("G13: nothing is left open by looking, found or not")
    void dup_leaksNothing() throws IOException {
        try (DatagramChannel one = DatagramChannel.open();
                DatagramChannel two = DatagramChannel.open()) {
            NioChannels.dup(one).close();
            List<String> before = Fds.open();
            for (int i = 0; i < 20; i++) {
                NioChannels.dup(i % 2 == 0 ? one : two).close();
            }
            Fds.assertNoOthersThan(before);
        }
    }

    @Test
    void closedAndForeignChannels_areRefused() throws IOException {
        DatagramChannel closed = DatagramChannel.open();
        closed.close();
        assertThrows(ClosedChannelException.class, () -> NioChannels.dup(closed));
        assertThrows(NullPointerException.class, () -> NioChannels.dup(null));
        try (AsynchronousSocketChannel other = AsynchronousSocketChannel.open()) {
            assertThrows(UnsupportedOperationException.class, () -> NioChannels.dup(other));
        }
    }
}
