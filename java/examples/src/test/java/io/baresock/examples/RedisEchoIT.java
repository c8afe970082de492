package io.baresock.examples;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Fds;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Peer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Redis echo, with redis-benchmark, redis-cli and by hand. */
@EnabledOnOs(OS.LINUX)
class RedisEchoIT {

    private static final long WAIT = Patience.NANOS;

    private List<String> fdsBefore = List.of();
    private Server server;

    @BeforeEach
    void start() throws Exception {
        fdsBefore = Fds.open();
        server = Server.start("redis", Sockaddr.loopback4(0), RedisEcho::new);
    }

    @AfterEach
    void closed_leavesNothingBehind() throws Exception {
        server.close();
        Fds.awaitNoOthersThan(fdsBefore);
    }

    private String port() {
        return Integer.toString(server.address().port());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void redisBenchmark_runsItsTests(int pipelined) throws Exception {
        List<String> command = List.of(
                "-h",
                "127.0.0.1",
                "-p",
                port(),
                "-c",
                "50",
                "-P",
                Integer.toString(pipelined),
                "-n",
                "20000",
                "-t",
                "ping,set,get",
                "-q");
        try (Peer benchmark = Peer.start("redis-benchmark", command)) {
            String says = new String(benchmark.awaitEnd(), US_ASCII);
            for (String test : List.of("PING_INLINE", "PING_MBULK", "SET", "GET")) {
                Pattern result = Pattern.compile("(?m)^(?:.*\r)?" + test + ": [1-9][\\d.]* requests per second");
                assertTrue(result.matcher(says).find(), says);
            }
            benchmark.awaitTrue(() -> server.loop().size() == 1, "closed connections: " + server.loop());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 10, 60_000})
    void redisCli_getsItsEcho(int size) throws Exception {
        String text = "x".repeat(size);
        try (Peer cli = Peer.start("redis-cli", List.of("-h", "127.0.0.1", "-p", port(), "ECHO", text))) {
            assertEquals(text + "\n", new String(cli.awaitEnd(), US_ASCII));
        }
    }

    private String talk(String commands, int pieces) throws ErrnoException {
        byte[] bytes = commands.getBytes(US_ASCII);
        ByteBuffer in = ByteBuffer.allocate(4096);
        try (Socket s = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            s.connect(server.address(), WAIT);
            s.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
            for (int at = 0; at < bytes.length; at += pieces) {
                s.sendFully(ByteBuffer.wrap(bytes, at, Math.min(pieces, bytes.length - at)), WAIT);
            }
            s.shutdown(SHUT_WR);
            while (s.recv(in, 0, WAIT) > 0) {
                assertTrue(in.hasRemaining(), "endless");
            }
        }
        return US_ASCII.decode(in.flip()).toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096})
    void commands_mayComeInPieces(int pieces) throws Exception {
        List<String> commands = List.of(
                "PING\r\n",
                "*1\r\n$4\r\nping\r\n",
                "*0\r\n",
                "\r\n",
                "*2\r\n$4\r\nECHO\r\n$10\r\n0123\r\n6789\r\n",
                "  echo  hi \n",
                "SET a b\r\n",
                "*2\r\n$3\r\nGET\r\n$0\r\n\r\n",
                "QUACK\r\n",
                "GET\r\n");
        List<String> answers = List.of(
                "+PONG\r\n",
                "+PONG\r\n",
                "$10\r\n0123\r\n6789\r\n",
                "$2\r\nhi\r\n",
                "+OK\r\n",
                "$-1\r\n",
                "-ERR unknown command\r\n",
                "-ERR unknown command\r\n");
        assertEquals(String.join("", answers), talk(String.join("", commands), pieces));
    }

    @Test
    void nonsense_isRefused() throws Exception {
        for (String wrong : List.of(
                "*x\r\n",
                "*1\r\n+4\r\n",
                "*1\r\n$-1\r\n",
                "*123456\r\n",
                "*1\r\n$99999\r\n" + "x".repeat(70_000),
                "*\r\n")) {
            assertEquals("+PONG\r\n-ERR Protocol error\r\n", talk("PING\r\n" + wrong, 1 << 20), wrong);
        }
    }
}
