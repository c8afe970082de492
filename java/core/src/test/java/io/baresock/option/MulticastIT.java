package io.baresock.option;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.SocketKind;
import io.baresock.SocketOption;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * IPv4 on the loopback interface, IPv6 on any other (loopback has no route for IPv6 multicast): what the own host receives
 * is delivered before sendto(2) returns.
 */
@EnabledOnOs(OS.LINUX)
@DisplayName("G9: multicast, any-source and source-specific, on an interface")
class MulticastIT {

    private static final int LO = SocketCases.LO;

    /** A receiver that gets only what it joined itself, a sender on loopback, and the group with the receiver's port. */
    private static final class Pair implements AutoCloseable {
        final Socket receiver;
        final Socket sender;
        final Sockaddr group;
        final Sockaddr source;
        final int index;

        Pair(boolean six) throws Exception {
            receiver = (six ? SocketKind.UDP6 : SocketKind.UDP).open().setNonblocking(true);
            sender = (six ? SocketKind.UDP6 : SocketKind.UDP).open();
            receiver.bind(six ? Sockaddr.any6(0) : Sockaddr.any4(0));
            int port = receiver.localAddress().port();
            group = six ? Sockaddr.inet6("ff02::4242", port) : Sockaddr.inet("239.77.1.2", port);
            source = six ? linkLocal() : Sockaddr.inet("127.0.0.1", 0);
            index = six ? source.scopeId() : LO;
            sender.bind(source);
            if (six) {
                receiver.setOption(Ipv6Options.IPV6_MULTICAST_ALL, false);
                sender.setOption(Ipv6Options.IPV6_MULTICAST_IF, index);
            } else {
                receiver.setOption(IpOptions.IP_MULTICAST_ALL, false);
                sender.setOption(IpOptions.IP_MULTICAST_IF, MulticastInterface.of(LO));
            }
        }

        /** A link-local address of an interface that is up and does multicast. */
        private static Sockaddr linkLocal() throws Exception {
            Optional<Inet6Address> found = NetworkInterface.networkInterfaces()
                    .filter(Pair::isUsable)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(a -> a instanceof Inet6Address && a.isLinkLocalAddress())
                    .map(Inet6Address.class::cast)
                    .findFirst();
            assumeTrue(found.isPresent(), "no interface has a link-local IPv6 address");
            return Sockaddr.inet6(found.get().getAddress(), 0, 0, found.get().getScopeId());
        }

        private static boolean isUsable(NetworkInterface i) {
            try {
                return i.isUp() && i.supportsMulticast() && !i.isLoopback();
            } catch (java.net.SocketException e) {
                return false; // gone meanwhile
            }
        }

        boolean arrives() throws Exception {
            sender.sendto(ByteBuffer.wrap(new byte[] {1}), 0, group);
            return receiver.recv(ByteBuffer.allocate(4), 0) == 1;
        }

        @Override
        public void close() {
            receiver.close();
            sender.close();
        }
    }

    private static void anySource(boolean six) throws Exception {
        try (Pair p = new Pair(six)) {
            assertEquals(false, p.arrives(), "before joining");
            Multicast.join(p.receiver, p.group, p.index);
            assertEquals(true, p.arrives(), "after joining");
            Multicast.block(p.receiver, p.group, p.source, p.index);
            assertEquals(false, p.arrives(), "blocked");
            Multicast.unblock(p.receiver, p.group, p.source, p.index);
            assertEquals(true, p.arrives(), "unblocked");
            Multicast.leave(p.receiver, p.group, p.index);
            assertEquals(false, p.arrives(), "after leaving");
        }
    }

    private static void oneSource(boolean six) throws Exception {
        Sockaddr stranger = six ? Sockaddr.inet6("2001:db8::1", 0) : Sockaddr.inet("192.0.2.1", 0);
        try (Pair p = new Pair(six)) {
            Multicast.join(p.receiver, p.group, stranger, p.index);
            assertEquals(false, p.arrives(), "joined another source");
            Multicast.join(p.receiver, p.group, p.source, p.index);
            assertEquals(true, p.arrives(), "joined this source");
            Multicast.leave(p.receiver, p.group, p.source, p.index);
            assertEquals(false, p.arrives(), "left this source");
        }
    }

    @Test
    void anySource_ipv4() throws Exception {
        anySource(false);
    }

    @Test
    void anySource_ipv6() throws Exception {
        anySource(true);
    }

    @Test
    void oneSource_ipv4() throws Exception {
        oneSource(false);
    }

    @Test
    void oneSource_ipv6() throws Exception {
        oneSource(true);
    }

    private static void sending(boolean six) throws Exception {
        try (Pair p = new Pair(six)) {
            Multicast.join(p.receiver, p.group, p.index);
            Multicast.setInterface(p.sender, p.index);
            assertEquals(true, p.arrives(), "by the interface");
            Multicast.setLoop(p.sender, false);
            assertEquals(!six, p.arrives(), "not to this host, but lo is a loop of its own");
            SocketOption<Boolean> loop = six ? Ipv6Options.IPV6_MULTICAST_LOOP : IpOptions.IP_MULTICAST_LOOP;
            assertEquals(false, p.sender.getOption(loop));
            Multicast.setLoop(p.sender, true);
            assertEquals(true, p.sender.getOption(loop));
            Multicast.setHops(p.sender, 7);
            SocketOption<Integer> hops = six ? Ipv6Options.IPV6_MULTICAST_HOPS : IpOptions.IP_MULTICAST_TTL;
            assertEquals(7, p.sender.getOption(hops));
            assertEquals(true, p.arrives(), "with hops of its own");
            ErrnoException e = assertThrows(ErrnoException.class, () -> Multicast.setHops(p.sender, 256));
            assertEquals(EINVAL, e.errno());
        }
    }

    @Test
    void sending_ipv4() throws Exception {
        sending(false);
    }

    @Test
    void sending_ipv6() throws Exception {
        sending(true);
    }

    @Test
    void sending_fromAnotherFamily_isRefused() throws Exception {
        try (Socket s = Socket.open(AF_UNIX, SOCK_DGRAM, 0)) {
            assertThrows(IllegalArgumentException.class, () -> Multicast.setInterface(s, LO));
            assertThrows(IllegalArgumentException.class, () -> Multicast.setHops(s, 1));
            assertThrows(IllegalArgumentException.class, () -> Multicast.setLoop(s, true));
        }
        assertThrows(SocketClosedException.class, () -> Multicast.setLoop(new Socket(), true));
    }

    @Test
    void anInterface_isMadeByIndexAndByName() throws ErrnoException {
        MulticastInterface lo = new MulticastInterface(if_nametoindex("lo"));
        assertEquals(lo, MulticastInterface.of("lo"));
        assertEquals(lo, MulticastInterface.of(lo.interfaceIndex()));
        ErrnoException e = assertThrows(ErrnoException.class, () -> MulticastInterface.of("nosuch0"));
        assertEquals("if_nametoindex: ENODEV (No such device): interface \"nosuch0\"", e.getMessage());
    }

    @Test
    void misuse_isRefused() throws Exception {
        try (Pair p = new Pair(false)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Multicast.join(p.receiver, p.group, Sockaddr.inet6("::1", 0), LO));
            Sockaddr unicast = Sockaddr.inet("127.0.0.1", 0);
            assertEquals(
                    EINVAL,
                    assertThrows(ErrnoException.class, () -> Multicast.join(p.receiver, unicast, LO))
                            .errno());
            assertEquals(
                    ENODEV,
                    assertThrows(ErrnoException.class, () -> Multicast.join(p.receiver, p.group, Integer.MAX_VALUE))
                            .errno());
        }
    }
}
