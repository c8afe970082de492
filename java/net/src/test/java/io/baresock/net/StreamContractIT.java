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
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link java.net.Socket}, held by the JDK's and by ours. */
class StreamContractIT {

    private static final String CASES = "io.baresock.net.Case#all";
    private static final int MANY = 1 << 20;

    private static void assertSays(String message, Exception e) {
        assertTrue(e.getMessage().contains(message), e::toString);
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aNewSocket_hasNoAddresses_andNoStreams(Case c) throws Exception {
        c.run(() -> {
            try (Socket s = c.maker().socket()) {
                assertFalse(
                        s.isBound() || s.isConnected() || s.isClosed() || s.isInputShutdown() || s.isOutputShutdown());
                assertEquals(0, s.getPort());
                assertEquals(-1, s.getLocalPort());
                assertNull(s.getInetAddress());
                assertNull(s.getRemoteSocketAddress());
                assertNull(s.getLocalSocketAddress());
                assertTrue(s.getLocalAddress().isAnyLocalAddress());
                assertNull(s.getChannel());
                assertEquals("Socket[unconnected]", s.toString());
                assertThrows(SocketException.class, s::getInputStream);
                assertThrows(SocketException.class, s::getOutputStream);
                assertThrows(SocketException.class, s::shutdownInput);
                assertThrows(SocketException.class, s::shutdownOutput);
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aConnection_hasTheAddressesOfBothEnds(Case c) throws Exception {
        c.run(() -> {
            for (Link link : List.of(Link.connecting(c.maker()), Link.accepted(c.maker()))) {
                try (link) {
                    Socket s = link.tested();
                    assertTrue(s.isBound() && s.isConnected() && !s.isClosed());
                    assertEquals(link.peer().getLocalSocketAddress(), s.getRemoteSocketAddress());
                    assertEquals(link.peer().getRemoteSocketAddress(), s.getLocalSocketAddress());
                    assertEquals(link.peer().getLocalPort(), s.getPort());
                    assertEquals(Link.LOOPBACK, s.getInetAddress());
                    assertEquals(Link.LOOPBACK, s.getLocalAddress());
                    assertEquals(Inet4Address.class, s.getInetAddress().getClass());
                    assertNull(s.getChannel());
                    assertEquals(
                            "Socket[addr=" + s.getInetAddress() + ",port=" + s.getPort() + ",localport="
                                    + s.getLocalPort() + "]",
                            s.toString());
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aClosedSocket_remembersItsStates_andRefusesCalls(Case c) throws Exception {
        c.run(() -> {
            Link link = Link.connecting(c.maker());
            Socket s = link.tested();
            InputStream in = s.getInputStream();
            OutputStream out = s.getOutputStream();
            link.close();
            s.close();
            assertTrue(s.isBound() && s.isConnected() && s.isClosed());
            assertNull(s.getChannel());
            assertSays("closed", assertThrows(SocketException.class, s::getInputStream));
            assertSays("closed", assertThrows(SocketException.class, () -> s.setSoTimeout(1)));
            assertSays("closed", assertThrows(SocketException.class, s::getTcpNoDelay));
            assertSays("closed", assertThrows(SocketException.class, s::shutdownInput));
            assertSays("closed", assertThrows(SocketException.class, () -> s.bind(null)));
            assertSays(
                    "closed",
                    assertThrows(SocketException.class, () -> s.connect(new InetSocketAddress(Link.LOOPBACK, 1))));
            assertEquals(
                    "Socket closed",
                    assertThrows(SocketException.class, in::read).getMessage());
            assertEquals(
                    "Socket closed",
                    assertThrows(SocketException.class, () -> out.write(1)).getMessage());
            assertEquals(
                    "Socket closed",
                    assertThrows(SocketException.class, in::available).getMessage());
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void closingAStream_closesTheSocket(Case c) throws Exception {
        c.run(() -> {
            try (Link link = Link.connecting(c.maker())) {
                link.tested().getInputStream().close();
                assertTrue(link.tested().isClosed());
                assertEquals(-1, link.peer().getInputStream().read());
            }
            try (Link link = Link.accepted(c.maker())) {
                link.tested().getOutputStream().close();
                assertTrue(link.tested().isClosed());
                assertEquals(-1, link.peer().getInputStream().read());
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void read_returnsWhatIsThere_minusOneAtTheEnd_andZeroForNothing(Case c) throws Exception {
        c.run(() -> {
            try (Link link = Link.connecting(c.maker())) {
                InputStream in = link.tested().getInputStream();
                byte[] b = new byte[8];
                assertEquals(0, in.read(b, 3, 0));
                assertThrows(IndexOutOfBoundsException.class, () -> in.read(b, 1, 8));
                assertThrows(NullPointerException.class, () -> in.read(null, 0, 1));
                assertEquals(0, in.available());
                link.peer().getOutputStream().write(new byte[] {(byte) 0xff, 1, 2, 3, 4});
                assertEquals(0xff, in.read());
                assertEquals(4, in.available());
                assertEquals(2, in.read(b, 6, 2));
                assertArrayEquals(new byte[] {0, 0, 0, 0, 0, 0, 1, 2}, b);
                assertEquals(2, in.skip(2));
                link.peer().shutdownOutput();
                for (int i = 0; i < 3; i++) {
                    assertEquals(-1, in.read());
                    assertEquals(-1, in.read(b));
                    assertEquals(0, in.read(b, 0, 0));
                    assertEquals(0, in.available());
                }
                link.tested().close();
                assertEquals(-1, in.read());
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void write_takesAll_howeverSlowTheReader(Case c) throws Exception {
        c.run(() -> {
            byte[] sent = new byte[MANY];
            new Random(1).nextBytes(sent);
            try (Link link = Link.connecting(c.maker())) {
                Case.Task<byte[]> got =
                        c.start(() -> link.peer().getInputStream().readAllBytes());
                OutputStream out = link.tested().getOutputStream();
                out.write(sent, 0, 0);
                assertThrows(IndexOutOfBoundsException.class, () -> out.write(sent, 1, sent.length));
                out.write(sent[0]);
                out.write(sent, 1, sent.length - 1);
                link.tested().shutdownOutput();
                assertArrayEquals(sent, got.get());
                Case.Task<Integer> back = c.start(() -> {
                    link.peer().getOutputStream().write(sent);
                    link.peer().close();
                    return 0;
                });
                assertArrayEquals(sent, link.tested().getInputStream().readAllBytes());
                back.get();
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void eachHalf_canBeShutOnce(Case c) throws Exception {
        c.run(() -> {
            try (Link link = Link.connecting(c.maker())) {
                Socket s = link.tested();
                InputStream in = s.getInputStream();
                OutputStream out = s.getOutputStream();
                s.shutdownOutput();
                assertTrue(s.isOutputShutdown() && !s.isInputShutdown() && !s.isClosed());
                assertEquals(-1, link.peer().getInputStream().read());
                assertThrows(SocketException.class, () -> out.write(1));
                assertThrows(SocketException.class, s::getOutputStream);
                assertThrows(SocketException.class, s::shutdownOutput);
                link.peer().getOutputStream().write("still".getBytes(US_ASCII));
                assertEquals('s', in.read());
                s.shutdownInput();
                assertTrue(s.isInputShutdown());
                assertEquals(0, in.available());
                assertEquals(-1, in.read());
                assertThrows(SocketException.class, s::getInputStream);
                assertThrows(SocketException.class, s::shutdownInput);
                s.close();
                assertEquals(-1, in.read(), "the end, once read, stays the end");
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void shuttingTheInput_endsAReadThatWaits(Case c) throws Exception {
        c.run(() -> {
            try (Link link = Link.connecting(c.maker())) {
                InputStream in = link.tested().getInputStream();
                CountDownLatch begun = new CountDownLatch(1);
                Case.Task<Integer> reading = c.start(() -> {
                    begun.countDown();
                    return in.read();
                });
                begun.await();
                link.tested().shutdownInput();
                assertEquals(-1, reading.get());
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aReadTimesOut_andTheSocketGoesOn(Case c) throws Exception {
        c.run(() -> {
            try (Link link = Link.connecting(c.maker())) {
                Socket s = link.tested();
                assertEquals(0, s.getSoTimeout());
                assertThrows(IllegalArgumentException.class, () -> s.setSoTimeout(-1));
                s.setSoTimeout(1);
                assertEquals(1, s.getSoTimeout());
                InputStream in = s.getInputStream();
                assertEquals(
                        "Read timed out",
                        assertThrows(SocketTimeoutException.class, in::read).getMessage());
                s.setSoTimeout(0);
                link.peer().getOutputStream().write('x');
                assertEquals('x', in.read());
                assertFalse(s.isClosed());
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aConnectThatNobodyAnswers_timesOut(Case c) throws Exception {
        c.run(() -> {
            List<Socket> waiting = new ArrayList<>();
            try (ServerSocket full = new ServerSocket(0, 1, Link.LOOPBACK)) {
                Exception failure = null;
                for (int i = 0; i < 16 && failure == null; i++) { // Linux takes one or two more than the backlog
                    Socket s = c.maker().socket();
                    waiting.add(s);
                    failure = connect(s, full, 20);
                }
                assertEquals(SocketTimeoutException.class, failure.getClass());
                assertEquals("Connect timed out", failure.getMessage());
                Socket last = waiting.get(waiting.size() - 1);
                assertThrows(SocketException.class, () -> last.connect(full.getLocalSocketAddress()));
            } finally {
                for (Socket s : waiting) {
                    s.close();
                }
            }
        });
    }

    private static Exception connect(Socket s, ServerSocket to, int millis) {
        try {
            s.connect(to.getLocalSocketAddress(), millis);
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void connectFails_withTheExceptionOfTheReason(Case c) throws Exception {
        c.run(() -> {
            int free = Ports.refusing(Link.LOOPBACK.getHostAddress()).getPort();
            try (Socket s = c.maker().socket()) {
                assertSays(
                        "Connection refused",
                        assertThrows(
                                ConnectException.class, () -> s.connect(new InetSocketAddress(Link.LOOPBACK, free))));
                assertFalse(s.isConnected());
                assertThrows(SocketException.class, () -> s.connect(new InetSocketAddress(Link.LOOPBACK, free)));
            }
            try (Socket s = c.maker().socket()) {
                assertThrows(
                        UnknownHostException.class,
                        () -> s.connect(InetSocketAddress.createUnresolved("no.such.host.invalid", 1)));
                assertEquals(jdkClosesAfterAnUnknownHost(), s.isClosed());
            }
            try (Socket s = c.maker().socket()) {
                assertSays("Not connected", assertThrows(SocketException.class, () -> s.sendUrgentData(1)));
                assertThrows(IllegalArgumentException.class, () -> s.connect(null));
                assertThrows(
                        IllegalArgumentException.class,
                        () -> s.connect(new InetSocketAddress(Link.LOOPBACK, free), -1));
            }
            try (Link link = Link.connecting(c.maker())) {
                assertThrows(
                        SocketException.class, () -> link.tested().connect(new InetSocketAddress(Link.LOOPBACK, free)));
            }
        });
    }

    private static boolean jdkClosesAfterAnUnknownHost() throws IOException {
        try (Socket jdk = new Socket()) {
            assertThrows(
                    UnknownHostException.class,
                    () -> jdk.connect(InetSocketAddress.createUnresolved("no.such.host.invalid", 1)));
            return jdk.isClosed();
        }
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void theWildcard_asAPeer_isTheLocalHost(Case c) throws Exception {
        InetAddress host = InetAddress.getLocalHost();
        c.run(() -> {
            for (String wildcard : new String[] {"0.0.0.0", "::"}) {
                try (ServerSocket server = new ServerSocket(0, 1, host);
                        Socket s = c.maker().socket()) {
                    s.connect(new InetSocketAddress(wildcard, server.getLocalPort()));
                    assertEquals(host, s.getInetAddress());
                    assertEquals(host, s.getLocalAddress());
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aThreadThatIsInterrupted_connects_ifItNeedNotWait(Case c) throws Exception {
        c.run(() -> {
            for (int i = 0; i < 50; i++) {
                try (ServerSocket server = new ServerSocket(0, 1, Link.LOOPBACK);
                        Socket s = c.maker().socket()) {
                    Thread.currentThread().interrupt();
                    s.connect(server.getLocalSocketAddress(), 60_000);
                    assertTrue(Thread.interrupted() && s.isConnected() && !s.isClosed());
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void bind_givesTheLocalAddress_once(Case c) throws Exception {
        c.run(() -> {
            try (Socket s = c.maker().socket();
                    ServerSocket taken = new ServerSocket(0, 1, Link.LOOPBACK)) {
                s.bind(new InetSocketAddress(Link.LOOPBACK, 0));
                assertTrue(s.isBound() && !s.isConnected());
                assertEquals(new InetSocketAddress(Link.LOOPBACK, s.getLocalPort()), s.getLocalSocketAddress());
                assertThrows(SocketException.class, () -> s.bind(null));
                int port = s.getLocalPort();
                s.connect(taken.getLocalSocketAddress());
                assertEquals(port, s.getLocalPort());
                try (Socket second = c.maker().socket()) {
                    assertThrows(BindException.class, () -> second.bind(taken.getLocalSocketAddress()));
                }
                try (Socket third = c.maker().socket()) {
                    assertThrows(
                            BindException.class,
                            () -> third.bind(new InetSocketAddress("192.0.2.1", 0))); // of TEST-NET-1: nobody has it
                }
                try (Socket fourth = c.maker().socket()) {
                    fourth.bind(null);
                    assertTrue(fourth.getLocalAddress().isAnyLocalAddress() && fourth.getLocalPort() > 0);
                }
            }
        });
    }

    /** Without an end of the stream before the close, Linux would reset the connection, and the answer might be lost. */
    @ParameterizedTest
    @MethodSource(CASES)
    void aCloseWithDataThatWasNotRead_isTheEndOfTheStream_unlessItLingersForNoTime(Case c) throws Exception {
        c.run(() -> {
            for (boolean resets : new boolean[] {false, true}) {
                for (boolean accepts : new boolean[] {false, true}) {
                    try (Link link = accepts ? Link.accepted(c.maker()) : Link.connecting(c.maker())) {
                        link.peer().getOutputStream().write(new byte[10]);
                        assertEquals(0, link.tested().getInputStream().read()); // so the rest is there too
                        if (resets) {
                            link.tested().setSoLinger(true, 0);
                        } else {
                            link.tested().getOutputStream().write('a');
                        }
                        link.tested().close();
                        InputStream in = link.peer().getInputStream();
                        if (resets) {
                            assertThrows(SocketException.class, in::read);
                        } else {
                            assertEquals('a', in.read());
                            assertEquals(-1, in.read());
                        }
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aCloseFromAnotherThread_endsAReadThatWaits(Case c) throws Exception {
        c.run(() -> {
            try (Link link = Link.connecting(c.maker())) {
                InputStream in = link.tested().getInputStream();
                CountDownLatch begun = new CountDownLatch(1);
                Case.Task<Integer> reading = c.start(() -> {
                    begun.countDown();
                    return in.read();
                });
                begun.await();
                link.tested().close();
                Exception e = reading.failure();
                assertEquals(SocketException.class, e.getClass());
                assertEquals("Socket closed", e.getMessage());
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aCloseFromAnotherThread_endsAWriteThatWaits(Case c) throws Exception {
        c.run(() -> {
            try (Link link = Link.connecting(c.maker())) {
                OutputStream out = link.tested().getOutputStream();
                CountDownLatch begun = new CountDownLatch(1);
                Case.Task<Integer> writing = c.start(() -> {
                    begun.countDown();
                    for (int i = 0; i < MANY; i++) { // nobody reads
                        out.write(new byte[MANY]);
                    }
                    return 0;
                });
                begun.await();
                link.tested().close();
                Exception e = writing.failure();
                assertEquals(SocketException.class, e.getClass());
                assertEquals("Socket closed", e.getMessage());
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void anInterrupt_closesTheSocketOfAVirtualThread_andDoesNothingToAnotherOne(Case c) throws Exception {
        c.run(() -> {
            try (Link link = Link.connecting(c.maker())) {
                InputStream in = link.tested().getInputStream();
                CountDownLatch begun = new CountDownLatch(1);
                boolean[] wasSet = new boolean[1];
                Case.Task<Integer> reading = c.start(() -> {
                    begun.countDown();
                    try {
                        return in.read();
                    } finally {
                        wasSet[0] = Thread.currentThread().isInterrupted();
                    }
                });
                begun.await();
                reading.thread().interrupt();
                if (c.virtual()) {
                    Exception e = reading.failure();
                    assertEquals(SocketException.class, e.getClass());
                    assertEquals("Closed by interrupt", e.getMessage());
                    assertTrue(link.tested().isClosed());
                } else {
                    link.peer().getOutputStream().write('x');
                    assertEquals('x', reading.get());
                    assertFalse(link.tested().isClosed());
                }
                assertTrue(wasSet[0]);
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void urgentData_isLeftOut_orInline(Case c) throws Exception {
        c.run(() -> {
            try (Link link = Link.connecting(c.maker())) {
                assertFalse(link.tested().getOOBInline());
                sendUrgent(link.peer());
                link.peer().shutdownOutput();
                assertEquals("ac", new String(link.tested().getInputStream().readAllBytes(), US_ASCII));
            }
            try (Link link = Link.connecting(c.maker())) {
                link.tested().setOOBInline(true);
                assertTrue(link.tested().getOOBInline());
                sendUrgent(link.peer());
                link.peer().shutdownOutput();
                assertEquals("abc", new String(link.tested().getInputStream().readAllBytes(), US_ASCII));
            }
            try (Link link = Link.connecting(c.maker())) {
                link.peer().setOOBInline(true);
                sendUrgent(link.tested());
                link.tested().shutdownOutput();
                assertEquals("abc", new String(link.peer().getInputStream().readAllBytes(), US_ASCII));
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void urgentData_afterTheOutputWasShut_isAnIOException(Case c) throws Exception {
        c.run(() -> {
            try (Link link = Link.connecting(c.maker())) {
                link.tested().shutdownOutput();
                IOException e =
                        assertThrows(IOException.class, () -> link.tested().sendUrgentData(1));
                assertFalse(e instanceof SocketException, e::toString);
                link.tested().close();
                assertThrows(SocketException.class, () -> link.tested().sendUrgentData(1));
            }
        });
    }

    private static void sendUrgent(Socket from) throws IOException {
        from.getOutputStream().write('a');
        from.sendUrgentData('b');
        from.getOutputStream().write('c');
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aReset_isToldEachTime(Case c) throws Exception {
        c.run(() -> {
            try (Link link = Link.connecting(c.maker())) {
                InputStream in = link.tested().getInputStream();
                link.peer().setSoLinger(true, 0);
                link.peer().close();
                for (int i = 0; i < 3; i++) {
                    Exception e = assertThrows(SocketException.class, in::read);
                    assertEquals("Connection reset", e.getMessage());
                }
                assertThrows(
                        SocketException.class,
                        () -> link.tested().getOutputStream().write(new byte[1]));
            }
            try (Link link = Link.connecting(c.maker())) {
                link.tested().setSoLinger(true, 0);
                link.tested().close();
                Exception e = assertThrows(
                        SocketException.class,
                        () -> link.peer().getInputStream().read());
                assertEquals("Connection reset", e.getMessage());
            }
        });
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void aPeerIsReached_byIpv6Too(Case c) throws Exception {
        InetAddress six = InetAddress.getByName("::1");
        c.run(() -> {
            try (ServerSocket server = c.maker().server();
                    Socket s = c.maker().socket()) {
                server.bind(new InetSocketAddress(six, 0));
                s.connect(server.getLocalSocketAddress());
                try (Socket peer = server.accept()) {
                    assertEquals(six, s.getInetAddress());
                    assertEquals(six, peer.getInetAddress());
                    assertEquals(s.getLocalSocketAddress(), peer.getRemoteSocketAddress());
                }
            }
        });
    }
}
