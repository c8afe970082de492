package io.baresock.examples;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Allocations;
import io.baresock.testkit.Fds;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Peer;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The HTTP server, with curl, with wrk, and with requests cut as no client would. */
@EnabledOnOs(OS.LINUX)
class HttpHelloIT {

    private static final long WAIT = Patience.NANOS;
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String HELLO =
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 14\r\n\r\nHello, World!\n";

    private static final int WRK_SECONDS = Integer.getInteger("baresock.test.wrk", 2);

    private List<String> fdsBefore = List.of();
    private Server server;

    @BeforeEach
    void start() throws Exception {
        fdsBefore = Fds.open();
        server = Server.start("http", Sockaddr.loopback4(0), HttpHello::new);
    }

    @AfterEach
    void closed_leavesNothingBehind() throws Exception {
        server.close();
        Fds.awaitNoOthersThan(fdsBefore);
    }

    private String curl(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("-s", "--max-time", "300", "-w", "%{http_code} %{num_connects}\n"));
        all.addAll(List.of(arguments));
        String url = "http://" + server.address() + "/";
        all.addAll(List.of(url, url, url));
        try (Peer curl = Peer.start("curl", all)) {
            return new String(curl.awaitEnd(), US_ASCII);
        }
    }

    @Test
    void curl_keepsItsConnection() throws Exception {
        assertEquals("Hello, World!\n200 1\nHello, World!\n200 0\nHello, World!\n200 0\n", curl());
    }

    @Test
    void curl_isClosedOn_ifItAsksForThat() throws Exception {
        assertEquals("Hello, World!\n200 1\n".repeat(3), curl("-H", "Connection: close"));
        assertEquals("Hello, World!\n200 1\n".repeat(3), curl("--http1.0"));
    }

    @Test
    void curl_mayPostInVain() throws Exception {
        assertEquals("405 1\n405 0\n405 0\n", curl("--data-binary", "x".repeat(20_000), "-H", "Expect:"));
    }

    @Test
    void curl_isRefused_withTooMuchOfAHead() throws Exception {
        assertEquals("431 1\n".repeat(3), curl("-H", "X: " + "x".repeat(100_000)));
    }

    @Test
    @DisplayName("wrk finds no errors (in 2 s; -Dbaresock.test.wrk=60 for a minute), and leaves no descriptor behind")
    void wrk_findsNoErrors() throws Exception {
        wrk(WRK_SECONDS);
    }

    /** Connects 64 times. */
    private void wrk(int seconds) throws Exception {
        List<String> command = List.of(
                "-t",
                "1",
                "-c",
                "64",
                "-d",
                seconds + "s",
                "--timeout",
                Patience.SECONDS + "s",
                "http://" + server.address() + "/");
        try (Peer wrk = Peer.start("wrk", command)) {
            String says = new String(wrk.awaitEnd(seconds), US_ASCII);
            Matcher m = Pattern.compile("(\\d+) requests in").matcher(says);
            assertTrue(m.find() && Integer.parseInt(m.group(1)) >= 64, says);
            assertFalse(says.contains("Socket errors") || says.contains("Non-2xx"), says);
            wrk.awaitTrue(() -> server.loop().size() == 1, "closed connections: " + server.loop());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "baresock.test.wrk", matches = "\\d+", disabledReason = "takes so many seconds")
    @DisplayName("under wrk for -Dbaresock.test.wrk=60 seconds: memory is back where it was")
    void wrk_leavesNoMemoryBehind() throws Exception {
        wrk(1); // what is made once is there
        Memory before = Memory.now();
        wrk(WRK_SECONDS);
        Memory after = Memory.now();
        assertTrue(after.direct() < before.direct() + 32, before + ", then " + after);
        assertTrue(after.heap() < before.heap() + (1 << 20), before + ", then " + after);
    }

    /** What is in use once the collector has been there often enough for cleaners to be done: direct buffers, bytes of heap. */
    private record Memory(long direct, long heap) {
        static Memory now() {
            Memory least = new Memory(Long.MAX_VALUE, Long.MAX_VALUE);
            for (int i = 0; i < 20; i++) {
                System.gc();
                long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getCount)
                        .sum();
                long heap =
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
                least = new Memory(Math.min(least.direct(), direct), Math.min(least.heap(), heap));
            }
            return least;
        }
    }

    // ---- what no client sends so ----

    private Socket connect() throws ErrnoException {
        Socket s = Socket.open(AF_INET, SOCK_STREAM, 0);
        s.connect(server.address(), WAIT);
        return s;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static String receive(Socket s, int length) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocate(length);
        s.recvFully(b, WAIT);
        return US_ASCII.decode(b.flip()).toString();
    }

    private static String receiveAll(Socket s) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocate(4096);
        while (s.recv(b, 0, WAIT) > 0) {
            assertTrue(b.hasRemaining(), "endless");
        }
        return US_ASCII.decode(b.flip()).toString();
    }

    @Test
    void request_mayComeByteByByte() throws Exception {
        try (Socket s = connect()) {
            s.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
            for (byte b : (GET + GET).getBytes(US_ASCII)) {
                s.send(ByteBuffer.wrap(new byte[] {b}), 0);
            }
            assertEquals(HELLO + HELLO, receive(s, 2 * HELLO.length()));
        }
    }

    @Test
    void requests_mayComeAllAtOnce_moreThanFitIntoTheBuffers() throws Exception {
        int count = 5000;
        try (Socket s = connect()) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    s.sendFully(bytes(GET.repeat(count)), WAIT);
                } catch (ErrnoException e) {
                    throw new AssertionError(e);
                }
            });
            for (int i = 0; i < count; i++) {
                assertEquals(HELLO, receive(s, HELLO.length()));
            }
            sent.join();
            s.shutdown(SHUT_WR);
            assertEquals("", receiveAll(s));
        }
    }

    @Test
    void head_andPost_keepTheirPlaces() throws Exception {
        try (Socket s = connect()) {
            String post = "POST / HTTP/1.1\r\nContent-Length: 29\r\n\r\n" + GET + "\r\n" + GET;
            s.sendFully(
                    bytes("HEAD / HTTP/1.1\r\n\r\n" + post + "GET / HTTP/1.1\r\nconnection: Close\r\n\r\n" + GET),
                    WAIT);
            String all = receiveAll(s);
            assertEquals(
                    HELLO.substring(0, HELLO.length() - 14)
                            + "HTTP/1.1 405 Method Not Allowed\r\nContent-Type: text/plain\r\nAllow: GET, HEAD\r\nContent-Length: 0\r\n\r\n"
                            + HELLO
                            + HELLO.replace("plain\r\n", "plain\r\nConnection: close\r\n"),
                    all);
        }
    }

    @Test
    void nonsense_isRefused_andTheConnectionClosed() throws Exception {
        List<String> wrong = List.of(
                "400|\r\n\r\nGET\r\n\r\n",
                "400|GET / HTTP/2.0\r\n\r\n",
                "400|GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "400|GET / HTTP/1.1\r\nContent-Length:\r\n\r\n",
                "400|GET / HTTP/1.1\r\nContent-Length: 9999999999999999999\r\n\r\n",
                "400|GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 0\r\n\r\n",
                "501|POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "431|GET / HTTP/1.1\r\nX: " + "x".repeat(9000));
        for (String each : wrong) {
            try (Socket s = connect()) {
                s.sendFully(bytes(each.substring(4)), WAIT);
                String answer = receiveAll(s);
                assertTrue(answer.startsWith("HTTP/1.1 " + each.substring(0, 3)), each + " got " + answer);
                assertTrue(answer.endsWith("Connection: close\r\nContent-Length: 0\r\n\r\n"), answer);
            }
        }
    }

    /** CR has the bits of a "-" but one, as a capital letter has those of a small one: this is no Content-Length. */
    @Test
    void onlyLetters_haveCapitals() throws Exception {
        try (Socket s = connect()) {
            String next = "GET / HTTP/1.1\r\nConnection: close\r\n\r\n";
            s.sendFully(bytes("GET / HTTP/1.1\r\nContent\rLength: 5\r\n\r\n" + next), WAIT);
            assertEquals(HELLO + HELLO.replace("plain\r\n", "plain\r\nConnection: close\r\n"), receiveAll(s));
        }
    }

    @Test
    @DisplayName("G15: a request in steady state allocates 0 bytes")
    @SuppressWarnings("deprecation") // Thread.threadId() is newer than JDK 17
    void request_allocatesNothing() throws Exception {
        CompletableFuture<Long> loopThread = new CompletableFuture<>();
        server.loop().execute(() -> loopThread.complete(Thread.currentThread().getId()));
        long id = loopThread.join();
        int requests = 16;
        int turns = 10_000;
        ByteBuffer out = ByteBuffer.allocateDirect(requests * GET.length()).put(bytes(GET.repeat(requests)));
        ByteBuffer in = ByteBuffer.allocateDirect(requests * HELLO.length());
        long least;
        try (Socket s = connect()) {
            least = Allocations.leastBytes(id, turns, turns - 1, () -> {
                s.sendFully(out.flip(), WAIT);
                s.recvFully(in.clear(), WAIT);
                out.limit(out.capacity()).position(out.capacity());
            });
        }
        assertEquals(0, least / turns, least + " bytes in " + turns * requests + " requests");
    }
}
