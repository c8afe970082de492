package io.baresock.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Ports;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link java.net.DatagramSocket}, held by the JDK's and by ours. */
class DatagramContractIT {

    private static final String CASES = "io.baresock.net.Case#all";
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(Link.LOOPBACK, 0);

    private static DatagramPacket packet(String text, DatagramSocket to) {
        byte[] bytes = text.getBytes(US_ASCII);
        return new DatagramPacket(bytes, bytes.length, to.getLocalSocketAddress());
    }

    private static String text(DatagramPacket p) {
        return new String(p.getData(), p.getOffset(), p.getLength(), US_ASCII);
    }

    private static void assertSays(String message, Exception e) {
        assertTrue(e.getMessage().contains(message), e::toString);
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void states_followBindConnectAndClose(Case c) throws Exception {
        c.run(() -> {
            try (DatagramSocket peer = new DatagramSocket(ANY_PORT)) {
                DatagramSocket s = c.maker().datagram(null);
                assertFalse(s.isBound() || s.isConnected() || s.isClosed());
                assertEquals(0, s.getLocalPort());
                assertTrue(s.getLocalAddress().isAnyLocalAddress());
                assertNull(s.getLocalSocketAddress());
                assertEquals(-1, s.getPort());
                assertNull(s.getInetAddress());
                assertNull(s.getRemoteSocketAddress());
                s.bind(ANY_PORT);
                int port = s.getLocalPort();
                assertEquals(new InetSocketAddress(Link.LOOPBACK, port), s.getLocalSocketAddress());
                assertThrows(SocketException.class, () -> s.bind(ANY_PORT));
                s.connect(peer.getLocalSocketAddress());
                assertTrue(s.isConnected());
                assertEquals(peer.getLocalSocketAddress(), s.getRemoteSocketAddress());
                assertEquals(peer.getLocalPort(), s.getPort());
                assertEquals(Link.LOOPBACK, s.getInetAddress());
                s.disconnect();
                assertFalse(s.isConnected());
                assertEquals(port, s.getLocalPort());
                s.close();
                s.close();
                assertTrue(s.isBound() && s.isClosed());
                assertEquals(-1, s.getLocalPort());
                assertNull(s.getLocalAddress());
                assertNull(s.getLocalSocketAddress());
                assertSays("closed", assertThrows(SocketException.class, () -> s.setSoTimeout(1)));
                assertSays("closed", assertThrows(SocketException.class, s::getReuseAddress));
                assertSays("closed", assertThrows(SocketException.class, () -> s.send(packet("x", peer))));
                assertSays(
                        "closed",
                        assertThrows(SocketException.class, () -> s.receive(new DatagramPacket(new byte[1], 1))));
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aSocketWithoutAnAddress_isBoundByItsFirstUse(Case c) throws Exception {
        c.run(() -> {
            try (DatagramSocket s = c.maker().datagram(null);
                    DatagramSocket peer = new DatagramSocket(ANY_PORT)) {
                s.send(packet("first", peer));
                assertTrue(s.isBound() && s.getLocalPort() > 0);
                DatagramPacket got = new DatagramPacket(new byte[10], 10);
                peer.receive(got);
                assertEquals(s.getLocalPort(), got.getPort());
                try (DatagramSocket second = c.maker().datagram(null)) {
                    assertThrows(BindException.class, () -> second.bind(peer.getLocalSocketAddress()));
                    assertThrows(
                            SocketException.class,
                            () -> second.bind(InetSocketAddress.createUnresolved("x.invalid", 1)));
                    SocketAddress other = UnixDomainSocketAddress.of("x");
                    assertThrows(UnsupportedAddressTypeException.class, () -> second.bind(other));
                    assertThrows(UnsupportedAddressTypeException.class, () -> second.connect(other));
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aPacket_comesWithItsSender_intoItsPartOfTheArray(Case c) throws Exception {
        c.run(() -> {
            try (DatagramSocket s = c.maker().datagram(ANY_PORT);
                    DatagramSocket peer = new DatagramSocket(ANY_PORT)) {
                peer.send(packet("hello", s));
                byte[] array = new byte[12];
                DatagramPacket got = new DatagramPacket(array, 2, 8);
                s.receive(got);
                assertEquals(5, got.getLength());
                assertEquals(peer.getLocalSocketAddress(), got.getSocketAddress());
                assertEquals(2, got.getOffset());
                assertArrayEquals("\0\0hello\0\0\0\0\0".getBytes(US_ASCII), array);
                s.send(got);
                DatagramPacket echo = new DatagramPacket(new byte[10], 10);
                peer.receive(echo);
                assertEquals("hello", text(echo));
                assertEquals(s.getLocalSocketAddress(), echo.getSocketAddress());
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aPacketThatIsUsedAgain_hasAllItsRoom_andALongDatagramIsCut(Case c) throws Exception {
        c.run(() -> {
            try (DatagramSocket s = c.maker().datagram(ANY_PORT);
                    DatagramSocket peer = new DatagramSocket(ANY_PORT)) {
                DatagramPacket got = new DatagramPacket(new byte[20], 8);
                String[][] steps = {
                    {"ab", "ab"},
                    {"abcdef", "abcdef"},
                    {"", ""},
                    {"0123456789", "01234567"},
                    {"a", "a"},
                    {"01234567", "01234567"},
                    {"x", "x"},
                    {"0123456789", "01234567"}
                };
                for (String[] step : steps) {
                    peer.send(packet(step[0], s));
                    s.receive(got);
                    assertEquals(step[1], text(got));
                }
                got.setLength(3);
                peer.send(packet("0123456789", s));
                s.receive(got);
                assertEquals("012", text(got));
                got.setData(new byte[6]);
                peer.send(packet("0123456789", s));
                s.receive(got);
                assertEquals("012345", text(got));
                peer.send(packet("z", s));
                s.receive(got);
                got.setData(new byte[20], 4, 1);
                peer.send(packet("0123456789", s));
                s.receive(got);
                assertEquals("0", text(got));
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aConnectedSocket_hearsItsPeerOnly(Case c) throws Exception {
        c.run(() -> {
            try (DatagramSocket s = c.maker().datagram(ANY_PORT);
                    DatagramSocket peer = new DatagramSocket(ANY_PORT);
                    DatagramSocket other = new DatagramSocket(ANY_PORT)) {
                other.send(packet("before", s));
                s.connect(Link.LOOPBACK, peer.getLocalPort());
                other.send(packet("after", s));
                peer.send(packet("from the peer", s));
                DatagramPacket got = new DatagramPacket(new byte[50], 50);
                s.receive(got);
                assertEquals("from the peer", text(got));
                assertThrows(IllegalArgumentException.class, () -> s.send(packet("x", other)));
                DatagramPacket bare = new DatagramPacket("to you".getBytes(US_ASCII), 6);
                s.send(bare);
                assertEquals(peer.getLocalSocketAddress(), bare.getSocketAddress());
                peer.receive(got);
                assertEquals("to you", text(got));
                s.connect(other.getLocalSocketAddress());
                other.send(packet("new", s));
                s.receive(got);
                assertEquals("new", text(got));
                s.disconnect();
                s.disconnect();
                peer.send(packet("again", s));
                s.receive(got);
                assertEquals("again", text(got));
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aPortThatTheSystemChose_staysAfterDisconnect(Case c) throws Exception {
        c.run(() -> {
            try (DatagramSocket s = c.maker().datagram(null);
                    DatagramSocket peer = new DatagramSocket(ANY_PORT)) {
                s.connect(peer.getLocalSocketAddress());
                int port = s.getLocalPort();
                assertEquals(Link.LOOPBACK, s.getLocalAddress());
                s.disconnect();
                assertEquals(port, s.getLocalPort());
                assertTrue(s.getLocalAddress().isAnyLocalAddress());
                DatagramPacket p = packet("x", peer);
                p.setPort(port);
                peer.send(p);
                s.receive(p);
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aPacketToTheWildcard_goesToLoopbackOfItsFamily(Case c) throws Exception {
        c.run(() -> {
            for (String[] to : new String[][] {{"0.0.0.0", "127.0.0.1"}, {"::", "::1"}}) {
                try (DatagramSocket s = c.maker().datagram(new InetSocketAddress(0));
                        DatagramSocket peer = new DatagramSocket(0, InetAddress.getByName(to[1]))) {
                    byte[] data = {1};
                    s.send(new DatagramPacket(data, 1, InetAddress.getByName(to[0]), peer.getLocalPort()));
                    DatagramPacket got = new DatagramPacket(new byte[2], 2);
                    peer.receive(got);
                    assertEquals(InetAddress.getByName(to[1]), got.getAddress());
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void wrongAddresses_areRefused(Case c) throws Exception {
        c.run(() -> {
            try (DatagramSocket s = c.maker().datagram(ANY_PORT)) {
                DatagramPacket bare = new DatagramPacket(new byte[1], 1);
                assertThrows(IllegalArgumentException.class, () -> s.send(bare));
                bare.setAddress(Link.LOOPBACK);
                bare.setPort(0);
                assertThrows(SocketException.class, () -> s.send(bare));
                assertThrows(IllegalArgumentException.class, () -> s.connect((InetAddress) null, 1));
                assertThrows(IllegalArgumentException.class, () -> s.connect(null));
                assertThrows(
                        SocketException.class, () -> s.connect(InetSocketAddress.createUnresolved("x.invalid", 1)));
                bare.setData(new byte[70_000]);
                bare.setPort(9);
                assertThrows(IOException.class, () -> s.send(bare));
                s.close();
                assertThrows(NullPointerException.class, () -> s.send(null));
                assertThrows(NullPointerException.class, () -> s.receive(null));
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aPeerThatIsNotThere_isTold(Case c) throws Exception {
        c.run(() -> {
            try (DatagramSocket s = c.maker().datagram(ANY_PORT)) {
                s.connect(Ports.refusing("127.0.0.1"));
                s.send(new DatagramPacket(new byte[1], 1));
                assertThrows(PortUnreachableException.class, () -> s.receive(new DatagramPacket(new byte[1], 1)));
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void receiveTimesOut_andTheSocketGoesOn(Case c) throws Exception {
        c.run(() -> {
            try (DatagramSocket s = c.maker().datagram(ANY_PORT);
                    DatagramSocket peer = new DatagramSocket(ANY_PORT)) {
                s.setSoTimeout(1);
                assertEquals(1, s.getSoTimeout());
                DatagramPacket got = new DatagramPacket(new byte[5], 5);
                Exception e = assertThrows(SocketTimeoutException.class, () -> s.receive(got));
                assertEquals("Receive timed out", e.getMessage());
                s.setSoTimeout(0);
                peer.send(packet("x", s));
                s.receive(got);
                assertEquals("x", text(got));
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aCloseFromAnotherThread_endsAReceiveThatWaits(Case c) throws Exception {
        c.run(() -> {
            DatagramSocket s = c.maker().datagram(ANY_PORT);
            CountDownLatch begun = new CountDownLatch(1);
            Case.Task<Integer> receiving = c.start(() -> {
                begun.countDown();
                s.receive(new DatagramPacket(new byte[1], 1));
                return 0;
            });
            begun.await();
            s.close();
            Exception e = receiving.failure();
            assertEquals(SocketException.class, e.getClass());
            assertEquals("Socket closed", e.getMessage());
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void anInterrupt_closesTheSocketOfAVirtualThread_andDoesNothingToAnotherOne(Case c) throws Exception {
        c.run(() -> {
            try (DatagramSocket s = c.maker().datagram(ANY_PORT);
                    DatagramSocket peer = new DatagramSocket(ANY_PORT)) {
                CountDownLatch begun = new CountDownLatch(1);
                Case.Task<Integer> receiving = c.start(() -> {
                    begun.countDown();
                    DatagramPacket got = new DatagramPacket(new byte[2], 2);
                    s.receive(got);
                    return got.getLength();
                });
                begun.await();
                receiving.thread().interrupt();
                if (c.virtual()) {
                    assertEquals("Closed by interrupt", receiving.failure().getMessage());
                    assertTrue(s.isClosed());
                } else {
                    peer.send(packet("x", s));
                    assertEquals(1, receiving.get());
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aGroup_isHeardOnlyByWhoeverHasJoinedIt(Case c) throws Exception {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(Link.LOOPBACK);
        InetAddress group = InetAddress.getByName("239.255.7.7");
        c.run(() -> {
            try (DatagramSocket s = c.maker().datagram(new InetSocketAddress(0));
                    DatagramSocket sender = c.maker().datagram(new InetSocketAddress(0))) {
                InetSocketAddress to = new InetSocketAddress(group, s.getLocalPort());
                sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
                sender.joinGroup(to, loopback);
                DatagramPacket own = new DatagramPacket("own".getBytes(US_ASCII), 3, Link.LOOPBACK, s.getLocalPort());
                sender.send(new DatagramPacket("not joined".getBytes(US_ASCII), 10, to));
                sender.send(own);
                DatagramPacket got = new DatagramPacket(new byte[10], 10);
                s.receive(got);
                assertEquals("own", text(got));
                s.joinGroup(to, loopback);
                sender.send(new DatagramPacket("group".getBytes(US_ASCII), 5, to));
                s.receive(got);
                assertEquals("group", text(got));
                s.leaveGroup(to, loopback);
                sender.send(new DatagramPacket("left".getBytes(US_ASCII), 4, to));
                sender.send(own);
                s.receive(got);
                assertEquals("own", text(got));
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aGroup_isJoinedOnce_andLeftOnce_onAnInterface(Case c) throws Exception {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(Link.LOOPBACK);
        for (String name : new String[] {"239.255.7.7", "ff11::7:7"}) {
            InetSocketAddress to = new InetSocketAddress(InetAddress.getByName(name), 0);
            c.run(() -> {
                try (DatagramSocket s = c.maker().datagram(new InetSocketAddress(0))) {
                    s.joinGroup(to, loopback);
                    assertSays("member", assertThrows(SocketException.class, () -> s.joinGroup(to, loopback)));
                    s.leaveGroup(to, loopback);
                    assertSays("member", assertThrows(SocketException.class, () -> s.leaveGroup(to, loopback)));
                    assertThrows(SocketException.class, () -> s.joinGroup(ANY_PORT, loopback));
                    assertThrows(IllegalArgumentException.class, () -> s.joinGroup(null, loopback));
                    s.close();
                    assertThrows(SocketException.class, () -> s.joinGroup(to, loopback));
                }
            });
        }
    }
}
