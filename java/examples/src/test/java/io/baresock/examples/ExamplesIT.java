package io.baresock.examples;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Program;
import io.baresock.tool.Echo;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The example programs, run as a user would run them: each in a JVM of its own. Row Z1. */
class ExamplesIT {

    private static final long WAIT = Patience.NANOS;

    private static Process start(Class<?> program, String... args) throws IOException {
        return new ProcessBuilder(Program.command(List.of(), program, args))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String output(Process p) throws Exception {
        String out = new String(p.getInputStream().readAllBytes(), UTF_8).strip();
        assertTrue(p.waitFor(Patience.SECONDS, TimeUnit.SECONDS), "the program hangs");
        assertEquals(0, p.exitValue(), out);
        return out;
    }

    private static void echoesManyClients(Class<?> server) throws Exception {
        Process p = start(server);
        try (BufferedReader out = p.inputReader(UTF_8)) {
            String line = out.readLine();
            assertNotNull(line, "the server did not start");
            Sockaddr address = Sockaddr.parse(line.replace("listening on ", ""));
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Socket s = Socket.open(AF_INET, SOCK_STREAM, 0);
                s.connect(address, WAIT);
                clients.add(s);
            }
            byte[] data = new byte[10_000];
            new Random(1).nextBytes(data);
            for (int round = 0; round < 3; round++) {
                for (Socket s : clients) {
                    s.sendFully(ByteBuffer.wrap(data), WAIT);
                }
                for (Socket s : clients) {
                    ByteBuffer in = ByteBuffer.allocate(data.length);
                    assertEquals(data.length, s.recvFully(in, WAIT));
                    assertArrayEquals(data, in.array());
                }
                clients.remove(round).close(); // some go, the others are served on
            }
            for (Socket s : clients) {
                s.shutdown(SHUT_WR);
                assertEquals(0, s.recv(ByteBuffer.allocate(1), 0, WAIT));
                s.close();
            }
        } finally {
            p.destroyForcibly().waitFor();
        }
    }

    @Test
    @DisplayName("Z1: echo server with poll")
    void echoPoll_servesManyClients() throws Exception {
        echoesManyClients(EchoPoll.class);
    }

    @Test
    @DisplayName("Z1: echo server with select")
    void echoSelect_servesManyClients() throws Exception {
        echoesManyClients(EchoSelect.class);
    }

    @Test
    void echoLoop_servesManyClients() throws Exception {
        echoesManyClients(EchoLoop.class);
    }

    private static void servesUntilInputEnds(Class<?> program, String... args) throws Exception {
        Process p = start(program, args);
        try (BufferedReader out = p.inputReader(UTF_8)) {
            String line = out.readLine();
            assertNotNull(line, "the server did not start");
            assertTrue(line.startsWith("listening on ") || line.startsWith("waiting at "), line);
            p.getOutputStream().close();
            assertTrue(p.waitFor(Patience.SECONDS, TimeUnit.SECONDS), "the program hangs");
            assertEquals(0, p.exitValue());
        } finally {
            p.destroyForcibly().waitFor();
        }
    }

    /** What they do meanwhile is for tests of their own. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void servers_serveUntilInputEnds(@TempDir Path folder) throws Exception {
        servesUntilInputEnds(HttpHello.class);
        servesUntilInputEnds(RedisEcho.class, "0");
        servesUntilInputEnds(UdpEcho.class, "0", "sockperf");
        servesUntilInputEnds(Chat.class, folder.resolve("chat").toString());
        servesUntilInputEnds(SpliceProxy.class, "127.0.0.1:0", "127.0.0.1:9", "edge");
    }

    @Test
    @DisplayName("Z1: big download over TCP")
    void bigDownload_readsToTheEnd() throws Exception {
        byte[] part = new byte[1 << 20];
        new Random(2).nextBytes(part);
        CRC32 crc = new CRC32();
        try (Socket listener =
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(1)) {
            Process p = start(
                    BigDownload.class,
                    "127.0.0.1",
                    Integer.toString(listener.localAddress().port()));
            try (Socket s = listener.accept(null, 0, WAIT)) {
                assertNotNull(s);
                for (int i = 0; i < 64; i++) {
                    s.sendFully(ByteBuffer.wrap(part), WAIT);
                    crc.update(part);
                }
            }
            assertEquals((64L << 20) + " bytes, crc32 " + Long.toHexString(crc.getValue()), output(p));
        }
    }

    @Test
    @DisplayName("Z1: UDP client")
    void udpClient_getsItsAnswer() throws Exception {
        try (Echo echo = Echo.open("udp", "127.0.0.1:0")) {
            Thread server = new Thread(() -> {
                try {
                    echo.serve();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            server.start();
            Sockaddr address = echo.address();
            assertEquals("hello from " + address, output(start(UdpClient.class, address.toString(), "hello")));
        }
    }

    @Test
    @DisplayName("Z1: getaddrinfo print")
    void printAddrInfo_prints() throws Exception {
        String out = output(start(PrintAddrInfo.class, "127.0.0.1", "4711"));
        assertTrue(out.contains("127.0.0.1:4711"), out);
        assertTrue(output(start(PrintAddrInfo.class, "no.such.host.invalid.", "no-such-service"))
                .startsWith("getaddrinfo"));
    }
}
