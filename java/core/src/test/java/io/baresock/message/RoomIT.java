package io.baresock.message;

import static io.baresock.Bsd.*;
import static io.baresock.message.Fixture.ascii;
import static io.baresock.message.Fixture.ok;
import static io.baresock.message.Fixture.unixPair;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.ReceivedControl;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.internal.Memory;
import io.baresock.testkit.Fds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The room of a message: it grows and keeps all that is there; more buffers than the kernel takes are the kernel's to refuse. */
class RoomIT {

    private static final int MANY = IOV_MAX + 1;
    private static final int BUFFERS_MAX = 1 << 16;
    private static final int CONTROL_MAX = 1 << 20;

    private List<String> before = List.of();

    @BeforeEach
    void countDescriptors() throws IOException {
        before = Fds.open();
    }

    @AfterEach
    void noDescriptorIsLeft() throws IOException {
        Fds.assertNoOthersThan(before);
    }

    // ---- it keeps ----

    @Test
    void buffers_stay_heapAndDirectAndRaw() {
        int[] sv = unixPair(SOCK_STREAM);
        ByteBuffer raw = ByteBuffer.allocateDirect(2).put(0, (byte) 'r').put(1, (byte) 'R');
        ByteBuffer direct = ByteBuffer.allocateDirect(1).put(0, (byte) 'd');
        try (Message m =
                new Message(3, 0).add(ascii("h")).add(Memory.address(raw), 2).add(direct)) {
            assertThrows(IllegalArgumentException.class, () -> m.add(ascii("4")));
            assertSame(m, m.ensureRoom(5, 0));
            m.add(ascii("4")).add(ascii("5"));
            assertThrows(IllegalArgumentException.class, () -> m.add(ascii("6")));
            m.ensureRoom(BUFFERS_MAX, 0).add(ascii("6"));
            assertThrows(IllegalArgumentException.class, () -> m.add(direct)); // it is among them still
            assertEquals(7, sendmsg(sv[0], m, 0));
            assertEquals(1, direct.position());
            ByteBuffer in = ByteBuffer.allocate(16);
            assertEquals(7, recv(sv[1], in, 0));
            assertEquals("hrRd456", new String(in.array(), 0, 7, US_ASCII));
            assertEquals(2, sendmsg(sv[0], m, 0)); // the raw memory remains
        }
        Fixture.close(sv);
    }

    /** Each growth moves all the parts: with more buffers, with more control data, with both, in steps. */
    @ParameterizedTest
    @CsvSource({"2,64", "1,65", "17,64", "17,1000", "300,4099", "65536,1048576"})
    @EnabledOnOs(OS.LINUX)
    void controlMessages_destination_andSocketsToPassOn_stay(int buffers, int control) throws Exception {
        int fd = Fixture.udp("127.0.0.1");
        int from = Fixture.udp("127.0.0.1");
        Fixture.on(fd, IPPROTO_IP, IP_RECVTTL);
        Fixture.on(fd, IPPROTO_IP, IP_RECVTOS);
        try (Message out = new Message(1, 64).add(ascii("x")).to(Fixture.nameOf(fd));
                Message in = new Message(1, 0).add(ByteBuffer.allocate(8))) {
            out.control().ttl(33);
            out.ensureRoom(buffers, control).control().tos(8);
            assertEquals(2, out.control().count());
            in.ensureRoom(buffers, control);
            assertEquals(1, sendmsg(from, out, 0));
            assertEquals(1, recvmsg(fd, in, 0));
            assertEquals(33, in.received().ttl());
            assertEquals(8, in.received().tos());
            assertEquals(Fixture.nameOf(from), in.from().toSockaddr());
        }
        Fixture.close(fd, from);

        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1];
                Message out = new Message(1, 64).add(ascii("x"));
                Message in = new Message(1, 64).add(ByteBuffer.allocate(8))) {
            out.control().rights(a);
            out.ensureRoom(buffers, control).control().rights(b);
            out.ensureRoom(Math.min(buffers + 1, BUFFERS_MAX), control); // those from before and after a growth
            assertEquals(1, a.sendmsg(out, 0));
            assertEquals(1, b.recvmsg(in, 0));
            assertEquals(2, in.fdCount());
            try (Socket copy = in.takeSocket(0)) {
                assertEquals(1, copy.send(ascii("y"), 0)); // it is a
                assertEquals(1, b.recv(ByteBuffer.allocate(8), 0));
            }
            out.clearBuffers().add(ascii("z")).control().clear();
            assertEquals(1, a.sendmsg(out, 0)); // the sockets are forgotten with the control messages
            in.clearBuffers().add(ByteBuffer.allocate(8));
            assertEquals(1, b.recvmsg(in, 0));
            assertEquals(0, in.fdCount());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void socketToPassOn_thatWasClosed_isRefusedAfterwardsToo() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1];
                Socket gone = Socket.open(AF_INET, SOCK_DGRAM, 0);
                Message out = new Message(1, 64).add(ascii("x"))) {
            out.control().rights(b, gone);
            out.ensureRoom(4, 256);
            gone.close();
            assertThrows(IllegalStateException.class, () -> a.sendmsg(out, 0));
            out.control().clear();
            assertEquals(1, a.sendmsg(out, 0)); // it is forgotten
        }
    }

    /** What came stays readable, what was cut off stays cut off, and each descriptor has one owner. */
    @ParameterizedTest
    @CsvSource({"2,0", "1,25", "9,4096", "65536,1048576"})
    @EnabledOnOs(OS.LINUX)
    void whatWasReceived_stays_withItsDescriptors(int buffers, int control) {
        int[] sv = unixPair(SOCK_DGRAM);
        try (Message out = Fixture.sender();
                Message in = new Message(1, CMSG_SPACE(4)).add(ByteBuffer.allocate(8))) {
            out.control().rights(sv[0], sv[1], sv[0]);
            assertEquals(1, sendmsg(sv[0], out, 0));
            assertEquals(1, recvmsg(sv[1], in, 0));
            int taken = in.takeFd(0);
            ReceivedControl c = in.received();
            byte[] numbers = c.copy(0);

            in.ensureRoom(buffers, control);
            assertSame(c, in.received());
            assertEquals(1, in.bytes());
            assertTrue(in.isControlTruncated());
            assertEquals(1, c.count());
            assertTrue(c.mayBeCutOff(0));
            assertArrayEquals(numbers, c.copy(0));
            assertEquals(2, in.fdCount());
            assertThrows(IllegalStateException.class, () -> in.takeFd(0));
            int second = in.takeFd(1);
            assertTrue(fcntl(second, F_GETFD, 0) >= 0);
            Fixture.close(taken, second);

            out.clearBuffers().add(ascii("y"));
            assertEquals(1, sendmsg(sv[0], out, 0));
            in.clearBuffers().add(ByteBuffer.allocate(8));
            assertEquals(1, recvmsg(sv[1], in, 0));
            assertEquals(control >= CMSG_SPACE(12) ? 3 : 2, in.fdCount());
            in.ensureRoom(
                    buffers, Math.min(control + 64, CONTROL_MAX)); // these go with the message: see noDescriptorIsLeft
        }
        Fixture.close(sv);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void nextReceive_closesWhatCameBeforeTheGrowth_andFindsNothingOfIt() {
        int[] sv = unixPair(SOCK_DGRAM);
        try (Message out = Fixture.sender();
                Message in = new Message(1, 64).add(ByteBuffer.allocate(8))) {
            out.control().rights(sv[0], sv[1]);
            assertEquals(1, sendmsg(sv[0], out, 0));
            assertEquals(1, recvmsg(sv[1], in, 0));
            in.ensureRoom(7, 777);
            out.clearBuffers().add(ascii("y")).control().clear();
            assertEquals(1, sendmsg(sv[0], out, 0));
            in.clearBuffers().add(ByteBuffer.allocate(8));
            assertEquals(1, recvmsg(sv[1], in, 0));
            assertEquals(0, in.received().count());
            assertEquals(0, in.fdCount());
            assertThrows(IndexOutOfBoundsException.class, () -> in.takeFd(0));
            assertEquals(0, in.flags() & MSG_CTRUNC);
        }
        Fixture.close(sv);
    }

    // ---- it never shrinks, and refuses ----

    @Test
    void room_neverShrinks() {
        int[] sv = unixPair(SOCK_STREAM);
        try (Message m = new Message(2, 64)) {
            m.ensureRoom(0, 0).ensureRoom(1, 128).ensureRoom(3, 8);
            m.add(ascii("1")).add(ascii("2")).add(ascii("3"));
            assertThrows(IllegalArgumentException.class, () -> m.add(ascii("4")));
            m.control().append(SOL_SOCKET, SCM_RIGHTS, new byte[128 - CMSG_LEN(0)]);
            assertThrows(IllegalStateException.class, () -> m.control().append(SOL_SOCKET, SCM_RIGHTS, new byte[0]));
            m.ensureRoom(0, 192).control().append(SOL_SOCKET, SCM_RIGHTS, new byte[192 - 128 - CMSG_LEN(0)]);
            assertEquals(192, m.control().length());
            m.control().clear();
            assertEquals(3, sendmsg(sv[0], m, 0));
        }
        Fixture.close(sv);
    }

    @Test
    void badRoom_isRefused_andTheMessageIsAsBefore() {
        int[] sv = unixPair(SOCK_STREAM);
        Message m = new Message(1, 0).add(ascii("x"));
        int[][] bad = {
            {-1, 0},
            {0, -1},
            {Integer.MIN_VALUE, 0},
            {BUFFERS_MAX + 1, 0},
            {0, CONTROL_MAX + 1},
            {Integer.MAX_VALUE, Integer.MAX_VALUE},
            {1 << 28, 0} // times 16 it is 0
        };
        for (int[] b : bad) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> m.ensureRoom(b[0], b[1]), Arrays.toString(b));
            assertTrue(e.getMessage().startsWith("ensureRoom: "), e.getMessage());
        }
        assertEquals(1, sendmsg(sv[0], m, 0));
        m.close();
        for (int[] b : new int[][] {{0, 0}, {2, 0}, {BUFFERS_MAX, CONTROL_MAX}}) {
            assertThrows(IllegalStateException.class, () -> m.ensureRoom(b[0], b[1]));
        }
        Fixture.close(sv);
    }

    // ---- more than the kernel takes ----

    private static ByteBuffer buffer(String kind) {
        return switch (kind) {
            case "direct" -> ByteBuffer.allocateDirect(1);
            case "large" -> ByteBuffer.allocate(1024); // a stream takes more than 256 KiB in pieces
            case "empty" -> ByteBuffer.allocate(0);
            default -> ByteBuffer.allocate(1);
        };
    }

    private static void add(Message m, int count, String kind) {
        for (int i = 0; i < count; i++) {
            m.add(buffer(kind));
        }
    }

    private static void assertEmsgsize(ErrnoException e) {
        assertEquals(EMSGSIZE, e.errno(), e::getMessage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap", "direct", "large", "empty"})
    void moreThanIovMax_areEmsgsize(String kind) throws Exception {
        for (int type : new int[] {SOCK_STREAM, SOCK_DGRAM}) {
            Socket[] pair = Socket.pair(AF_UNIX, type, 0);
            try (Socket a = pair[0];
                    Socket b = pair[1];
                    Message m = new Message(MANY, 0)) {
                add(m, MANY, kind);
                assertEquals(-EMSGSIZE, sendmsg(a.fd(), m, MSG_DONTWAIT)); // which would never wait to send a part
                assertEquals(-EMSGSIZE, sendmsg(a.fd(), m, 0));
                assertEquals(-EMSGSIZE, recvmsg(b.fd(), m, 0)); // at once, though nothing is there
                assertEquals(-EMSGSIZE, recvmsg(b.fd(), m, MSG_WAITALL));
                assertEmsgsize(assertThrows(ErrnoException.class, () -> a.sendmsg(m, 0)));
                assertEmsgsize(assertThrows(ErrnoException.class, () -> a.sendmsg(m, 0, 0)));
                assertEmsgsize(assertThrows(ErrnoException.class, () -> b.recvmsg(m, 0)));
                assertEmsgsize(assertThrows(ErrnoException.class, () -> b.recvmsg(m, MSG_WAITALL, 1_000_000_000L)));
                assertEquals(-EBADF, sendmsg(-1, m, 0)); // the kernel looks at the descriptor first
                assertEquals(-EBADF, recvmsg(-1, m, 0));
                assertEquals(0, m.bytes());
                b.setNonblocking(true);
                assertEquals(Socket.WOULD_BLOCK, b.recv(ByteBuffer.allocate(1), 0)); // nothing was sent
            }
        }
    }

    @Test
    void moreThanIovMax_moveNoPosition_andNoPart_isSent_withControlMessagesToo() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        ByteBuffer first = ascii("abc");
        try (Socket a = pair[0];
                Socket b = pair[1];
                Message m = new Message(1, 64).add(first)) {
            m.ensureRoom(MANY + 7, 0);
            add(m, MANY + 6, "heap");
            m.control().rights(a);
            assertEmsgsize(assertThrows(ErrnoException.class, () -> a.sendmsg(m, 0)));
            assertEquals(0, first.position());
            m.clearBuffers();
            add(m, IOV_MAX, "heap"); // as many as it takes
            assertEquals(IOV_MAX, ok(Bsd.sendmsg(a.fd(), m, 0)));
            assertFalse(m.isTruncated());
            ByteBuffer in = ByteBuffer.allocate(IOV_MAX + 1);
            assertEquals(IOV_MAX, b.recv(in, 0));
        }
    }

    @Test
    void destination_isNamed_byTheRefusal() throws Exception {
        Sockaddr to = Sockaddr.inet("127.0.0.1", 9);
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0);
                Message m = new Message(MANY, 0).to(to)) {
            add(m, MANY, "heap");
            ErrnoException e = assertThrows(ErrnoException.class, () -> s.sendmsg(m, 0));
            assertEmsgsize(e);
            assertTrue(e.getMessage().contains(to.toString()), e.getMessage());
        }
    }
}
