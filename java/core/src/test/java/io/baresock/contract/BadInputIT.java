package io.baresock.contract;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.FdSet;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.SocketOption;
import io.baresock.bpf.BpfProgram;
import io.baresock.bpf.ReuseportGroup;
import io.baresock.bpf.SocketFilter;
import io.baresock.helper.RegularFile;
import io.baresock.option.SocketOptions;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Bad input: a clear exception each time, on both backends, and the JVM lives. */
class BadInputIT {

    private Socket s = new Socket();
    private final ByteBuffer b = ByteBuffer.allocate(8);

    @BeforeEach
    void open() throws ErrnoException {
        s = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
    }

    @AfterEach
    void close() {
        s.close();
    }

    private static <T extends Throwable> void refused(Class<T> type, String mustSay, Executable call) {
        T e = assertThrows(type, call);
        Throwable told = e.getMessage() == null && e.getCause() != null ? e.getCause() : e;
        assertNotNull(told.getMessage());
        assertTrue(told.getMessage().contains(mustSay), told.getMessage());
    }

    @Test
    @SuppressWarnings("NullAway")
    void null_isRefused_byEveryAddress_optionAndSet() {
        for (Executable call : List.<Executable>of(
                () -> Sockaddr.inet((String) null, 1),
                () -> Sockaddr.inet((byte[]) null, 1),
                () -> Sockaddr.inet6((String) null, 1),
                () -> Sockaddr.inet6((String) null, 1, 0, 0),
                () -> Sockaddr.inet6((byte[]) null, 1, 0, 0),
                () -> Sockaddr.unix((String) null),
                () -> Sockaddr.unix((byte[]) null),
                () -> Sockaddr.unixAbstract((String) null),
                () -> Sockaddr.unixAbstract((byte[]) null),
                () -> Sockaddr.of(null),
                () -> Sockaddr.packet(0, 0, 0, 0, null),
                () -> Sockaddr.alg(null, "x"),
                () -> Sockaddr.alg("x", null),
                () -> Sockaddr.raw(AF_INET, null),
                () -> Sockaddr.unpack(null),
                () -> Sockaddr.parse(null),
                () -> new SockaddrStorage().matches(null),
                () -> new SockaddrStorage().copyFrom((Sockaddr) null),
                () -> new SockaddrStorage().copyFrom((SockaddrStorage) null),
                () -> new FdSet().copyFrom(null),
                () -> SocketOption.ofInt(null, 1, 1),
                () -> SocketOption.ofInt("X", 1, 1, null),
                () -> BpfProgram.of((int[]) null))) {
            refused(NullPointerException.class, ": ", call);
        }
    }

    /** An option of the user's that says little about its size. */
    private static final class Long8 extends SocketOption<Long> {
        Long8() {
            super("MY_OPTION", SOL_SOCKET, SO_TYPE, Long.class, Integer.BYTES);
        }

        @Override
        protected void encode(Long value, ByteBuffer out) {
            for (long i = 0; i < value; i++) {
                out.putLong(i);
            }
        }

        @Override
        protected Long decode(ByteBuffer in) {
            return in.getLong();
        }
    }

    @Test
    void anOption_whoseValueIsTooLongOrTooShort_isNamed() {
        refused(IllegalArgumentException.class, "MY_OPTION", () -> s.setOption(new Long8(), 10_000L));
        refused(IllegalStateException.class, "MY_OPTION", () -> s.getOption(new Long8()));
    }

    @Test
    @SuppressWarnings("NullAway")
    void null_isRefused_byEveryCall() {
        int[] pair = null;
        for (Executable call : List.<Executable>of(
                () -> s.send((ByteBuffer) null, 0),
                () -> s.recv((ByteBuffer) null, 0),
                () -> s.send((byte[]) null, 0, 0, 0),
                () -> s.recv((byte[]) null, 0, 0, 0),
                () -> s.sendto(b, 0, (Sockaddr) null),
                () -> s.sendto(b, 0, (SockaddrStorage) null),
                () -> s.sendto(null, 0, new SockaddrStorage()),
                () -> s.accept(null),
                () -> s.recv(b, null),
                () -> s.sendFully(b, null),
                () -> s.recvfrom(b, 0, null),
                () -> s.bind(null),
                () -> s.connect(null),
                () -> s.getOption(null),
                () -> s.setOption(SocketOptions.SO_RCVBUF, null),
                () -> s.withFd(null),
                () -> Bsd.send(s.fd(), null, 0),
                () -> Bsd.recv(s.fd(), null, 0),
                () -> Bsd.sendto(s.fd(), b, 0, (Sockaddr) null),
                () -> Bsd.sendto(s.fd(), b, 0, (SockaddrStorage) null),
                () -> Bsd.recvfrom(s.fd(), b, 0, null),
                () -> Bsd.bind(s.fd(), null),
                () -> Bsd.connect(s.fd(), null),
                () -> Bsd.getsockname(s.fd(), null),
                () -> Bsd.getpeername(s.fd(), null),
                () -> Bsd.socketpair(AF_UNIX, SOCK_STREAM, 0, pair),
                () -> Bsd.getsockopt(s.fd(), SOL_SOCKET, SO_TYPE, (int[]) null),
                () -> Bsd.getsockopt(s.fd(), SOL_SOCKET, SO_TYPE, (ByteBuffer) null),
                () -> Bsd.setsockopt(s.fd(), SOL_SOCKET, SO_TYPE, null),
                () -> SocketFilter.attach(s, null),
                () -> SocketFilter.attach(null, BpfProgram.of(6, 0, 0, 1)),
                () -> SocketFilter.attach(s.fd(), null),
                () -> SocketFilter.attachEbpf(null, 1),
                () -> SocketFilter.detach(null),
                () -> SocketFilter.lock(null),
                () -> ReuseportGroup.attach(s, null),
                () -> ReuseportGroup.attach(s.fd(), null),
                () -> new ReuseportGroup(null))) {
            refused(NullPointerException.class, ": ", call);
        }
    }

    @Test
    void closedSocket_saysClosed_inEveryCall() {
        s.close();
        SockaddrStorage a = new SockaddrStorage();
        Sockaddr to = Sockaddr.inet("127.0.0.1", 9);
        for (Executable call : List.<Executable>of(
                () -> s.send(b, 0),
                () -> s.send(b, 0, 1000),
                () -> s.recv(b, 0),
                () -> s.recv(b, 0, 1000),
                () -> s.recv(new byte[1], 0, 1, 0),
                () -> s.send(new byte[1], 0, 1, 0),
                () -> s.sendto(b, 0, to),
                () -> s.recvfrom(b, 0, a),
                () -> s.sendFully(ByteBuffer.allocate(1), -1),
                () -> s.recvFully(b, -1),
                () -> s.bind(to),
                () -> s.connect(to),
                () -> s.connect(to, 1000),
                () -> s.finishConnect(),
                () -> s.listen(1),
                () -> s.accept(),
                () -> s.accept(null, 0, 1000),
                () -> s.shutdown(SHUT_RDWR),
                () -> s.dup(),
                () -> s.detach(),
                () -> s.poll(1, 0, 0),
                () -> s.localAddress(),
                () -> s.peerAddress(),
                () -> s.setNonblocking(true),
                () -> s.getOption(SocketOptions.SO_TYPE),
                () -> s.setOption(SocketOptions.SO_RCVBUF, 1),
                () -> s.getsockopt(SOL_SOCKET, SO_TYPE),
                () -> s.setsockopt(SOL_SOCKET, SO_RCVBUF, 1))) {
            refused(SocketClosedException.class, "closed", call);
        }
        assertEquals(
                EBADF, assertThrows(ErrnoException.class, () -> s.listen(1)).errno());
        assertFalse(s.toString().isEmpty());
    }

    @Test
    void lengths_outsideTheirArray_areRefused() {
        byte[] a = new byte[4];
        for (int[] range : new int[][] {
            {-1, 1}, {0, -1}, {0, 5}, {5, 0}, {2, 3}, {1, Integer.MAX_VALUE}, {Integer.MIN_VALUE, Integer.MIN_VALUE}
        }) {
            refused(IndexOutOfBoundsException.class, "send: range", () -> s.send(a, range[0], range[1], 0));
            refused(IndexOutOfBoundsException.class, "recv: range", () -> s.recv(a, range[0], range[1], 0));
        }
        refused(IllegalArgumentException.class, "length -1", () -> s.send(4096, -1, 0));
        refused(IllegalArgumentException.class, "address 0x0", () -> s.send(0, 1, 0));
        refused(IllegalArgumentException.class, "length -7", () -> s.recv(4096, -7, 0));
        refused(IllegalArgumentException.class, "address 0x", () -> s.recv(Long.MIN_VALUE, 1, 0));
        refused(IllegalArgumentException.class, "length -1", () -> Bsd.send(s.fd(), 4096, -1, 0));
        refused(IllegalArgumentException.class, "address", () -> Bsd.recv(s.fd(), 0, 1, 0));
        refused(
                IllegalArgumentException.class,
                "room for 1",
                () -> Bsd.socketpair(AF_UNIX, SOCK_STREAM, 0, new int[1]));
        refused(IllegalArgumentException.class, "empty", () -> Bsd.getsockopt(s.fd(), SOL_SOCKET, SO_TYPE, new int[0]));
    }

    @Test
    void wildAddress_isEfault_notACrash() throws Exception {
        Sockaddr self = s.localAddress();
        assertEquals(
                EFAULT,
                assertThrows(ErrnoException.class, () -> s.sendto(8, 8, 0, self))
                        .errno());
        s.sendto(ByteBuffer.allocate(8), 0, self);
        assertEquals(-EFAULT, Bsd.recv(s.fd(), 8, 8, MSG_DONTWAIT));
    }

    @Test
    void readOnlyBuffer_cannotBeReceivedInto() {
        ByteBuffer ro = b.asReadOnlyBuffer();
        refused(ReadOnlyBufferException.class, "read-only", () -> s.recv(ro, 0));
        refused(ReadOnlyBufferException.class, "read-only", () -> Bsd.recv(s.fd(), ro, 0));
        refused(ReadOnlyBufferException.class, "read-only", () -> Bsd.getsockopt(s.fd(), SOL_SOCKET, SO_LINGER, ro));
    }

    @Test
    void bufferAtItsLimit_isAnEmptyMessage() throws Exception {
        assertEquals(0, s.sendto(ByteBuffer.allocate(4).position(4), 0, s.localAddress()));
        ByteBuffer full = ByteBuffer.allocate(4).position(4);
        assertEquals(0, s.recv(full, 0, 1_000_000_000));
        assertEquals(4, full.position());
    }

    @Test
    void addresses_areChecked() {
        refused(IllegalArgumentException.class, "65536", () -> Sockaddr.inet("127.0.0.1", 65_536));
        refused(IllegalArgumentException.class, "-1", () -> Sockaddr.inet6("::1", -1));
        refused(IllegalArgumentException.class, "108", () -> Sockaddr.unix("x".repeat(109)));
        refused(IllegalArgumentException.class, "localhost", () -> Sockaddr.inet("localhost", 1));
        assertEquals(
                EAFNOSUPPORT,
                assertThrows(ErrnoException.class, () -> Socket.open(4711, SOCK_STREAM, 0))
                        .errno());
        assertEquals(
                EAFNOSUPPORT,
                assertThrows(ErrnoException.class, () -> s.connect(Sockaddr.raw(4711, new byte[14])))
                        .errno());
    }

    @Test
    void foreignDescriptors_sayWhatIsWrong() throws Exception {
        refused(ErrnoException.class, "EBADF", () -> Socket.adopt(-1));
        refused(ErrnoException.class, "EBADF", () -> Socket.adopt(19_999));
        assertEquals(-EBADF, Bsd.recv(-1, b, 0));
        assertEquals(-EBADF, Bsd.close(-1));
        assertEquals(-EBADF, Bsd.fcntl(Integer.MIN_VALUE, F_GETFL, 0));
        Path path = Files.createTempFile("bad", "input");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            int fd = RegularFile.descriptorOf(path.toRealPath().toString());
            refused(ErrnoException.class, "ENOTSOCK", () -> Socket.adopt(fd));
            file.write(1); // still open, still the JDK's
        }
        Files.delete(path);
    }

    @Test
    void constantOfAnotherOs_isNamed() {
        refused(UnsupportedOperationException.class, "SO_NOSIGPIPE", () -> s.setsockopt(SOL_SOCKET, SO_NOSIGPIPE, 1));
        refused(
                UnsupportedOperationException.class,
                "SO_NOSIGPIPE",
                () -> Bsd.setsockopt(s.fd(), SOL_SOCKET, SO_NOSIGPIPE, 1));
    }

    @Test
    void negativeTimeouts_andHugeOnes_areNotErrors() throws Exception {
        s.sendto(ByteBuffer.allocate(1), 0, s.localAddress());
        assertEquals(1, s.recv(b, 0, Long.MAX_VALUE));
        s.sendto(ByteBuffer.allocate(1), 0, s.localAddress());
        assertEquals(1, s.recv(b, 0, Long.MIN_VALUE));
        assertEquals(Socket.WRITABLE, s.poll(Socket.WRITABLE, Long.MAX_VALUE, Long.MAX_VALUE));
    }
}
