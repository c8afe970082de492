package io.baresock.batch;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Errno;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.testkit.Allocations;
import io.baresock.testkit.Patience;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** sendmmsg and recvmmsg, by the system calls and (in the forced run) by the loop; rows Z14, G1. */
@EnabledOnOs(OS.LINUX) // MSG_WAITFORONE; the loop that other systems have is run here by force
class BatchIT {

    /** What the tests receive with. */
    MessageBatch receiver(int capacity, int payloadSize, int controlCapacity) {
        return new MessageBatch(capacity, payloadSize, controlCapacity);
    }

    private MessageBatch receiver(int capacity, int payloadSize) {
        return receiver(capacity, payloadSize, 256);
    }

    private static final long LONG = Patience.NANOS;

    private final List<Integer> open = new ArrayList<>();

    private static int ok(int result) {
        assertTrue(result >= 0, () -> result + " = -" + Errno.name(-result));
        return result;
    }

    private int udp() {
        int fd = ok(socket(AF_INET, SOCK_DGRAM, 0));
        open.add(fd);
        ok(bind(fd, Sockaddr.inet("127.0.0.1", 0)));
        return fd;
    }

    private int[] unix() {
        int[] sv = new int[2];
        ok(socketpair(AF_UNIX, SOCK_DGRAM, 0, sv));
        open.add(sv[0]);
        open.add(sv[1]);
        return sv;
    }

    private static Sockaddr nameOf(int fd) {
        SockaddrStorage a = new SockaddrStorage();
        ok(getsockname(fd, a));
        return a.toSockaddr();
    }

    private static void message(MessageBatch m, int i, int number, int size, Sockaddr to) {
        ByteBuffer b = m.buffer(i);
        for (int k = 0; k < size; k++) {
            b.put((byte) (number + k));
        }
        m.length(i, size).to(i, to);
    }

    private static void assertMessage(MessageBatch m, int i, int number, int size) {
        assertEquals(size, m.bytes(i), "bytes of " + number);
        ByteBuffer b = m.payload(i);
        assertEquals(size, b.remaining());
        for (int k = 0; k < size; k++) {
            assertEquals((byte) (number + k), b.get(), "byte " + k + " of " + number);
        }
    }

    @AfterEach
    void closeAll() {
        for (int fd : open) {
            ok(close(fd));
        }
    }

    @Test
    @DisplayName("Z14: each message is sent once and in order, whatever fails; the error comes on the next call")
    void everyMessage_isSentOnce_inOrder_withAnErrorAtEachIndex() {
        Random random = new Random(14);
        int from = udp();
        int to = udp();
        Sockaddr good = nameOf(to);
        Sockaddr bad = Sockaddr.inet("127.0.0.1", 0); // EINVAL: udp(7)
        try (MessageBatch out = new MessageBatch(40, 64);
                MessageBatch in = receiver(64, 64)) {
            for (int count : new int[] {0, 1, 2, 3, 7, 16, 40}) {
                for (int failing = -1; failing < count; failing++) {
                    int[] sizes = random.ints(count, 0, 65).toArray();
                    for (int i = 0; i < count; i++) {
                        message(out, i, i, sizes[i], i == failing ? bad : good);
                    }
                    out.range(0, count);
                    if (failing > 0) {
                        assertEquals(failing, sendmmsg(from, out, 0));
                        assertEquals(failing, out.first());
                    }
                    if (failing >= 0) {
                        assertEquals(-EINVAL, sendmmsg(from, out, 0));
                        assertEquals(count - failing, out.count());
                        out.range(failing + 1, count - failing - 1);
                    }
                    int rest = out.count();
                    assertEquals(rest, sendmmsg(from, out, 0));
                    assertEquals(0, out.count());

                    int expected = count - (failing >= 0 ? 1 : 0);
                    assertEquals(expected == 0 ? -EAGAIN : expected, recvmmsg(to, in, MSG_DONTWAIT));
                    assertEquals(expected, in.count());
                    for (int i = 0; i < expected; i++) {
                        int sent = failing >= 0 && i >= failing ? i + 1 : i;
                        assertMessage(in, i, sent, sizes[sent]);
                        assertTrue(in.sourceMatches(i, nameOf(from)));
                    }
                    assertEquals(-1, in.bytes(expected));
                    assertEquals(0, in.sourceLength(expected));
                }
            }
        }
    }

    @Test
    @DisplayName("Z14: more than the 1024 that the kernel takes at once; connected sockets")
    void moreThan1024_goAndCome_inOneCallEach() throws Exception {
        int[] sv = unix();
        int count = 2500;
        try (MessageBatch out = new MessageBatch(count, 8, 0);
                MessageBatch in = receiver(count, 8, 0)) {
            for (int i = 0; i < count; i++) {
                out.buffer(i).putInt(i);
                out.length(i, 4);
            }
            CompletableFuture<Integer> sent =
                    CompletableFuture.supplyAsync(() -> sendmmsg(sv[0], out.range(0, count), 0));
            assertEquals(count, recvmmsg(sv[1], in, 0, LONG));
            assertEquals(count, sent.get(Patience.SECONDS, TimeUnit.SECONDS));
            for (int i = 0; i < count; i++) {
                assertEquals(4, in.bytes(i));
                assertEquals(i, in.payload(i).getInt());
            }
        }
    }

    @Test
    @DisplayName("G1: two alternating senders are told apart, and each gets its answer; 0 B/op")
    void alternatingSenders_areToldApart_andAnswered_withoutGarbage() throws Exception {
        int server = udp();
        int[] clients = {udp(), udp()};
        Sockaddr[] names = {nameOf(clients[0]), nameOf(clients[1])};
        Sockaddr to = nameOf(server);
        ok(setsockopt(server, IPPROTO_IP, IP_PKTINFO, 1));
        try (MessageBatch one = new MessageBatch(1, 16);
                MessageBatch all = receiver(16, 16);
                MessageBatch answers = receiver(16, 16)) {
            message(one, 0, 7, 9, to);
            Allocations.Body round = () -> {
                for (int i = 0; i < 16; i++) {
                    assertSame(1, sendmmsg(clients[i & 1], one.range(0, 1), 0));
                }
                assertSame(16, recvmmsg(server, all, MSG_WAITFORONE));
                for (int i = 0; i < 16; i++) {
                    assertSame(1, all.sourceMatches(i, names[i & 1]) ? 1 : 0);
                    assertSame(names[i & 1].port(), all.sourcePort(i));
                    assertSame(0x7f000001, all.sourceInt(i));
                    assertSame(0x7f000001, all.localInt(i));
                    all.reply(i);
                }
                assertSame(16, sendmmsg(server, all, 0));
                for (int c : clients) {
                    assertSame(8, recvmmsg(c, answers, 0, 0));
                    assertSame(9, answers.bytes(7));
                    assertSame(15, answers.payload(7).get(8));
                }
            };
            assertEquals(0, Allocations.leastBytes(2_000, round));
        }
    }

    /** Like assertEquals, whose arguments of an int and a short message allocate nothing either, but without its boxes. */
    private static void assertSame(int expected, int actual) {
        if (expected != actual) {
            throw new AssertionError(expected + " expected, but was " + actual);
        }
    }

    @Test
    void longAndEmptyDatagrams_areMessages_andMemoryCanBeTheCallers() {
        int[] sv = unix();
        ByteBuffer mine = ByteBuffer.allocateDirect(12).position(2).limit(7);
        try (MessageBatch out = new MessageBatch(3, 16);
                MessageBatch in = receiver(3, 0)) {
            in.memory(0, mine).memory(1, ByteBuffer.allocateDirect(4)).memory(2, ByteBuffer.allocateDirect(4));
            out.put(0, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8})).length(1, 0);
            out.put(2, ByteBuffer.wrap(new byte[] {9}));
            Throwable tooMuch = assertThrows(BufferOverflowException.class, () -> out.put(0, ByteBuffer.allocate(17)));
            assertTrue(tooMuch.getCause().getMessage().contains("17 bytes do not fit into slot 0"));
            assertEquals(
                    2, out.put(0, out.buffer(0).put(new byte[] {1, 2}).flip()).length(0)); // where it is
            out.length(0, 8);
            assertThrows(IllegalArgumentException.class, () -> out.length(0, 17));
            assertThrows(IndexOutOfBoundsException.class, () -> out.range(1, 3));
            assertEquals(3, sendmmsg(sv[0], out.range(0, 3), 0));
            assertEquals(3, recvmmsg(sv[1], in, MSG_TRUNC));
            assertTrue(in.isTruncated(0));
            assertEquals(8, in.bytes(0));
            assertEquals(5, in.length(0));
            assertEquals(5, mine.get(6));
            assertEquals(0, mine.limit(12).get(7)); // nothing beyond what was given
            assertEquals(0, in.bytes(1));
            assertFalse(in.isTruncated(1));
            assertEquals(9, in.payload(2).get());
        }
    }

    @Test
    void receives_waitForOne_forAll_orNot_byADeadline() {
        int[] sv = unix();
        try (MessageBatch out = new MessageBatch(2, 4);
                MessageBatch in = receiver(4, 4)) {
            assertEquals(-EAGAIN, recvmmsg(sv[1], in, MSG_DONTWAIT));
            assertEquals(-EAGAIN, recvmmsg(sv[1], in, 0, 0));
            assertEquals(-EAGAIN, recvmmsg(sv[1], in, MSG_WAITFORONE, 1_000_000));
            assertEquals(2, sendmmsg(sv[0], out.range(0, 2), 0));
            assertEquals(2, recvmmsg(sv[1], in, MSG_WAITFORONE));
            assertEquals(2, sendmmsg(sv[0], out.range(0, 2), 0));
            assertEquals(2, recvmmsg(sv[1], in, MSG_WAITFORONE, -1));
            assertEquals(2, sendmmsg(sv[0], out.range(0, 2), 0));
            long before = System.nanoTime();
            assertEquals(2, recvmmsg(sv[1], in, 0, 5_000_000)); // of 4: the deadline ends it
            assertTrue(System.nanoTime() - before >= 5_000_000);
            assertEquals(2, sendmmsg(sv[0], out.range(0, 2), 0));
            assertEquals(2, sendmmsg(sv[0], out.range(0, 2), 0));
            assertEquals(4, recvmmsg(sv[1], in, 0));
        }
    }

    @Test
    @DisplayName("G1: the columns")
    void columns_sayWhatTheControlMessagesSay() {
        int from = udp();
        int to = udp();
        for (int name : new int[] {IP_PKTINFO, IP_RECVTOS, IP_RECVTTL}) {
            ok(setsockopt(to, IPPROTO_IP, name, 1));
        }
        ok(setsockopt(to, SOL_SOCKET, SO_TIMESTAMPNS, 1));
        try (MessageBatch out = new MessageBatch(2, 4);
                MessageBatch in = receiver(3, 4)) {
            for (int i = 0; i < 2; i++) {
                message(out, i, 0, 1, nameOf(to));
                out.control(i).tos(4 * i + 2).ttl(40 + i);
            }
            assertEquals(2, sendmmsg(from, out.range(0, 2), 0));
            long now = System.currentTimeMillis();
            assertEquals(2, recvmmsg(to, in, MSG_WAITFORONE));
            for (int i = 0; i < 2; i++) {
                assertEquals(AF_INET, in.localFamily(i));
                assertEquals(0x7f000001, in.localInt(i));
                assertEquals(in.received(i).interfaceIndex(), in.interfaceIndex(i));
                assertTrue(in.interfaceIndex(i) > 0);
                assertEquals(4 * i + 2, in.tos(i));
                assertEquals(2, in.ecn(i));
                assertEquals(40 + i, in.ttl(i));
                assertEquals(in.received(i).timestampNanos(), in.receivedNanos(i));
                assertTrue(Math.abs(in.receivedNanos(i) / 1_000_000 - now) < 60_000);
                assertEquals(-1, in.groSize(i));
                assertEquals(-1, in.hardwareReceivedNanos(i));
                assertFalse(in.isControlTruncated(i));
            }
            assertEquals(-1, in.ttl(2));
            assertEquals(AF_UNSPEC, in.localFamily(2));
        }
    }

    @Test
    void descriptors_areTaken_orClosed() {
        int[] sv = unix();
        try (MessageBatch out = new MessageBatch(2, 1);
                MessageBatch in = receiver(2, 1)) {
            out.length(0, 1).length(1, 1);
            out.control(0).rights(sv[0]);
            out.control(1).rights(sv[0], sv[1]);
            assertEquals(2, sendmmsg(sv[0], out.range(0, 2), 0));
            assertEquals(2, recvmmsg(sv[1], in, 0));
            assertEquals(1, in.fdCount(0));
            assertEquals(2, in.fdCount(1));
            int left = ByteBuffer.wrap(in.received(1).copy(0))
                    .order(java.nio.ByteOrder.nativeOrder())
                    .getInt();
            assertEquals(FD_CLOEXEC, fcntl(left, F_GETFD, 0));
            int taken = in.takeFd(1, 1);
            assertThrows(IllegalStateException.class, () -> in.takeFd(1, 1));
            assertEquals(-EAGAIN, recvmmsg(sv[1], in, MSG_DONTWAIT));
            assertEquals(0, in.fdCount(1));
            assertEquals(-EBADF, fcntl(left, F_GETFD, 0));
            assertEquals(FD_CLOEXEC, fcntl(taken, F_GETFD, 0));
            ok(close(taken));
        }
    }

    private static <T> CompletableFuture<T> async(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread t = new Thread(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        t.setDaemon(true);
        t.start();
        return result;
    }

    /** Makes the call again when it and {@link #awaitInside} met, and it was the one to be refused. */
    private static <T> T unrefused(Callable<T> call) throws Exception {
        while (true) {
            try {
                return call.call();
            } catch (IllegalStateException e) {
                if (!e.getMessage().endsWith("is in use by another call")) {
                    throw e;
                }
            }
        }
    }

    private static void awaitInside(MessageBatch m, ByteBuffer memory) {
        long deadline = System.nanoTime() + LONG;
        while (true) {
            try {
                m.memory(0, memory);
            } catch (IllegalStateException inside) {
                return;
            }
            assertTrue(System.nanoTime() < deadline, "the other thread does not receive");
            Thread.onSpinWait();
        }
    }

    @Test
    void aBatchClosedInACall_endsWithIt_andASocketClosed_endsTheCall() throws Exception {
        int[] sv = unix();
        ByteBuffer memory = ByteBuffer.allocateDirect(4);
        try (MessageBatch out = new MessageBatch(1, 4)) {
            MessageBatch in = receiver(1, 4);
            CompletableFuture<Integer> call = async(() -> unrefused(() -> recvmmsg(sv[1], in, 0)));
            awaitInside(in, memory);
            in.close();
            out.length(0, 4);
            assertEquals(1, sendmmsg(sv[0], out.range(0, 1), 0));
            ExecutionException e =
                    assertThrows(ExecutionException.class, () -> call.get(Patience.SECONDS, TimeUnit.SECONDS));
            assertEquals(IllegalStateException.class, e.getCause().getClass());
            assertThrows(IllegalStateException.class, () -> recvmmsg(sv[1], in, 0));
        }
        try (MessageBatch in = receiver(2, 4);
                Socket socket = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            socket.bind(Sockaddr.inet("127.0.0.1", 0));
            CompletableFuture<Integer> call = async(() -> unrefused(() -> socket.recvmmsg(in, 0)));
            awaitInside(in, memory);
            socket.close();
            ExecutionException e =
                    assertThrows(ExecutionException.class, () -> call.get(Patience.SECONDS, TimeUnit.SECONDS));
            assertEquals(SocketClosedException.class, e.getCause().getClass());
        }
    }
}
