package io.baresock.families;

import static io.baresock.Bsd.*;
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
import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Hosts with several addresses, of which 127.0.0.0/8 is one on every Linux: rows Z6, Z13, Z19. */
@EnabledOnOs(OS.LINUX)
class MultihomedIT {

    private static Socket tcp() throws IOException {
        return Socket.open(AF_INET, SOCK_STREAM, 0);
    }

    @Test
    @DisplayName("Z13: a client bound before it connects comes from the address it chose")
    void bindBeforeConnect_choosesTheSource() throws IOException {
        try (Socket listener = tcp().bind(Sockaddr.loopback4(0)).listen(1);
                Socket client = tcp()) {
            client.bind(Sockaddr.inet("127.0.0.2", 0)).connect(listener.localAddress());
            SockaddrStorage peer = new SockaddrStorage();
            try (Socket server = listener.accept(peer, 0, -1)) {
                assertNotNull(server);
                assertEquals(0x7F000002, peer.addressInt());
                assertEquals(client.localAddress(), server.peerAddress());
            }
        }
    }

    @Test
    @DisplayName(
            "Z13: with IP_BIND_ADDRESS_NO_PORT bind takes no port, connect does: two clients share one by their peers")
    void bindAddressNoPort_leavesThePortToConnect() throws IOException {
        try (Socket listener = tcp().bind(Sockaddr.loopback4(0)).listen(1);
                Socket client = tcp()) {
            client.setsockopt(IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
            client.bind(Sockaddr.inet("127.0.0.2", 0));
            assertEquals(Sockaddr.inet("127.0.0.2", 0), client.localAddress());
            client.connect(listener.localAddress());
            assertNotEquals(0, client.localAddress().port());
            assertEquals(Sockaddr.inet("127.0.0.2", client.localAddress().port()), client.localAddress());
        }
    }

    @Test
    @DisplayName("Z13: IP_LOCAL_PORT_RANGE confines the port that bind chooses, and a full range is EADDRINUSE")
    void localPortRange_confinesThePort() throws IOException {
        assumeTrue(Abi.isPresent(IP_LOCAL_PORT_RANGE), "no IP_LOCAL_PORT_RANGE");
        int port;
        try (Socket probe = tcp()) {
            port = probe.bind(Sockaddr.loopback4(0)).localAddress().port();
        }
        try (Socket first = tcp();
                Socket second = tcp()) {
            int range = port << 16 | port; // upper bound, lower bound
            try {
                first.setsockopt(IPPROTO_IP, IP_LOCAL_PORT_RANGE, range);
            } catch (ErrnoException e) {
                assertEquals(ENOPROTOOPT, e.errno()); // before Linux 6.3
                return;
            }
            first.bind(Sockaddr.inet("127.0.0.3", 0));
            assertEquals(port, first.localAddress().port());
            second.setsockopt(IPPROTO_IP, IP_LOCAL_PORT_RANGE, range);
            assertEquals(
                    EADDRINUSE,
                    assertThrows(ErrnoException.class, () -> second.bind(Sockaddr.inet("127.0.0.3", 0)))
                            .errno());
        }
    }

    @Test
    @DisplayName("Z19: a wildcard listener is reached by every address, and the connection knows by which")
    void wildcard_isReachedByEveryAddress() throws IOException {
        try (Socket listener = tcp().bind(Sockaddr.any4(0)).listen(4)) {
            int port = listener.localAddress().port();
            assertEquals(Sockaddr.any4(port), listener.localAddress());
            for (String address : new String[] {"127.0.0.1", "127.0.0.2", "127.255.255.254"}) {
                try (Socket client = tcp()) {
                    client.connect(Sockaddr.inet(address, port));
                    try (Socket server = listener.accept()) {
                        assertNotNull(server);
                        assertEquals(Sockaddr.inet(address, port), server.localAddress());
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("Z19: one address of several takes nothing that is for another")
    void specificAddress_takesOnlyItsOwn() throws IOException {
        try (Socket second = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.2", 0))) {
            int port = second.localAddress().port();
            try (Socket first = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", port));
                    Socket sender = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
                sender.sendto(ByteBuffer.allocate(3), 0, second.localAddress());
                ByteBuffer in = ByteBuffer.allocate(8);
                assertEquals(3, second.recv(in, 0, -1));
                assertEquals(Socket.WOULD_BLOCK, first.recv(in, MSG_DONTWAIT));
            }
        }
    }

    @Test
    @DisplayName("Z19: the IPv6 wildcard takes IPv4 too unless V6ONLY says no")
    void wildcard6_isDualUnlessV6only() throws IOException {
        try (Socket six = Socket.open(AF_INET6, SOCK_STREAM, 0)) {
            six.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1).bind(Sockaddr.any6(0)).listen(1);
            try (Socket client = tcp()) {
                Sockaddr four = Sockaddr.loopback4(six.localAddress().port());
                assertEquals(
                        ECONNREFUSED,
                        assertThrows(ErrnoException.class, () -> client.connect(four))
                                .errno());
            }
        } catch (ErrnoException e) {
            assumeTrue(e.errno() != EAFNOSUPPORT && e.errno() != EADDRNOTAVAIL, e.getMessage());
            throw e;
        }
        try (Socket dual = Socket.open(AF_INET6, SOCK_STREAM, 0);
                Socket client = tcp()) {
            dual.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0).bind(Sockaddr.any6(0)).listen(1);
            client.connect(Sockaddr.loopback4(dual.localAddress().port()));
            try (Socket server = dual.accept()) {
                assertNotNull(server);
                assertEquals(
                        Sockaddr.inet6("::ffff:127.0.0.1", client.localAddress().port()), server.peerAddress());
            }
        }
    }

    @Test
    @DisplayName("Z6: a server binds to the loopback by a literal; a name is refused, not looked up")
    void loopback_withoutNames() throws IOException {
        try (Socket s = tcp().bind(Sockaddr.loopback4(0))) {
            assertEquals(Sockaddr.inet("127.0.0.1", s.localAddress().port()), s.localAddress());
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Sockaddr.inet("localhost", 0))
                .getMessage()
                .contains("localhost"));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.inet6("localhost", 0));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.parse("localhost:80"));
    }
}
