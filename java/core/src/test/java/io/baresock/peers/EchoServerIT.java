package io.baresock.peers;

import static io.baresock.peers.Payload.LARGEST_UDP;
import static io.baresock.peers.Payload.MIB;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Sockaddr;
import io.baresock.testkit.Peer;
import io.baresock.tool.Echo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The echo server and the clients that people use: socat, ncat and python3, byte for byte. */
@EnabledOnOs(OS.LINUX)
class EchoServerIT {

    @TempDir
    Path folder;

    static Stream<Arguments> streams() {
        return Stream.of("socat", "ncat", "python3").flatMap(program -> Stream.of("tcp4", "tcp6", "unix", "abstract")
                .filter(kind -> !(program.equals("ncat") && kind.equals("abstract"))) // it knows no such names
                .flatMap(kind -> sizes(kind).map(size -> Arguments.of(program, kind, size))));
    }

    private static Stream<Integer> sizes(String kind) {
        return kind.equals("tcp4") ? Stream.of(0, 1, 1400, MIB) : Stream.of(1, MIB);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void echo_returnsTheStream(String program, String kind, int size) throws Exception {
        try (Serving serving = Serving.start(kind, folder)) {
            assertEchoed(program, serving.address(), Payload.of(size));
        }
    }

    static Stream<Arguments> datagrams() {
        return Stream.of(
                Arguments.of("socat", "udp4", 1),
                Arguments.of("socat", "udp4", 1400),
                Arguments.of("socat", "udp4", LARGEST_UDP),
                Arguments.of("socat", "udp6", 1400),
                Arguments.of("ncat", "udp4", 1),
                Arguments.of("ncat", "udp4", 1400),
                Arguments.of("python3", "udp4", 0),
                Arguments.of("python3", "udp4", 1),
                Arguments.of("python3", "udp4", LARGEST_UDP),
                Arguments.of("python3", "udp6", 1400));
    }

    @ParameterizedTest
    @MethodSource("datagrams")
    void echo_returnsTheDatagram(String program, String kind, int size) throws Exception {
        byte[] data = Payload.of(size);
        Path input = Files.write(folder.resolve("input"), data);
        try (Serving serving = Serving.start(kind, folder);
                Peer client = Clients.datagram(program, serving.address(), input)) {
            if (program.equals("python3")) {
                await(client.feed(data, true));
                assertArrayEquals(data, Payload.unframed(client.awaitEnd()));
            } else {
                if (program.equals("ncat")) {
                    await(client.feed(data, false)); // UDP has no end: it would wait for more for ever
                }
                assertArrayEquals(data, client.awaitOutput(size));
            }
        }
    }

    /** The message has what the user wrote. */
    @ParameterizedTest
    @ValueSource(strings = {"::1:9", "::", ":", "9", ":x"})
    void echo_refusesWhatIsNoAddress(String address) {
        String message = assertThrows(IllegalArgumentException.class, () -> Echo.open("udp", address))
                .getMessage();
        boolean isPort = address.lastIndexOf(':') == 0;
        assertTrue(
                message.contains(isPort ? "\"[::]" + address + "\"): port '" : "\"" + address + "\"): expected "),
                message);
    }

    /** The program that the jar is. */
    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp", "unix"})
    void jar_servesTheAddressItPrints(String kind) throws Exception {
        String address = Serving.address(kind, folder);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dbaresock.backend=" + System.getProperty("baresock.backend", "auto"),
                "-jar",
                System.getProperty("baresock.test.jar"),
                "echo",
                kind,
                address);
        try (Peer server = Peer.start(new ProcessBuilder(command))) {
            String line = server.awaitLine();
            assertTrue(line.startsWith("listening on "), line);
            Sockaddr bound = Sockaddr.parse(line.substring("listening on ".length()));
            byte[] data = Payload.of(1400);
            try (Peer client = Clients.python(bound, kind)) {
                await(client.feed(data, true));
                assertArrayEquals(data, Payload.unframed(client.awaitEnd()));
            }
        }
    }

    private static void assertEchoed(String program, Sockaddr server, byte[] data) throws Exception {
        try (Peer client = Clients.stream(program, server)) {
            CompletableFuture<Void> fed = client.feed(data, true);
            byte[] back = client.awaitEnd();
            await(fed);
            assertArrayEquals(data, program.equals("python3") ? Payload.unframed(back) : back);
        }
    }

    private static void await(CompletableFuture<Void> fed) throws Exception {
        fed.get(Peer.BOUND_SECONDS, TimeUnit.SECONDS);
    }
}
