package io.baresock.peers;

import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SHUT_WR;
import static io.baresock.Bsd.SOCK_DGRAM;
import static io.baresock.Bsd.SOCK_SEQPACKET;
import static io.baresock.Bsd.SOCK_STREAM;
import static io.baresock.peers.Payload.LARGEST_UDP;
import static io.baresock.peers.Payload.MIB;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.testkit.Peer;
import io.baresock.testkit.Servers;
import io.baresock.testkit.Servers.Recipe;
import io.baresock.testkit.Servers.Running;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our socket as the client of other programs' servers: socat, ncat and python3, byte for byte. */
@EnabledOnOs(OS.LINUX)
class ClientIT {

    private static final long BOUND = TimeUnit.SECONDS.toNanos(Peer.BOUND_SECONDS);

    /** ncat -e writes to its child without reading from it meanwhile: with more on the way the two wait for each other. */
    private static final int NCAT_HOLDS = 16 * 1024;

    @TempDir
    Path folder;

    private String name(Recipe recipe) {
        return recipe.kind().equals("abstract")
                ? "baresock-peers-" + UUID.randomUUID()
                : folder.resolve("s").toString();
    }

    static Stream<Recipe> streams() {
        return Servers.STREAMS.stream();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void stream_comesBack(Recipe recipe) throws Exception {
        try (Running server = Servers.start(recipe, name(recipe));
                Socket s = Socket.open(Sockaddr.parse(server.address()).family(), SOCK_STREAM, 0)) {
            s.connect(Sockaddr.parse(server.address()), BOUND);
            for (int size : List.of(1, 1400, MIB)) {
                assertStreamComesBack(s, Payload.of(size), recipe.program().equals("ncat") ? NCAT_HOLDS : size);
            }
            s.shutdown(SHUT_WR);
            assertEquals(0, s.recv(ByteBuffer.allocate(1), 0, BOUND), "the server must end as well, with nothing more");
        }
    }

    private static void assertStreamComesBack(Socket s, byte[] data, int inFlight) throws Exception {
        ByteBuffer back = ByteBuffer.allocate(data.length);
        for (int from = 0; from < data.length; from += inFlight) {
            byte[] piece = Arrays.copyOfRange(data, from, Math.min(from + inFlight, data.length));
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendAll(s, piece));
            s.recvFully(back.limit(from + piece.length), BOUND);
            sent.get(Peer.BOUND_SECONDS, TimeUnit.SECONDS);
        }
        assertArrayEquals(data, back.array());
    }

    private static void sendAll(Socket s, byte[] data) {
        try {
            s.sendFully(ByteBuffer.wrap(data), BOUND);
        } catch (ErrnoException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Recipe> datagrams() {
        return Servers.DATAGRAMS.stream();
    }

    @ParameterizedTest
    @MethodSource("datagrams")
    void datagram_comesBack_fromWhereItWasSent(Recipe recipe) throws Exception {
        try (Running server = Servers.start(recipe, "");
                Socket s = Socket.open(Sockaddr.parse(server.address()).family(), SOCK_DGRAM, 0)) {
            // ncat hands datagrams to cat through a pipe, which knows no boundaries beyond one read of 8 KiB
            for (int size : recipe.program().equals("ncat") ? List.of(1, 1400) : List.of(1, 1400, LARGEST_UDP)) {
                assertDatagramComesBack(s, Sockaddr.parse(server.address()), Payload.of(size));
            }
        }
    }

    static Stream<Recipe> unixDatagrams() {
        return Servers.UNIX_DATAGRAMS.stream();
    }

    @ParameterizedTest
    @MethodSource("unixDatagrams")
    void unixDatagram_comesBack(Recipe recipe) throws Exception {
        try (Running server = Servers.start(recipe, name(recipe));
                Socket s = Socket.open(AF_UNIX, SOCK_DGRAM, 0)) {
            s.bind(Sockaddr.unix(folder.resolve("c").toString())); // or there is nowhere to answer to
            assertDatagramComesBack(s, Sockaddr.parse(server.address()), Payload.of(1));
            assertDatagramComesBack(s, Sockaddr.parse(server.address()), Payload.of(1400));
        }
    }

    private static void assertDatagramComesBack(Socket s, Sockaddr server, byte[] data) throws ErrnoException {
        assertEquals(data.length, s.sendto(ByteBuffer.wrap(data), 0, server, BOUND));
        byte[] back = new byte[data.length];
        SockaddrStorage from = new SockaddrStorage();
        assertEquals(data.length, s.recvfrom(ByteBuffer.wrap(back), 0, from, BOUND));
        assertArrayEquals(data, back);
        assertEquals(server, from.toSockaddr());
    }

    static Stream<Recipe> seqpackets() {
        return Servers.SEQPACKETS.stream();
    }

    @ParameterizedTest
    @MethodSource("seqpackets")
    void seqpacket_comesBack(Recipe recipe) throws Exception {
        try (Running server = Servers.start(recipe, name(recipe));
                Socket s = Socket.open(AF_UNIX, SOCK_SEQPACKET, 0)) {
            s.connect(Sockaddr.parse(server.address()), BOUND);
            for (int size : List.of(1, 1400)) {
                byte[] data = Payload.of(size);
                assertEquals(size, s.send(ByteBuffer.wrap(data), 0, BOUND));
                byte[] back = new byte[size];
                assertEquals(size, s.recv(ByteBuffer.wrap(back), 0, BOUND));
                assertArrayEquals(data, back);
            }
        }
    }

    /** One way: what we send is what the program writes to its standard output. */
    @Test
    void socat_receivesWhatWeSend() throws Exception {
        Recipe sink = new Recipe("socat", "tcp", "-u", "TCP4-LISTEN:0,bind=127.0.0.1", "STDOUT");
        try (Running server = Servers.start(sink, "")) {
            byte[] data = Payload.of(MIB);
            try (Socket s = Socket.open(Sockaddr.parse(server.address()).family(), SOCK_STREAM, 0)) {
                s.connect(Sockaddr.parse(server.address()), BOUND);
                s.sendFully(ByteBuffer.wrap(data), BOUND);
            }
            assertArrayEquals(data, server.peer().awaitEnd());
        }
    }
}
