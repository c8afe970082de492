package io.baresock.handover;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** G13: a channel of Unix datagrams, against a server of ours. */
@EnabledOnOs(OS.LINUX)
class UnixDatagramChannelIT {

    private static ByteBuffer text(String s) {
        return ByteBuffer.wrap(s.getBytes(US_ASCII));
    }

    private static Socket server(Sockaddr address) throws IOException {
        return Socket.open(AF_UNIX, SOCK_DGRAM, 0).bind(address);
    }

    private static String received(Socket server) throws IOException {
        ByteBuffer b = ByteBuffer.allocate(100);
        assertTrue(server.recv(b, 0, Patience.NANOS) >= 0, "nothing came");
        return new String(b.array(), 0, b.position(), US_ASCII);
    }

    @Test
    @DisplayName("G13: each write is one datagram, from heap or native memory, of a slice too")
    void write_isADatagram() throws IOException {
        try (Socket server = server(Sockaddr.unixUnnamed());
                UnixDatagramChannel c = UnixDatagramChannel.open(server.localAddress())) {
            assertEquals(8, c.write(text("a.b:1|c\n")));
            assertEquals("a.b:1|c\n", received(server));
            ByteBuffer direct = ByteBuffer.allocateDirect(9);
            direct.put(text("0123456789").limit(9)).position(2).limit(5);
            assertEquals(3, c.write(direct));
            assertEquals(5, direct.position());
            assertEquals("234", received(server));
            try (OutputStream out = Channels.newOutputStream(c)) {
                out.write("two".getBytes(US_ASCII));
                assertEquals("two", received(server));
            }
            assertFalse(c.isOpen());
            assertEquals(0, c.dropped());
        }
    }

    @Test
    @DisplayName("G13: a full queue drops the datagram, says 0, leaves the position and counts; nothing waits")
    void fullQueue_isCounted() throws IOException {
        try (Socket server = server(Sockaddr.unixUnnamed());
                UnixDatagramChannel c = UnixDatagramChannel.open(server.localAddress())) {
            int sent = 0;
            ByteBuffer b = text("x");
            while (c.write(b.rewind()) == 1 && sent < 1_000_000) {
                sent++;
            }
            assertEquals(0, b.position());
            assertEquals(1, c.dropped());
            assertEquals(0, c.write(b));
            assertEquals(2, c.dropped());
            for (int i = 0; i < sent; i++) {
                assertEquals("x", received(server));
            }
            assertEquals(0, server.poll(Socket.READABLE, 0, 0));
            assertEquals(1, c.write(b));
            assertEquals(2, c.dropped());
        }
    }

    @Test
    @DisplayName("G13: a server that is not there is named and counted, and found when it is there again")
    void server_comesBack(@TempDir Path folder) throws IOException {
        Sockaddr at = Sockaddr.unix(folder.resolve("dsd").toString());
        try (UnixDatagramChannel c = UnixDatagramChannel.open(at)) {
            ErrnoException e = assertThrows(ErrnoException.class, () -> c.write(text("a")));
            assertEquals(ENOENT, e.errno());
            assertTrue(e.getMessage().contains(at.path()), e.getMessage());
            for (int i = 0; i < 2; i++) {
                try (Socket server = server(at)) {
                    assertEquals(1, c.write(text("b")));
                    assertEquals("b", received(server));
                }
                assertEquals(
                        ECONNREFUSED,
                        assertThrows(ErrnoException.class, () -> c.write(text("c")))
                                .errno());
                Files.delete(Path.of(at.path()));
            }
            assertEquals(3, c.dropped());
            assertTrue(c.toString().endsWith("dsd, dropped 3]"), c::toString);
        }
    }

    @Test
    @DisplayName(
            "G13: answers come to a channel with a name of its own; one that does not fit is an error, not a silence")
    void read_getsTheAnswer() throws IOException {
        try (Socket server = server(Sockaddr.unixUnnamed());
                UnixDatagramChannel c = UnixDatagramChannel.open(server.localAddress(), Sockaddr.unixUnnamed())) {
            c.write(text("question"));
            SockaddrStorage from = new SockaddrStorage();
            server.recvfrom(ByteBuffer.allocate(100), 0, from, Patience.NANOS);
            for (String answer : new String[] {"yes", "", "too long"}) {
                server.sendto(text(answer), from);
            }
            ByteBuffer b = ByteBuffer.allocate(4);
            assertEquals(3, c.read(b));
            assertEquals(text("yes"), b.flip());
            assertEquals(0, c.read(b.clear()));
            ErrnoException e = assertThrows(ErrnoException.class, () -> c.read(b));
            assertEquals(EMSGSIZE, e.errno());
            assertEquals(text("too "), b.flip());
        }
    }

    @Test
    void close_endsARead() throws Exception {
        UnixDatagramChannel c = UnixDatagramChannel.open(Sockaddr.unix("/nowhere"), Sockaddr.unixUnnamed());
        CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> {
            try {
                return c.read(ByteBuffer.allocate(1));
            } catch (IOException e) {
                throw new java.util.concurrent.CompletionException(e);
            }
        });
        c.close();
        c.close();
        ExecutionException e =
                assertThrows(ExecutionException.class, () -> read.get(Patience.SECONDS, TimeUnit.SECONDS));
        assertTrue(
                e.getCause() instanceof ClosedChannelException, e::toString); // asynchronously, if the read had begun
        ClosedChannelException later = assertThrows(ClosedChannelException.class, () -> c.read(ByteBuffer.allocate(1)));
        assertFalse(later instanceof AsynchronousCloseException);
        assertThrows(ClosedChannelException.class, () -> c.write(text("a")));
        assertTrue(c.toString().endsWith(", closed]"), c::toString);
    }

    @Test
    void badAddresses_areNamed() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> UnixDatagramChannel.open(Sockaddr.unixUnnamed()));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> UnixDatagramChannel.open(Sockaddr.loopback4(1)));
        assertTrue(e.getMessage().contains("127.0.0.1:1"), e.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> UnixDatagramChannel.open(Sockaddr.unix("/x"), Sockaddr.loopback4(1)));
        assertThrows(
                ErrnoException.class, () -> UnixDatagramChannel.open(Sockaddr.unix("/x"), Sockaddr.unix("/no/where")));
        assertThrows(NullPointerException.class, () -> UnixDatagramChannel.open(null));
        try (UnixDatagramChannel c = UnixDatagramChannel.open(Sockaddr.unix("/x"))) {
            assertEquals(AF_UNIX, c.socket().domain());
        }
    }
}
