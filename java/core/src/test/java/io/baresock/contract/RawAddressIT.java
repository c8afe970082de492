package io.baresock.contract;

import static io.baresock.Bsd.*;
import static io.baresock.contract.Loopback.nameOf;
import static io.baresock.contract.Loopback.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Gso;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.RingBatches;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.helper.RegularFile;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Native memory by its address goes to the kernel, which says EFAULT of what is nobody's: nothing here reads it first. */
class RawAddressIT {

    /** In the first page, which is never anybody's. */
    private static final long NOWHERE = 16;

    private int[] stream;
    private int[] datagrams;
    private int[] pipe;
    private int udp;

    @TempDir
    Path dir;

    @BeforeEach
    void open() {
        stream = new int[2];
        datagrams = new int[2];
        pipe = new int[2];
        ok(socketpair(AF_UNIX, SOCK_STREAM, 0, stream));
        ok(socketpair(AF_UNIX, SOCK_DGRAM, 0, datagrams));
        ok(pipe(pipe));
        udp = Loopback.udp();
        ok(connect(udp, nameOf(udp)));
    }

    @AfterEach
    void close() {
        for (int fd : new int[] {stream[0], stream[1], datagrams[0], datagrams[1], pipe[0], pipe[1], udp}) {
            ok(Bsd.close(fd));
        }
    }

    /** An iovec of its own, that points nowhere. */
    private static long pointsNowhere(ByteBuffer iovec) {
        iovec.order(ByteOrder.nativeOrder()).putLong(0, NOWHERE).putLong(8, 1);
        return Addresses.of(iovec);
    }

    @Test
    void vectors() throws Exception {
        ByteBuffer iovec = ByteBuffer.allocateDirect(16);
        long iov = pointsNowhere(iovec);
        for (int fd : new int[] {stream[0], datagrams[0], pipe[1], udp}) {
            assertEquals(-EFAULT, writev(fd, NOWHERE, 1));
            assertEquals(-EFAULT, writev(fd, iov, 1));
            assertEquals(0, writev(fd, NOWHERE, 0));
        }
        Path file = dir.resolve("file").toAbsolutePath();
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            assertEquals(
                    -EFAULT, writev(RegularFile.descriptorOf(file.toRealPath().toString()), NOWHERE, 1));
            assertEquals(0, open.length());
        }
        assertEquals(-EBADF, writev(-1, NOWHERE, 1));
        assertEquals(1, Bsd.send(stream[1], ByteBuffer.allocate(1), 0));
        assertEquals(-EFAULT, readv(stream[0], NOWHERE, 1));
        assertEquals(-EFAULT, readv(stream[0], iov, 1));
        iovec.putLong(8, 0);
        assertEquals(0, writev(datagrams[0], iov, 1)); // no bytes: nothing is sent, no empty datagram either
        assertEquals(-EAGAIN, Bsd.recv(datagrams[1], ByteBuffer.allocate(1), MSG_DONTWAIT));
    }

    @Test
    void plainCalls() {
        for (int fd : new int[] {stream[0], datagrams[0], udp}) {
            assertEquals(-EFAULT, Bsd.send(fd, NOWHERE, 8, 0));
        }
        assertEquals(-EFAULT, sendto(udp, NOWHERE, 8, 0, nameOf(udp)));
        assertEquals(1, Bsd.send(udp, ByteBuffer.allocate(1), 0));
        assertEquals(-EFAULT, Bsd.recv(udp, NOWHERE, 8, 0));
        assertEquals(1, Bsd.send(udp, ByteBuffer.allocate(1), 0));
        assertEquals(-EFAULT, recvfrom(udp, NOWHERE, 8, 0, new SockaddrStorage()));
        assertEquals(-EFAULT, setsockopt(udp, SOL_SOCKET, SO_RCVBUF, NOWHERE, 4));
        assertEquals(-EFAULT, getsockopt(udp, SOL_SOCKET, SO_RCVBUF, NOWHERE, 4));
    }

    @Test
    void messages() {
        try (Message m = new Message(2, 64).add(ByteBuffer.allocate(1)).add(NOWHERE, 8)) {
            assertEquals(-EFAULT, sendmsg(udp, m, 0));
            assertEquals(2, Bsd.send(udp, ByteBuffer.allocate(2), 0));
            assertEquals(-EFAULT, recvmsg(udp, m, 0));
        }
    }

    @Test
    void batches() {
        try (MessageBatch plain = new MessageBatch(1, 8);
                MessageBatch ring = RingBatches.alwaysOrPlain(1, 8, 64)) {
            for (MessageBatch m : new MessageBatch[] {plain, ring}) {
                m.memory(0, NOWHERE, 8).length(0, 8);
                assertEquals(-EFAULT, sendmmsg(udp, m.range(0, 1), 0));
                assertEquals(-EFAULT, sendmmsg(udp, m.range(0, 1), new Gso(), 0));
                assertEquals(1, Bsd.send(udp, ByteBuffer.allocate(1), 0));
                assertEquals(-EFAULT, recvmmsg(udp, m, MSG_DONTWAIT));
            }
        }
    }

    @Test
    void sockets() throws Exception {
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            s.bind(io.baresock.Sockaddr.inet("127.0.0.1", 0));
            s.connect(s.localAddress());
            efault(() -> s.send(NOWHERE, 8, 0));
            efault(() -> s.sendto(NOWHERE, 8, 0, s.localAddress()));
            assertEquals(1, s.send(ByteBuffer.allocate(1), 0));
            efault(() -> s.recv(NOWHERE, 8, 0));
            assertEquals(1, s.send(ByteBuffer.allocate(1), 0));
            efault(() -> s.recvfrom(NOWHERE, 8, 0, null));
            efault(() -> s.setsockopt(SOL_SOCKET, SO_RCVBUF, NOWHERE, 4));
            efault(() -> s.getsockopt(SOL_SOCKET, SO_RCVBUF, NOWHERE, 4));
        }
    }

    private static void efault(Executable call) {
        assertEquals(EFAULT, assertThrows(ErrnoException.class, call).errno());
    }
}
