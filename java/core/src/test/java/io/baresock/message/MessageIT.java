package io.baresock.message;

import static io.baresock.Bsd.*;
import static io.baresock.message.Fixture.ascii;
import static io.baresock.message.Fixture.nameOf;
import static io.baresock.message.Fixture.ok;
import static io.baresock.message.Fixture.udp;
import static io.baresock.message.Fixture.unixPair;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.internal.Memory;
import io.baresock.testkit.Fds;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** sendmsg, recvmsg, readv and writev: the data, the addresses, the flags; rows Z12, G2. */
class MessageIT {

    private static String text(ByteBuffer b) {
        return US_ASCII.decode(b.duplicate().flip()).toString();
    }

    private static ByteBuffer direct(String s) {
        return ByteBuffer.allocateDirect(s.length()).put(ascii(s)).flip();
    }

    @Test
    void sendmsg_gathers_andRecvmsgScatters_overEveryKindOfBuffer() {
        int[] sv = unixPair(SOCK_STREAM);
        ByteBuffer raw = direct("raw,");
        try (Message out = new Message();
                Message in = new Message()) {
            ByteBuffer heap = ascii("heap,");
            ByteBuffer slice = ascii("..slice,..").position(2).limit(8).slice();
            ByteBuffer readOnly = ascii("read-only").asReadOnlyBuffer();
            out.add(heap)
                    .add(direct("direct,"))
                    .add(slice)
                    .add(Memory.address(raw), 4)
                    .add(readOnly);
            assertEquals(31, sendmsg(sv[0], out, 0));
            assertEquals(31, out.bytes());
            assertEquals(0, heap.remaining());
            assertEquals(0, slice.remaining());

            ByteBuffer a = ByteBuffer.allocate(3);
            ByteBuffer b = ByteBuffer.allocateDirect(7);
            ByteBuffer native4 = ByteBuffer.allocateDirect(4);
            ByteBuffer c = ByteBuffer.allocate(100).position(1);
            in.add(a).add(b).add(Memory.address(native4), 4).add(c);
            assertEquals(31, recvmsg(sv[1], in, 0));
            assertEquals("hea", text(a));
            assertEquals("p,direc", text(b));
            assertEquals("t,sl", US_ASCII.decode(native4).toString());
            assertEquals("\0ice,raw,read-only", text(c));
            assertEquals(18, c.position());
        }
        Fixture.close(sv);
    }

    @Test
    void message_isUsedAgain_withWhatRemainsInTheBuffers() {
        int[] sv = unixPair(SOCK_STREAM);
        try (Message out = new Message(1, 0);
                Message in = new Message(1, 0)) {
            ByteBuffer from = ascii("abcdef");
            ByteBuffer to = ByteBuffer.allocate(16);
            out.add(from);
            in.add(to);
            for (int i = 0; i < 3; i++) {
                from.limit(2 * i + 2);
                assertEquals(2, sendmsg(sv[0], out, 0));
                assertEquals(2, recvmsg(sv[1], in, 0));
            }
            assertEquals("abcdef", text(to));
            out.clearBuffers().add(ascii("gh"));
            assertEquals(2, sendmsg(sv[0], out, 0));
            assertEquals(2, recvmsg(sv[1], in, 0));
            assertEquals("abcdefgh", text(to));
            assertEquals(0, shutdown(sv[0], SHUT_WR));
            assertEquals(0, recvmsg(sv[1], in, 0));
        }
        Fixture.close(sv);
    }

    @Test
    void addresses_goBothWays_andAnAnswerNeedsNoObject() {
        int a = udp("127.0.0.1");
        int b = udp("127.0.0.1");
        try (Message m = Fixture.sender();
                Message echo = Fixture.receiver()) {
            assertEquals(1, sendmsg(a, m.to(nameOf(b)), 0));
            assertEquals(1, recvmsg(b, echo, 0));
            assertTrue(echo.from().matches(nameOf(a)), () -> echo.from().toString());

            assertEquals(0, sendmsg(b, echo.clearBuffers().to(echo.from()), 0));
            assertEquals(0, recvmsg(a, m, 0));
            assertEquals(nameOf(b), m.from().toSockaddr());
            assertEquals(-EDESTADDRREQ, sendmsg(a, m.to((Sockaddr) null), 0));
        }
        Fixture.close(a, b);
    }

    @Test
    void truncatedDatagram_isSeen() throws Exception {
        int a = udp("127.0.0.1");
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
                Message m = new Message(2, 64)) {
            ByteBuffer small = ByteBuffer.allocate(4);
            m.add(small);
            ok(sendto(a, ascii("0123456789"), 0, s.localAddress()));
            assertEquals(10, s.recvmsg(m, 0));
            assertEquals(10, m.bytes());
            assertTrue(m.isTruncated());
            assertFalse(m.isControlTruncated());
            assertEquals("0123", text(small));
            small.clear();
            ok(sendto(a, ascii("0123"), 0, s.localAddress()));
            assertEquals(4, s.recvmsg(m, 0));
            assertFalse(m.isTruncated());
            assertEquals(0, m.flags());
        }
        Fixture.close(a);
    }

    @Test
    void socket_waitsByDeadline_andTellsWouldBlock() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1];
                Message m = Fixture.receiver();
                Message out = Fixture.sender()) {
            assertEquals(Socket.WOULD_BLOCK, b.recvmsg(m, 0, 0));
            assertEquals(Socket.WOULD_BLOCK, b.recvmsg(m, 0, 1_000_000));
            CompletableFuture<Integer> later = CompletableFuture.supplyAsync(() -> {
                try {
                    return b.recvmsg(m, 0, Patience.NANOS);
                } catch (ErrnoException e) {
                    return -e.errno();
                }
            });
            assertEquals(1, a.sendmsg(out, 0));
            assertEquals(1, later.get(Patience.SECONDS, TimeUnit.SECONDS));
            b.close();
            ErrnoException refused = assertThrows(ErrnoException.class, () -> a.sendmsg(Fixture.sender(), 0));
            assertEquals(ECONNREFUSED, refused.errno());
            a.setNonblocking(true);
            assertEquals(Socket.WOULD_BLOCK, a.recvmsg(m, 0));
        }
    }

    @Test
    void error_namesTheDestination() throws Exception {
        Sockaddr nowhere = Sockaddr.inet("255.255.255.255", 9);
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0);
                Message m = Fixture.sender().to(nowhere)) {
            ErrnoException e = assertThrows(ErrnoException.class, () -> s.sendmsg(m, 0));
            assertEquals(EACCES, e.errno());
            assertTrue(e.getMessage().contains("sendmsg(" + nowhere), e.getMessage());
            assertEquals(0, m.bytes());
        }
    }

    @Test
    void badArguments_areRefused_beforeTheKernelSeesThem() {
        assertThrows(IllegalArgumentException.class, () -> new Message(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Message((1 << 16) + 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Message(1, -1));
        assertThrows(IllegalArgumentException.class, () -> new Message(1, (1 << 20) + 1));
        assertThrows(NullPointerException.class, () -> sendmsg(-1, null, 0));
        try (Message m = new Message(1, 0).add(ascii("x").asReadOnlyBuffer())) {
            assertThrows(IllegalArgumentException.class, () -> m.add(ascii("y")));
            assertThrows(IllegalArgumentException.class, () -> m.add(8, -1));
            assertThrows(ReadOnlyBufferException.class, () -> recvmsg(-1, m, 0));
            assertEquals(-EBADF, sendmsg(-1, m, 0));
            assertThrows(UnsupportedOperationException.class, () -> sendmsg(-1, m, MSG_EOF)); // the BSDs have it
        }
    }

    @Test
    void closedMessage_isRefused() {
        int[] sv = unixPair(SOCK_DGRAM);
        Message m = Fixture.sender();
        m.close();
        m.close();
        assertThrows(IllegalStateException.class, () -> sendmsg(sv[0], m, 0));
        assertThrows(IllegalStateException.class, () -> recvmsg(sv[0], m, 0));
        assertThrows(IllegalStateException.class, () -> m.add(ascii("x")));
        assertThrows(IllegalStateException.class, () -> m.takeFd(0));
        Fixture.close(sv);
    }

    @Test
    @EnabledOnOs(OS.LINUX) // whether a call is inside is told by /proc
    void messageClosedDuringAReceive_endsInAnException_andKeepsNoDescriptor() throws Exception {
        int[] sv = unixPair(SOCK_DGRAM);
        List<String> before = Fds.open();
        for (int i = 0; i < 50; i++) {
            Message m = Fixture.receiver();
            CompletableFuture<Path> task = new CompletableFuture<>();
            CompletableFuture<Integer> inside = CompletableFuture.supplyAsync(() -> {
                task.complete(Fixture.thisTask());
                return recvmsg(sv[1], m, 0);
            });
            Fixture.awaitRecvmsg(task.get(Patience.SECONDS, TimeUnit.SECONDS));
            assertThrows(IllegalStateException.class, () -> sendmsg(sv[0], m, 0)); // in use
            assertThrows(IllegalStateException.class, m::clearBuffers);
            m.close();
            try (Message out = Fixture.sender()) {
                out.control().rights(sv[0]);
                assertEquals(1, sendmsg(sv[0], out, 0));
            }
            ExecutionException e =
                    assertThrows(ExecutionException.class, () -> inside.get(Patience.SECONDS, TimeUnit.SECONDS));
            assertEquals(IllegalStateException.class, e.getCause().getClass());
            assertTrue(e.getCause().getMessage().contains("closed during the call"), e.getCause()::getMessage);
        }
        Fds.assertNoOthersThan(before);
        Fixture.close(sv);
    }

    @Test
    void readvAndWritev_moveThePositions() {
        int[] sv = unixPair(SOCK_STREAM);
        ByteBuffer heap = ascii("abc");
        ByteBuffer direct = direct("defg");
        assertEquals(7, writev(sv[0], heap, direct, ByteBuffer.allocate(0)));
        assertEquals(3, heap.position());
        assertEquals(4, direct.position());
        ByteBuffer one = ByteBuffer.allocateDirect(2);
        ByteBuffer two = ByteBuffer.allocate(16);
        assertEquals(7, readv(sv[1], one, two));
        assertEquals("ab", text(one));
        assertEquals("cdefg", text(two));
        assertEquals(0, writev(sv[0]));
        assertEquals(0, shutdown(sv[0], SHUT_WR));
        assertEquals(0, readv(sv[1], two));
        assertEquals(5, two.position());
        Fixture.close(sv);
    }

    @Test
    void readvAndWritev_takeRawVectors() {
        int[] sv = unixPair(SOCK_STREAM);
        ByteBuffer data = direct("hello world");
        ByteBuffer in = ByteBuffer.allocateDirect(16);
        ByteBuffer iov = ByteBuffer.allocateDirect(32).order(ByteOrder.nativeOrder());
        iov.putLong(0, Memory.address(data) + 6)
                .putLong(8, 5)
                .putLong(16, Memory.address(data))
                .putLong(24, 5);
        assertEquals(10, writev(sv[0], Memory.address(iov), 2));
        iov.putLong(0, Memory.address(in)).putLong(8, 16);
        assertEquals(10, readv(sv[1], Memory.address(iov), 1));
        assertEquals("worldhello", US_ASCII.decode(in.limit(10)).toString());
        assertEquals(-EINVAL, readv(sv[1], Memory.address(iov), IOV_MAX + 1));
        assertEquals(-EINVAL, writev(sv[1], Memory.address(iov), Integer.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> readv(sv[1], Memory.address(iov), -1));
        assertThrows(IllegalArgumentException.class, () -> writev(sv[1], 0, 1));
        Fixture.close(sv);
    }

    @Test
    void readvAndWritev_takeIovMaxBuffers_andNoMore() {
        int[] sv = unixPair(SOCK_STREAM);
        ByteBuffer[] out = new ByteBuffer[IOV_MAX];
        byte[] all = new byte[IOV_MAX];
        for (int i = 0; i < out.length; i++) {
            all[i] = (byte) i;
            out[i] = ByteBuffer.wrap(all, i, 1);
        }
        assertEquals(IOV_MAX, writev(sv[0], out));
        ByteBuffer in = ByteBuffer.allocate(IOV_MAX);
        assertEquals(IOV_MAX, readv(sv[1], in));
        assertArrayEquals(all, in.array());
        ByteBuffer[] more = new ByteBuffer[IOV_MAX + 1];
        Arrays.fill(more, ByteBuffer.allocate(0));
        assertEquals(-EINVAL, writev(sv[0], more)); // as the kernel says: readv(2)
        assertEquals(-EINVAL, readv(sv[0], more));
        assertThrows(NullPointerException.class, () -> writev(sv[0], new ByteBuffer[IOV_MAX + 1]));
        assertThrows(NullPointerException.class, () -> writev(sv[0], ascii("x"), null));
        assertThrows(
                ReadOnlyBufferException.class, () -> readv(sv[0], ascii("x").asReadOnlyBuffer()));
        assertEquals(-EBADF, writev(-1, ascii("x")));
        Fixture.close(sv);
    }

    @Test
    void writev_toAClosedPeer_isEpipe_withoutSigpipe() {
        int[] sv = unixPair(SOCK_STREAM);
        ok(Bsd.close(sv[1]));
        assertEquals(-EPIPE, writev(sv[0], ascii("x")));
        ok(Bsd.close(sv[0]));
    }
}
