package io.baresock.message;

import static io.baresock.Bsd.*;
import static io.baresock.message.Fixture.ok;
import static io.baresock.message.Fixture.on;
import static io.baresock.message.Fixture.receiver;
import static io.baresock.message.Fixture.sender;
import static io.baresock.message.Fixture.unixPair;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.Socket;
import io.baresock.helper.RegularFile;
import io.baresock.testkit.Fds;
import io.baresock.testkit.Patience;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row G2: descriptors and credentials over Unix sockets; none is ever lost, whatever was cut off. */
@EnabledOnOs(OS.LINUX)
class RightsIT {

    private static final int TRUNCATED_RECEIVES = 100_000;

    private List<String> before = List.of();

    @BeforeEach
    void countDescriptors() throws IOException {
        before = Fds.open();
    }

    @AfterEach
    void noDescriptorIsLeft() throws IOException {
        Fds.assertNoOthersThan(before);
    }

    private int newDescriptors() throws IOException {
        List<String> now = new ArrayList<>(Fds.open());
        now.removeAll(before);
        return now.size();
    }

    /** How many descriptors are these open sockets: other threads of this JVM may open some of their own, to look up a name say. */
    private static long copiesOf(int... sockets) throws IOException {
        List<String> all = Fds.open();
        long copies = 0;
        for (int socket : sockets) {
            String itself = all.stream()
                    .filter(s -> s.endsWith(" as " + socket))
                    .findFirst()
                    .orElseThrow();
            String file = itself.substring(0, itself.indexOf(' ') + 1);
            copies += all.stream().filter(s -> s.startsWith(file)).count();
        }
        return copies;
    }

    private static void send(int socket, int... fds) {
        try (Message m = sender()) {
            m.control().rights(fds);
            assertEquals(1, sendmsg(socket, m, 0));
        }
    }

    private static Message received(int socket, int capacity) {
        Message m = new Message(1, capacity).add(ByteBuffer.allocate(8));
        assertEquals(1, recvmsg(socket, m, 0));
        return m;
    }

    private static int type(String kind) {
        return kind.equals("stream") ? SOCK_STREAM : kind.equals("dgram") ? SOCK_DGRAM : SOCK_SEQPACKET;
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "dgram", "seqpacket"})
    void oneDescriptor_arrivesAsTheSameFile_closeOnExec(String kind) {
        int[] sv = unixPair(type(kind));
        send(sv[0], sv[0]);
        try (Message m = received(sv[1], 64)) {
            assertEquals(1, m.fdCount());
            assertFalse(m.isControlTruncated());
            int fd = m.takeFd(0);
            assertEquals(FD_CLOEXEC, fcntl(fd, F_GETFD, 0));
            assertEquals(1, Bsd.send(fd, Fixture.ascii("y"), 0));
            assertEquals(1, recv(sv[1], ByteBuffer.allocate(8), 0));
            assertThrows(IllegalStateException.class, () -> m.takeFd(0));
            assertThrows(IndexOutOfBoundsException.class, () -> m.takeFd(1));
            Fixture.close(fd); // owned: Bsd.close closes it
        }
        Fixture.close(sv);
    }

    @Test
    void many_arriveInOrder_andThoseNotTakenAreClosed() {
        int[] sv = unixPair(SOCK_STREAM);
        int[] fds = new int[253]; // SCM_MAX_FD
        Arrays.fill(fds, sv[0]);
        fds[7] = sv[1];
        send(sv[0], Arrays.copyOf(fds, 32));
        try (Message all = new Message(1, 2048).add(Fixture.ascii("x"))) {
            all.control().rights(fds);
            assertEquals(1, sendmsg(sv[0], all, 0));
            all.control().clear().rights(Arrays.copyOf(fds, 254));
            assertEquals(-EINVAL, sendmsg(sv[0], all, 0));
        }
        try (Message m = received(sv[1], 2048)) {
            assertEquals(32, m.fdCount());
            m.clearBuffers().add(ByteBuffer.allocate(8));
            assertEquals(1, recvmsg(sv[1], m, 0));
            assertEquals(253, m.fdCount());
            int fd = m.takeFd(7);
            assertEquals(1, Bsd.send(sv[0], Fixture.ascii("z"), 0));
            assertEquals(1, recv(fd, ByteBuffer.allocate(8), 0));
            Fixture.close(fd);
        }
        Fixture.close(sv);
    }

    @Test
    void bufferForOne_receivesTwo_andThreeAreTruncated() {
        int[] sv = unixPair(SOCK_DGRAM);
        send(sv[0], sv[0], sv[1]);
        send(sv[0], sv[0], sv[1], sv[0]);
        try (Message m = received(sv[1], CMSG_SPACE(4))) {
            assertEquals(2, m.fdCount());
            assertFalse(m.isControlTruncated());
            m.clearBuffers().add(ByteBuffer.allocate(8));
            assertEquals(1, recvmsg(sv[1], m, 0));
            assertEquals(2, m.fdCount());
            assertTrue(m.isControlTruncated());
            assertEquals(8, m.received().length(0));
        }
        Fixture.close(sv);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "dgram"})
    void everyCapacity_tellsWhatIsMissing(String kind) {
        int[] sv = unixPair(type(kind));
        for (int capacity = 0; capacity < 48; capacity++) {
            send(sv[0], sv[0], sv[1], sv[0], sv[1]);
            try (Message m = received(sv[1], capacity)) {
                assertEquals(m.fdCount() < 4, m.isControlTruncated(), "capacity " + capacity);
            }
        }
        Fixture.close(sv);
    }

    @Test
    void partialReceive_ofAStream_hasTheDescriptorsWithItsFirstByte() {
        int[] sv = unixPair(SOCK_STREAM);
        try (Message out = new Message().add(Fixture.ascii("abcd"))) {
            out.control().rights(sv[0]);
            assertEquals(4, sendmsg(sv[0], out, 0));
        }
        try (Message m = new Message(1, 64)) {
            for (int i = 0; i < 4; i++) {
                m.clearBuffers().add(ByteBuffer.allocate(1));
                assertEquals(1, recvmsg(sv[1], m, 0));
                assertEquals(i == 0 ? 1 : 0, m.fdCount()); // and the one of the first is closed by the second
            }
        }
        Fixture.close(sv);
    }

    @Test
    void peek_makesDescriptorsOfItsOwn() {
        int[] sv = unixPair(SOCK_DGRAM);
        send(sv[0], sv[0]);
        try (Message m = new Message().add(ByteBuffer.allocate(8))) {
            assertEquals(1, recvmsg(sv[1], m, MSG_PEEK));
            assertEquals(1, m.fdCount());
            assertEquals(1, recvmsg(sv[1], m, 0));
            assertEquals(1, m.fdCount());
        }
        Fixture.close(sv);
    }

    @Test
    void takeSocket_makesASocket_ofASocketOnly() throws IOException {
        int[] sv = unixPair(SOCK_STREAM);
        try (java.io.RandomAccessFile file = new java.io.RandomAccessFile("/dev/null", "r")) {
            int null0 = RegularFile.descriptorOf("/dev/null");
            send(sv[0], sv[0], null0);
            assertEquals(0, file.length());
        }
        try (Message m = received(sv[1], 64)) {
            try (Socket s = m.takeSocket(0)) {
                assertEquals(AF_UNIX, s.domain());
                assertEquals(1, s.send(Fixture.ascii("y"), 0));
            }
            ErrnoException e = assertThrows(ErrnoException.class, () -> m.takeSocket(1));
            assertEquals(ENOTSOCK, e.errno());
            Fixture.close(m.takeFd(1));
        }
        Fixture.close(sv);
    }

    /** The kernel would drop the descriptors, and return 0: unix(7), "at least one byte". */
    @Test
    void descriptorsWithoutAByte_areRefusedOnAStream_andSentByOthers() throws Exception {
        for (int type : new int[] {SOCK_STREAM, SOCK_SEQPACKET, SOCK_DGRAM}) {
            int[] sv = unixPair(type);
            ByteBuffer none = ByteBuffer.allocateDirect(0);
            try (Message out = new Message(2, 64);
                    Message in = receiver()) {
                out.control().rights(sv[0]);
                for (int buffers = 0; buffers < 3; buffers++) {
                    if (type == SOCK_STREAM) {
                        String said = assertThrows(
                                        IllegalArgumentException.class, () -> sendmsg(sv[0], out, MSG_DONTWAIT))
                                .getMessage();
                        assertTrue(said.startsWith("sendmsg: ") && said.contains("at least one byte"), said);
                        assertEquals(-EAGAIN, recvmsg(sv[1], in, MSG_DONTWAIT));
                    } else {
                        assertEquals(0, sendmsg(sv[0], out, 0));
                        assertEquals(0, recvmsg(sv[1], in, 0));
                        assertEquals(1, in.fdCount());
                    }
                    out.clearBuffers();
                    for (int i = 0; i <= buffers && i < 2; i++) {
                        out.add(none);
                    }
                }
                out.control().clear();
                assertEquals(0, sendmsg(sv[0], out, 0)); // without control messages it is what the caller said
                if (type != SOCK_STREAM) {
                    assertEquals(0, recvmsg(sv[1], in, 0));
                }
                out.clearBuffers().add(ByteBuffer.allocate(1)).control().rights(sv[0]);
                assertEquals(1, sendmsg(sv[0], out, 0));
                assertEquals(1, recvmsg(sv[1], in, 0));
                assertEquals(1, in.fdCount());
            }
            Fixture.close(sv);
        }
    }

    @Test
    void descriptorsWithoutAByte_areRefusedInBatchesAndOfSockets() throws Exception {
        try (Socket a = Socket.open(AF_INET, SOCK_STREAM, 0);
                Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            listener.bind(io.baresock.Sockaddr.inet("127.0.0.1", 0)).listen(1);
            a.connect(listener.localAddress());
            try (Socket b = listener.accept();
                    Message m = new Message();
                    MessageBatch batch = new MessageBatch(2, 8)) {
                m.control().append(SOL_SOCKET, SO_TIMESTAMPING, 0); // not descriptors alone
                assertThrows(IllegalArgumentException.class, () -> a.sendmsg(m, 0));
                assertThrows(IllegalArgumentException.class, () -> a.sendmsg(m, 0, 1_000_000_000));
                batch.length(0, 1).length(1, 0).control(1).append(SOL_SOCKET, SO_TIMESTAMPING, 0);
                assertEquals(1, a.sendmmsg(batch.range(0, 2), 0)); // what goes before goes
                assertEquals(1, batch.first());
                String said = assertThrows(IllegalArgumentException.class, () -> a.sendmmsg(batch, 0))
                        .getMessage();
                assertTrue(said.startsWith("sendmmsg: "), said);
                assertThrows(IllegalArgumentException.class, () -> Bsd.sendmmsg(a.fd(), batch, 0));
                assertEquals(1, batch.first());
                batch.length(1, 3);
                assertEquals(1, a.sendmmsg(batch, 0));
                ByteBuffer got = ByteBuffer.allocate(4);
                b.recvFully(got, Patience.NANOS);
                assertEquals(0, got.remaining());
            }
        }
    }

    /** Row G2: no growth over 10^5 truncated receives. Each brings two descriptors, or one, or none, of three. */
    @Test
    void truncatedReceives_leakNothing() throws IOException {
        int[] sv = unixPair(SOCK_DGRAM);
        Message[] in = {
            new Message(1, CMSG_SPACE(4)).add(ByteBuffer.allocateDirect(8)),
            new Message(1, CMSG_LEN(4)).add(ByteBuffer.allocateDirect(8)),
            new Message(1, CMSG_LEN(0) - 1).add(ByteBuffer.allocateDirect(8)),
        };
        try (Message out = new Message(0, 64)) {
            out.control().rights(sv[0], sv[1], sv[0]);
            for (int i = 0; i < TRUNCATED_RECEIVES; i++) {
                Message m = in[i % in.length];
                if (sendmsg(sv[0], out, 0) != 0 || recvmsg(sv[1], m, 0) != 0 || !m.isControlTruncated()) {
                    throw new AssertionError("receive " + i + ": flags " + m.flags());
                }
                assertEquals(2 - i % in.length, m.fdCount());
            }
        }
        assertEquals(2 + 3, copiesOf(sv), "the pair, and what each last message still holds");
        for (Message m : in) {
            m.close();
        }
        Fixture.close(sv);
    }

    @Test
    void forgottenMessage_closesItsDescriptors() throws Exception {
        int[] sv = unixPair(SOCK_DGRAM);
        send(sv[0], sv[0], sv[1]);
        WeakReference<Message> forgotten = new WeakReference<>(received(sv[1], 64));
        long start = System.nanoTime();
        while (newDescriptors() > 2 && System.nanoTime() - start < Patience.NANOS) {
            System.gc();
        }
        assertEquals(2, newDescriptors());
        assertEquals(null, forgotten.get());
        Fixture.close(sv);
    }

    @Test
    void credentials_areTheSenders() {
        int[] sv = unixPair(SOCK_DGRAM);
        on(sv[1], SOL_SOCKET, SO_PASSCRED);
        int pid = (int) ProcessHandle.current().pid();
        try (Message out = sender();
                Message m = receiver()) {
            assertEquals(1, sendmsg(sv[0], out, 0)); // the kernel fills them in
            assertEquals(1, recvmsg(sv[1], m, 0));
            assertEquals(pid, m.received().pid());
            int uid = (int) m.received().uid();
            int gid = (int) m.received().gid();
            assertTrue(uid >= 0 && gid >= 0);

            out.clearBuffers().add(Fixture.ascii("x")).control().credentials(pid, uid, gid);
            assertEquals(1, sendmsg(sv[0], out, 0));
            assertEquals(1, recvmsg(sv[1], m, 0));
            assertEquals(1, m.received().count());
            assertEquals(SOL_SOCKET, m.received().level(0));
            assertEquals(SCM_CREDENTIALS, m.received().type(0));
            assertEquals(12, m.received().length(0));
            assertEquals(
                    pid,
                    ByteBuffer.wrap(m.received().copy(0))
                            .order(java.nio.ByteOrder.nativeOrder())
                            .getInt());

            out.clearBuffers().add(Fixture.ascii("x")).control().clear().credentials(0x3FFF_FFFF, uid, gid);
            assertEquals(-ESRCH, sendmsg(sv[0], out, 0));
        }
        Fixture.close(sv);
    }

    @Test
    void pidfd_isTakenOnce_orClosed() throws IOException {
        int[] sv = unixPair(SOCK_DGRAM);
        if (setsockopt(sv[1], SOL_SOCKET, SO_PASSPIDFD, 1) == -ENOPROTOOPT) {
            Fixture.close(sv); // before Linux 6.5
            return;
        }
        try (Message out = sender();
                Message m = receiver()) {
            assertEquals(1, sendmsg(sv[0], out, 0));
            assertEquals(1, recvmsg(sv[1], m, 0));
            assertEquals(0, m.fdCount());
            assertTrue(m.received().find(SOL_SOCKET, SCM_PIDFD) >= 0);
            int pidfd = ok(m.takePidfd());
            assertEquals(FD_CLOEXEC, fcntl(pidfd, F_GETFD, 0));
            String info = java.nio.file.Files.readString(Path.of("/proc/self/fdinfo/" + pidfd));
            assertTrue(info.contains("Pid:\t" + ProcessHandle.current().pid()), info);
            assertEquals(-1, m.takePidfd());
            Fixture.close(pidfd);

            out.clearBuffers().add(Fixture.ascii("x"));
            assertEquals(1, sendmsg(sv[0], out, 0));
            assertEquals(1, recvmsg(sv[1], m, 0)); // not taken: closed with the message
        }
        Fixture.close(sv);
    }

    @Test
    void builder_refusesWhatDoesNotFit_andKeepsWhatIsThere() {
        try (Message m = new Message(1, CMSG_SPACE(4))) {
            m.control().rights(1);
            assertThrows(IllegalStateException.class, () -> m.control().append(SOL_SOCKET, SCM_RIGHTS, 2));
            assertEquals(1, m.control().count());
            assertEquals(CMSG_SPACE(4), m.control().length());
            assertThrows(IllegalStateException.class, () -> m.control().clear().append(1, 2, new byte[64]));
            assertEquals(0, m.control().count());
            assertThrows(UnsupportedOperationException.class, () -> m.control().append(SOL_SOCKET, SCM_CREDS2, 1));
        }
        assertArrayEquals(new int[] {16, 24, 24}, new int[] {CMSG_LEN(0), CMSG_SPACE(1), CMSG_ALIGN(17)});
        assertThrows(IllegalArgumentException.class, () -> CMSG_SPACE(-1));
        int mib = 1 << 20;
        assertArrayEquals(
                new int[] {mib + 17, mib + 24, mib + 8},
                new int[] {CMSG_LEN(mib + 1), CMSG_SPACE(mib + 1), CMSG_ALIGN(mib + 1)});
        int max = Integer.MAX_VALUE; // 2^31 - 1: the sum is the only thing that can be too large
        assertArrayEquals(
                new int[] {max, max - 7, max - 7},
                new int[] {CMSG_LEN(max - 16), CMSG_SPACE(max - 23), CMSG_ALIGN(max - 7)});
        for (int length : new int[] {Integer.MIN_VALUE, -1, max - 6, max}) {
            assertThrows(IllegalArgumentException.class, () -> CMSG_SPACE(length));
            assertThrows(IllegalArgumentException.class, () -> CMSG_LEN(length));
            assertThrows(IllegalArgumentException.class, () -> CMSG_ALIGN(length));
        }
    }

    /** A send holds each socket once, and at most so many at a time that the stack is large enough for them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 300})
    void manyMessages_passManySocketsOn(int different) throws Exception {
        int messages = 60;
        int each = 30;
        int[] sv = unixPair(SOCK_STREAM);
        List<Socket> sockets = new ArrayList<>();
        int room = CMSG_SPACE(each * Integer.BYTES);
        try (MessageBatch out = new MessageBatch(messages, 1, room);
                Message in = new Message(1, room).add(ByteBuffer.allocate(1))) {
            for (int i = 0; i < different; i++) {
                sockets.add(Socket.open(AF_UNIX, SOCK_DGRAM, 0));
            }
            int next = 0;
            for (int i = 0; i < messages; i++) {
                Socket[] some = new Socket[each];
                for (int k = 0; k < each; k++) {
                    some[k] = sockets.get(next++ % different);
                }
                out.length(i, 1).control(i).rights(some);
            }
            out.range(0, messages);
            int passed = 0;
            while (out.count() > 0) {
                int n = sendmmsg(sv[0], out, 0);
                assertTrue(n > 0, Integer.toString(n));
                for (int i = 0; i < n; i++) {
                    in.clearBuffers().add(ByteBuffer.allocate(1));
                    assertEquals(1, recvmsg(sv[1], in, 0));
                    passed += in.fdCount();
                }
            }
            assertEquals(messages * each, passed);
        } finally {
            for (Socket s : sockets) {
                s.close();
            }
            Fixture.close(sv);
        }
    }

    /** Only sockets of messages that are sent must be open. */
    @Test
    void aClosedSocket_inAMessageThatIsNotSent_doesNoHarm() throws Exception {
        int[] sv = unixPair(SOCK_DGRAM);
        Socket s = Socket.open(AF_UNIX, SOCK_DGRAM, 0);
        try (MessageBatch out = new MessageBatch(2, 1)) {
            out.length(0, 1).control(0).rights(s);
            s.close();
            assertEquals(1, sendmmsg(sv[0], out.length(1, 1).range(1, 1), 0));
            assertThrows(IllegalStateException.class, () -> sendmmsg(sv[0], out.range(0, 1), 0));
        } finally {
            Fixture.close(sv);
        }
    }
}
