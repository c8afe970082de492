package io.baresock.examples;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.Linger;
import io.baresock.option.SocketOptions;
import io.baresock.poll.Mode;
import io.baresock.testkit.Fds;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Peer;
import io.baresock.testkit.Servers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The proxy between real clients and servers, on a level-triggered and on an edge-triggered poller. */
@EnabledOnOs(OS.LINUX)
class SpliceProxyIT {

    private static final long WAIT = Patience.NANOS;
    private static final int MIB = 1 << 20;
    private static final int SIZE = 64 * MIB;

    @TempDir
    Path folder;

    private List<String> fdsBefore = List.of();

    @BeforeEach
    void look() throws IOException {
        fdsBefore = Fds.open();
    }

    @AfterEach
    void closed_leavesNothingBehind() throws IOException {
        Fds.awaitNoOthersThan(fdsBefore);
    }

    /** A proxy that is serving. */
    private static final class Proxy implements AutoCloseable {
        private final SpliceProxy proxy;
        private final Thread thread;

        Proxy(Sockaddr server, Mode mode) throws IOException {
            proxy = SpliceProxy.open(Sockaddr.loopback4(0), server, mode);
            thread = new Thread(
                    () -> {
                        try {
                            proxy.serve();
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    },
                    "proxy");
            thread.start();
        }

        Sockaddr address() throws ErrnoException {
            return proxy.address();
        }

        @Override
        public void close() {
            proxy.close();
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Path file(String name, int seed) throws IOException {
        Path path = folder.resolve(name);
        byte[] part = new byte[MIB];
        Random random = new Random(seed);
        try (OutputStream out = Files.newOutputStream(path)) {
            for (int i = 0; i < SIZE / MIB; i++) {
                random.nextBytes(part);
                out.write(part);
            }
        }
        return path;
    }

    private static String sha256(Path path) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)));
    }

    @ParameterizedTest
    @EnumSource(names = {"LEVEL", "EDGE"})
    @DisplayName("Z18: 64 MiB each way between two socats, whole")
    void bothWays_areByteExact(Mode mode) throws Exception {
        Path up = file("up", 1);
        Path down = file("down", 2);
        Path upThere = folder.resolve("up-there");
        Path downThere = folder.resolve("down-there");
        try (Servers.Running server = Servers.start(
                        new Servers.Recipe(
                                "socat",
                                "tcp",
                                "-t300",
                                "TCP4-LISTEN:0,bind=127.0.0.1",
                                "OPEN:" + down + "!!CREATE:" + upThere),
                        "");
                Proxy proxy = new Proxy(Sockaddr.parse(server.address()), mode);
                Peer client = Peer.start(
                        "socat", List.of("-t300", "OPEN:" + up + "!!CREATE:" + downThere, "TCP4:" + proxy.address()))) {
            client.awaitEnd();
            server.peer().awaitEnd();
        }
        assertEquals(sha256(up), sha256(upThere));
        assertEquals(sha256(down), sha256(downThere));
    }

    /** sha256sum answers when its input has ended, and not before. */
    @ParameterizedTest
    @EnumSource(names = {"LEVEL", "EDGE"})
    void halfClose_isPassedOn(Mode mode) throws Exception {
        Path up = file("up", 3);
        try (Servers.Running server = Servers.start(
                        new Servers.Recipe("socat", "tcp", "-t300", "TCP4-LISTEN:0,bind=127.0.0.1", "EXEC:sha256sum"),
                        "");
                Proxy proxy = new Proxy(Sockaddr.parse(server.address()), mode);
                Peer client = Peer.start("socat", List.of("-t300", "STDIO", "TCP4:" + proxy.address()), up)) {
            assertEquals(sha256(up) + "  -\n", new String(client.awaitEnd(), US_ASCII));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LEVEL", "EDGE"})
    void curl_getsItsPages(Mode mode) throws Exception {
        try (Server http = Server.start("http", Sockaddr.loopback4(0), HttpHello::new);
                Proxy proxy = new Proxy(http.address(), mode)) {
            String url = "http://" + proxy.address() + "/";
            for (int i = 0; i < 3; i++) {
                try (Peer curl = Peer.start("curl", List.of("-s", "--max-time", "300", url, url))) {
                    assertEquals("Hello, World!\n".repeat(2), new String(curl.awaitEnd(), US_ASCII));
                }
            }
        }
    }

    private static Socket connect(Proxy proxy) throws ErrnoException {
        Socket s = Socket.open(AF_INET, SOCK_STREAM, 0);
        s.connect(proxy.address(), WAIT);
        return s;
    }

    private static Socket accept(Socket listener) throws ErrnoException {
        Socket s = listener.accept(null, 0, WAIT);
        assertNotNull(s);
        return s;
    }

    private static void assertPassed(Socket from, Socket to) throws ErrnoException {
        byte[] message = "message".getBytes(US_ASCII);
        ByteBuffer in = ByteBuffer.allocate(message.length);
        from.sendFully(ByteBuffer.wrap(message), WAIT);
        to.recvFully(in, WAIT);
        assertArrayEquals(message, in.array());
    }

    @ParameterizedTest
    @EnumSource(names = {"LEVEL", "EDGE"})
    void whoDoesNotRead_holdsUpTheirOwnWriterOnly(Mode mode) throws Exception {
        try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)
                        .bind(Sockaddr.loopback4(0))
                        .listen(8);
                Proxy proxy = new Proxy(listener.localAddress(), mode);
                Socket lazy = connect(proxy);
                Socket writer = accept(listener).setNonblocking(true);
                Socket other = connect(proxy);
                Socket otherServer = accept(listener)) {
            byte[] part = new byte[64 * 1024];
            new Random(4).nextBytes(part);
            CRC32 sent = new CRC32();
            long total = 0;
            for (boolean stalled = false; !stalled; ) {
                int n = writer.send(part, 0, part.length, 0);
                stalled = n == Socket.WOULD_BLOCK;
                for (; n > 0; n = writer.send(part, 0, part.length, 0)) {
                    total += n;
                    sent.update(part, 0, n);
                    assertTrue(total < SIZE, "somebody buffers without bound");
                }
                assertPassed(other, otherServer); // which takes the proxy a turn, and more bytes may go
                assertPassed(otherServer, other);
            }
            writer.shutdown(SHUT_WR);
            assertPassed(lazy, writer.setNonblocking(false));
            CRC32 received = new CRC32();
            ByteBuffer in = ByteBuffer.allocateDirect(part.length);
            while (lazy.recv(in.clear(), 0, WAIT) > 0) {
                received.update(in.flip());
                total -= in.limit();
            }
            assertEquals(0, total);
            assertEquals(sent.getValue(), received.getValue());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LEVEL", "EDGE"})
    void reset_isPassedOn(Mode mode) throws Exception {
        try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)
                        .bind(Sockaddr.loopback4(0))
                        .listen(8);
                Proxy proxy = new Proxy(listener.localAddress(), mode)) {
            for (boolean halfClosed : new boolean[] {false, true}) {
                try (Socket client = connect(proxy);
                        Socket server = accept(listener)) {
                    assertPassed(client, server);
                    if (halfClosed) {
                        server.shutdown(SHUT_WR);
                        assertEquals(0, client.recv(ByteBuffer.allocate(1), 0, WAIT));
                    }
                    client.setOption(SocketOptions.SO_LINGER, Linger.RESET).close();
                    ErrnoException e =
                            assertThrows(ErrnoException.class, () -> server.recv(ByteBuffer.allocate(1), 0, WAIT));
                    assertEquals(ECONNRESET, e.errno());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LEVEL", "EDGE"})
    void serverThatIsNotThere_resetsTheClient(Mode mode) throws Exception {
        try (Socket deaf = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)); // does not listen
                Proxy proxy = new Proxy(deaf.localAddress(), mode);
                Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            Sockaddr address = proxy.address();
            ErrnoException e = assertThrows(ErrnoException.class, () -> {
                client.connect(address, WAIT); // the reset may be faster than its return
                client.recv(ByteBuffer.allocate(1), 0, WAIT);
            });
            assertEquals(ECONNRESET, e.errno());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LEVEL", "EDGE"})
    void close_resetsWhatIsOpen(Mode mode) throws Exception {
        try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)
                        .bind(Sockaddr.loopback4(0))
                        .listen(8);
                Proxy proxy = new Proxy(listener.localAddress(), mode);
                Socket client = connect(proxy);
                Socket server = accept(listener)) {
            assertPassed(client, server);
            proxy.proxy.close();
            for (Socket s : List.of(client, server)) {
                ErrnoException e = assertThrows(ErrnoException.class, () -> s.recv(ByteBuffer.allocate(1), 0, WAIT));
                assertEquals(ECONNRESET, e.errno());
            }
        }
    }
}
