package io.baresock.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link java.net.ServerSocket}, held by the JDK's and by ours. */
class ServerContractIT {

    private static final String CASES = "io.baresock.net.Case#all";

    @ParameterizedTest
    @MethodSource(CASES)
    void states_followBindAndClose(Case c) throws Exception {
        c.run(() -> {
            ServerSocket s = c.maker().server();
            assertFalse(s.isBound() || s.isClosed());
            assertEquals(-1, s.getLocalPort());
            assertNull(s.getInetAddress());
            assertNull(s.getLocalSocketAddress());
            assertNull(s.getChannel());
            assertEquals("ServerSocket[unbound]", s.toString());
            assertThrows(SocketException.class, s::accept);
            s.bind(new InetSocketAddress(Link.LOOPBACK, 0));
            assertTrue(s.isBound() && s.getLocalPort() > 0);
            assertEquals(new InetSocketAddress(Link.LOOPBACK, s.getLocalPort()), s.getLocalSocketAddress());
            assertEquals(Link.LOOPBACK, s.getInetAddress());
            assertEquals("ServerSocket[addr=" + Link.LOOPBACK + ",localport=" + s.getLocalPort() + "]", s.toString());
            assertThrows(SocketException.class, () -> s.bind(null));
            assertNull(s.getChannel());
            s.close();
            s.close();
            assertTrue(s.isBound() && s.isClosed());
            assertThrows(SocketException.class, s::accept);
            assertThrows(SocketException.class, () -> s.setSoTimeout(1));
            assertThrows(SocketException.class, () -> s.bind(null));
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aPortThatIsTaken_cannotBeBound(Case c) throws Exception {
        c.run(() -> {
            try (ServerSocket first = Link.listening(c.maker());
                    ServerSocket second = c.maker().server()) {
                assertThrows(BindException.class, () -> second.bind(first.getLocalSocketAddress()));
                assertFalse(second.isBound());
                assertThrows(
                        SocketException.class, () -> second.bind(InetSocketAddress.createUnresolved("x.invalid", 0)));
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void accept_timesOut_andGoesOn(Case c) throws Exception {
        c.run(() -> {
            try (ServerSocket s = Link.listening(c.maker())) {
                s.setSoTimeout(1);
                assertEquals(1, s.getSoTimeout());
                Exception e = assertThrows(SocketTimeoutException.class, s::accept);
                assertEquals("Accept timed out", e.getMessage());
                s.setSoTimeout(0);
                try (Socket client = new Socket(Link.LOOPBACK, s.getLocalPort());
                        Socket accepted = s.accept()) {
                    assertEquals(0, accepted.getSoTimeout());
                    assertEquals(client.getLocalPort(), accepted.getPort());
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aCloseFromAnotherThread_endsAnAcceptThatWaits(Case c) throws Exception {
        c.run(() -> {
            ServerSocket s = Link.listening(c.maker());
            CountDownLatch begun = new CountDownLatch(1);
            Case.Task<Socket> accepting = c.start(() -> {
                begun.countDown();
                return s.accept();
            });
            begun.await();
            s.close();
            Exception e = accepting.failure();
            assertEquals(SocketException.class, e.getClass());
            assertTrue(e.getMessage().matches("Socket (is )?closed"), e::toString);
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void anInterrupt_closesTheServerOfAVirtualThread_andDoesNothingToAnotherOne(Case c) throws Exception {
        c.run(() -> {
            try (ServerSocket s = Link.listening(c.maker())) {
                CountDownLatch begun = new CountDownLatch(1);
                Case.Task<Socket> accepting = c.start(() -> {
                    begun.countDown();
                    return s.accept();
                });
                begun.await();
                accepting.thread().interrupt();
                if (c.virtual()) {
                    assertEquals("Closed by interrupt", accepting.failure().getMessage());
                    assertTrue(s.isClosed());
                } else {
                    try (Socket client = new Socket(Link.LOOPBACK, s.getLocalPort());
                            Socket accepted = accepting.get()) {
                        assertEquals(client.getLocalPort(), accepted.getPort());
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void theWildcard_isForBothFamilies(Case c) throws Exception {
        c.run(() -> {
            try (ServerSocket s = c.maker().server()) {
                s.bind(null);
                assertTrue(s.getInetAddress().isAnyLocalAddress());
                for (String host : new String[] {"127.0.0.1", "::1"}) {
                    InetAddress to = InetAddress.getByName(host);
                    try (Socket client = c.maker().socket()) {
                        client.connect(new InetSocketAddress(to, s.getLocalPort()));
                        try (Socket accepted = s.accept()) {
                            assertEquals(to, accepted.getInetAddress());
                            assertEquals(to, accepted.getLocalAddress());
                            assertEquals(host.startsWith("127"), accepted.getInetAddress() instanceof Inet4Address);
                        }
                    }
                }
            }
        });
    }
}
