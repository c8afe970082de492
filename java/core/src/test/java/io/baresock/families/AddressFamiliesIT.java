package io.baresock.families;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.internal.Abi;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the kernel returns for the addresses that we pack: rows Z2, Z10, G12. */
@EnabledOnOs(OS.LINUX)
class AddressFamiliesIT {

    private static final int ARPHRD_LOOPBACK = 772; // linux/if_arp.h
    private static final int ETHERTYPE_EXPERIMENT = 0x88B5; // IEEE 802, for local use
    private static final int NLMSG_HEADER = 16;
    private static final short RTM_NEWLINK = 16;
    private static final short RTM_GETLINK = 18;
    private static final short NLM_F_REQUEST = 1;

    /** A socket, or the test is not for this machine. */
    private static Socket openOrSkip(int family, int type, int protocol) throws ErrnoException {
        try {
            return Socket.open(family, type, protocol);
        } catch (ErrnoException e) {
            boolean lacking =
                    Set.of(EAFNOSUPPORT, EPERM, EPROTONOSUPPORT, EACCES).contains(e.errno());
            assumeTrue(!lacking, e.getMessage());
            throw e;
        }
    }

    private static int loopbackIndex() throws IOException {
        return NetworkInterface.getByName("lo").getIndex();
    }

    @Test
    @DisplayName("G12 Z2: netlink chooses a port when bound to 0, and returns what it was bound to")
    void netlink_autobindsAPort() throws IOException {
        try (Socket first = openOrSkip(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
                Socket second = openOrSkip(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)) {
            first.bind(Sockaddr.netlink(0, 1));
            int pid = first.localAddress().netlinkPid();
            assertNotEquals(0, pid);
            assertEquals(Sockaddr.netlink(pid, 1), first.localAddress());
            assertArrayEquals(
                    Sockaddr.netlink(pid, 1).pack(), first.localAddress().pack());
            assertEquals(
                    EADDRINUSE,
                    assertThrows(ErrnoException.class, () -> second.bind(Sockaddr.netlink(pid, 0)))
                            .errno());
        }
    }

    @Test
    @DisplayName("G12: the kernel, netlink port 0, answers who asks for an interface")
    void netlink_talksToTheKernel() throws IOException {
        try (Socket s = openOrSkip(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)) {
            s.bind(Sockaddr.netlink(0, 0));
            ByteBuffer ask = ByteBuffer.allocate(NLMSG_HEADER + 16).order(ByteOrder.nativeOrder());
            ask.putInt(ask.capacity())
                    .putShort(RTM_GETLINK)
                    .putShort(NLM_F_REQUEST)
                    .putInt(1)
                    .putInt(0);
            ask.putInt(NLMSG_HEADER + 4, loopbackIndex()).clear(); // struct ifinfomsg
            assertEquals(ask.capacity(), s.sendto(ask, 0, Sockaddr.netlink(0, 0)));
            ByteBuffer answer = ByteBuffer.allocate(32 * 1024).order(ByteOrder.nativeOrder());
            SockaddrStorage from = new SockaddrStorage();
            assertTrue(s.recvfrom(answer, 0, from) > NLMSG_HEADER);
            assertEquals(RTM_NEWLINK, answer.getShort(4));
            assertTrue(from.matches(Sockaddr.netlink(0, 0)), from::toString);
        }
    }

    @Test
    @DisplayName("G12 Z2: a packet socket bound to lo has lo's index, type and address")
    void packet_bindsToTheLoopback() throws IOException {
        try (Socket s = openOrSkip(AF_PACKET, SOCK_DGRAM, 0)) {
            Sockaddr asked = Sockaddr.packet(ETH_P_IP, loopbackIndex(), 0, 0, new byte[0]);
            Sockaddr got = s.bind(asked).localAddress();
            assertEquals(Sockaddr.packet(ETH_P_IP, loopbackIndex(), ARPHRD_LOOPBACK, 0, new byte[6]), got);
            assertEquals(got, Sockaddr.parse(got.toString()));
        }
    }

    @Test
    @DisplayName("G12: a packet of a protocol of our own goes over lo, and is received with its sender's address")
    void packet_sendsAndReceives() throws IOException {
        try (Socket sender = openOrSkip(AF_PACKET, SOCK_DGRAM, 0);
                Socket receiver = openOrSkip(AF_PACKET, SOCK_DGRAM, 0)) {
            receiver.bind(Sockaddr.packet(ETHERTYPE_EXPERIMENT, loopbackIndex(), 0, 0, new byte[0]));
            byte[] marker = receiver.toString().getBytes(StandardCharsets.US_ASCII);
            Sockaddr to = Sockaddr.packet(ETHERTYPE_EXPERIMENT, loopbackIndex(), 0, 0, new byte[6]);
            assertEquals(marker.length, sender.sendto(ByteBuffer.wrap(marker), 0, to));
            ByteBuffer in = ByteBuffer.allocate(2 * marker.length);
            SockaddrStorage from = new SockaddrStorage();
            assertEquals(marker.length, receiver.recvfrom(in, 0, from));
            assertArrayEquals(marker, Arrays.copyOf(in.array(), in.position()));
            Sockaddr expected =
                    Sockaddr.packet(ETHERTYPE_EXPERIMENT, loopbackIndex(), ARPHRD_LOOPBACK, PACKET_HOST, new byte[6]);
            assertEquals(expected, from.toSockaddr());
        }
    }

    @Test
    @DisplayName("G12 Z2: vsock binds to any context and a port of its choice")
    void vsock_bindsToAny() throws IOException {
        try (Socket s = openOrSkip(AF_VSOCK, SOCK_STREAM, 0)) {
            s.bind(Sockaddr.vsock(VMADDR_CID_ANY, VMADDR_PORT_ANY));
            Sockaddr own = s.localAddress();
            assertEquals(0xFFFF_FFFFL, own.cid());
            assertTrue(own.vsockPort() > 0 && own.vsockPort() < 0xFFFF_FFFFL, own::toString);
            assertArrayEquals(Sockaddr.vsock(VMADDR_CID_ANY, own.vsockPort()).pack(), own.pack());
            assertEquals(own, Sockaddr.parse(own.toString()));
        }
    }

    @Test
    @DisplayName(
            "G12 Z2: vsock connects within the machine where the kernel has vsock_loopback, else says EADDRNOTAVAIL")
    void vsock_local() throws IOException {
        try (Socket listener = openOrSkip(AF_VSOCK, SOCK_STREAM, 0);
                Socket client = openOrSkip(AF_VSOCK, SOCK_STREAM, 0)) {
            try {
                listener.bind(Sockaddr.vsock(VMADDR_CID_LOCAL, VMADDR_PORT_ANY)).listen(1);
            } catch (ErrnoException e) {
                assertEquals(EADDRNOTAVAIL, e.errno());
                assertTrue(e.getMessage().contains("vsock:1:any"), e.getMessage());
                return;
            }
            assertEquals(VMADDR_CID_LOCAL, listener.localAddress().cid());
            assertTrue(client.connect(listener.localAddress()));
            try (Socket server = listener.accept()) {
                assertNotNull(server);
                assertEquals(client.localAddress(), server.peerAddress());
            }
        }
    }

    @Test
    @DisplayName("G12: CAN binds to every interface and returns an address that is equal")
    void can_bindsToEveryInterface() throws IOException {
        try (Socket s = openOrSkip(AF_CAN, SOCK_RAW, CAN_RAW)) {
            assertEquals(Sockaddr.can(0), s.bind(Sockaddr.can(0)).localAddress());
        }
    }

    @Test
    @DisplayName("Z10: a Unix socket bound to no name gets an abstract one of NUL and 5 hexadecimal digits")
    void unix_autobinds() throws IOException {
        try (Socket s = Socket.open(AF_UNIX, SOCK_DGRAM, 0);
                Socket peer = Socket.open(AF_UNIX, SOCK_DGRAM, 0)) {
            assertTrue(s.localAddress().isUnnamed());
            Sockaddr own = s.bind(Sockaddr.unixUnnamed()).localAddress();
            assertTrue(own.isAbstract());
            assertEquals(2 + 6, own.length());
            String name = new String(own.nameBytes(), StandardCharsets.US_ASCII);
            assertTrue(Pattern.matches("[0-9a-f]{5}", name), name);
            assertEquals("unix:@" + name, own.toString());
            peer.connect(Sockaddr.parse(own.toString()));
            assertEquals(own, peer.peerAddress());
        }
    }

    @Test
    @DisplayName("Z10: of an abstract name every byte counts, NULs inside and at the end too")
    void unix_abstractNames_areBytes() throws IOException {
        String unique = "baresock-" + ProcessHandle.current().pid();
        byte[] shorter = (unique + "\0x").getBytes(StandardCharsets.US_ASCII);
        byte[] longer = (unique + "\0x\0").getBytes(StandardCharsets.US_ASCII);
        try (Socket a = Socket.open(AF_UNIX, SOCK_STREAM, 0);
                Socket b = Socket.open(AF_UNIX, SOCK_STREAM, 0)) {
            a.bind(Sockaddr.unixAbstract(shorter));
            b.bind(Sockaddr.unixAbstract(longer)); // another name, so not EADDRINUSE
            assertArrayEquals(shorter, a.localAddress().nameBytes());
            assertArrayEquals(longer, b.localAddress().nameBytes());
            assertNotEquals(a.localAddress(), b.localAddress());
            assertEquals("unix:@" + unique + "\\x00x\\x00", b.localAddress().toString());
            assertEquals(b.localAddress(), Sockaddr.parse(b.localAddress().toString()));
        }
    }

    /** Every family that the platform has constants for: a socket of it, or why not. */
    @ParameterizedTest(name = "G12: socket({0}, {1}, {2}) is a socket, or unsupported because errno")
    @CsvSource({
        "AF_UNIX, SOCK_STREAM, 0, true",
        "AF_UNIX, SOCK_DGRAM, 0, true",
        "AF_UNIX, SOCK_SEQPACKET, 0, true",
        "AF_INET, SOCK_STREAM, 0, true",
        "AF_INET, SOCK_DGRAM, 0, true",
        "AF_INET, SOCK_DGRAM, IPPROTO_ICMP, false",
        "AF_INET, SOCK_RAW, IPPROTO_ICMP, false",
        "AF_INET, SOCK_STREAM, IPPROTO_MPTCP, false",
        "AF_INET, SOCK_SEQPACKET, IPPROTO_SCTP, false",
        "AF_INET6, SOCK_STREAM, 0, false",
        "AF_INET6, SOCK_RAW, IPPROTO_ICMPV6, false",
        "AF_NETLINK, SOCK_RAW, 0, false",
        "AF_PACKET, SOCK_RAW, 0, false",
        "AF_PACKET, SOCK_DGRAM, 0, false",
        "AF_VSOCK, SOCK_STREAM, 0, false",
        "AF_VSOCK, SOCK_SEQPACKET, 0, false",
        "AF_CAN, SOCK_RAW, CAN_RAW, false",
        "AF_CAN, SOCK_DGRAM, CAN_BCM, false",
        "AF_CAN, SOCK_DGRAM, CAN_ISOTP, false",
        "AF_CAN, SOCK_DGRAM, CAN_J1939, false",
        "AF_XDP, SOCK_RAW, 0, false",
        "AF_ALG, SOCK_SEQPACKET, 0, false",
        "AF_TIPC, SOCK_RDM, 0, false",
        "AF_KEY, SOCK_RAW, 2, false",
        "AF_BLUETOOTH, SOCK_RAW, 1, false"
    })
    void matrix(String family, String type, String protocol, boolean everywhere) {
        int domain = constant(family);
        try (Socket s = Socket.open(domain, constant(type), constant(protocol))) {
            assertEquals(domain, s.getsockopt(SOL_SOCKET, SO_DOMAIN));
            assertEquals(constant(type), s.getsockopt(SOL_SOCKET, SO_TYPE));
        } catch (ErrnoException e) {
            assertTrue(!everywhere, e.getMessage());
            assertEquals("socket", e.call());
            Set<Integer> reasons =
                    Set.of(EAFNOSUPPORT, EPROTONOSUPPORT, ESOCKTNOSUPPORT, EPERM, EACCES, ENOPROTOOPT, ENODEV);
            assertTrue(reasons.contains(e.errno()), e.getMessage());
            assertTrue(e.getMessage().contains(family) && e.getMessage().contains(e.errnoName()), e.getMessage());
        }
    }

    private static int constant(String name) {
        return Character.isDigit(name.charAt(0)) ? Integer.parseInt(name) : Abi.constant(name);
    }
}
