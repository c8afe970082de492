package io.baresock.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.baresock.testkit.Fds;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Peer;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Redis with Jedis, which takes a socket from whoever makes one. */
@EnabledOnOs(OS.LINUX)
class RedisIT {

    @TempDir
    Path folder;

    private FreePort.Server start(Path socket) throws IOException {
        String program = Peer.find("redis-server");
        return FreePort.start(
                port -> new ProcessBuilder(
                        program,
                        "--port",
                        String.valueOf(port),
                        "--bind",
                        "127.0.0.1",
                        "--unixsocket",
                        socket.toString(),
                        "--save",
                        "",
                        "--dir",
                        folder.toString()),
                "eady to accept connections");
    }

    private static JedisSocketFactory factory(String settings, int port) {
        BaresockSocketFactory factory = new BaresockSocketFactory(settings);
        return () -> {
            try {
                Socket s = factory.createSocket("127.0.0.1", port);
                s.setTcpNoDelay(true);
                return s;
            } catch (IOException e) {
                throw new JedisConnectionException(e);
            }
        };
    }

    private static void use(JedisSocketFactory factory) throws Exception {
        List<String> before = Fds.open();
        try (Jedis redis = new Jedis(factory)) {
            assertEquals("PONG", redis.ping());
            assertNull(redis.get("nothing"));
            String large = "v".repeat(3_000_000);
            redis.set("large", large);
            assertEquals(large, redis.get("large"));
            List<Response<Long>> counts = new ArrayList<>();
            redis.del("count");
            try (Pipeline pipeline = redis.pipelined()) {
                for (int i = 0; i < 1000; i++) {
                    counts.add(pipeline.incr("count"));
                }
                pipeline.sync();
            }
            assertEquals(1000, counts.get(999).get());
        }
        Fds.awaitNoOthersThan(before);
    }

    @Test
    void overTcp_andOverItsUnixSocket() throws Exception {
        Path socket = folder.resolve("redis");
        try (FreePort.Server server = start(socket)) {
            use(factory("TCP_USER_TIMEOUT=" + 1000 * Patience.SECONDS + ",SO_KEEPALIVE=1", server.port()));
            use(factory("unix:" + socket, 1));
        }
    }
}
