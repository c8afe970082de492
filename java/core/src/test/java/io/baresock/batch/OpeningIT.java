package io.baresock.batch;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Gso;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import io.baresock.vthread.Virtual;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is remembered of a socket between calls is not told to the next socket that has its number. */
class OpeningIT {

    private static final long LONG = Patience.NANOS;
    private static final int TRIES = 50;

    private enum Way {
        SOCKET,
        VIRTUAL_THREAD,
        BSD
    }

    /** A connected UDP socket, and its peer. */
    private static Socket[] pair() throws Exception {
        Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
        Socket peer = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
        s.connect(peer.localAddress());
        peer.connect(s.localAddress());
        return new Socket[] {s, peer};
    }

    /** The next one of the number: after a few that other threads of this JVM made it not be. */
    private static int again(int fd, int family) {
        List<Integer> others = new ArrayList<>();
        int got = -1;
        for (int i = 0; i < TRIES && got != fd; i++) {
            got = socket(family, SOCK_DGRAM, 0);
            if (got != fd) {
                others.add(got);
            }
        }
        others.forEach(other -> close(other));
        assertEquals(fd, got);
        return got;
    }

    private static Socket socketAgain(int fd) throws Exception {
        List<Socket> others = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0);
            if (s.fd() == fd) {
                others.forEach(Socket::close);
                return s;
            }
            others.add(s);
        }
        others.forEach(Socket::close);
        throw new AssertionError("descriptor " + fd + " is not free");
    }

    private static void awaitByte(ByteBuffer b) {
        long start = System.nanoTime();
        while (b.get(0) == 0) {
            assertTrue(System.nanoTime() - start < LONG, "nothing came");
            Thread.onSpinWait();
        }
    }

    /** Has the batch receive one message and then an error, which is kept: by the kernel, or in the batch. */
    private static void receiveAndKeep(Way way, MessageBatch m, Socket[] pair, int fd) throws Exception {
        ByteBuffer memory = ByteBuffer.allocateDirect(4);
        m.memory(0, memory);
        Virtual.Body<Integer> receive = () -> way == Way.BSD ? recvmmsg(fd, m, 0, LONG) : pair[0].recvmmsg(m, 0, LONG);
        Virtual.Task<Integer> call = way == Way.VIRTUAL_THREAD ? Virtual.call(receive) : platform(receive);
        pair[1].send(new byte[] {1}, 0, 1, 0);
        awaitByte(memory);
        pair[1].close();
        pair[0].send(new byte[] {1}, 0, 1, 0); // is refused, which ends the call
        assertEquals(1, call.get());
    }

    private static Virtual.Task<Integer> platform(Virtual.Body<Integer> body) {
        return Virtual.onPlatformThread(body);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void errorThatCameAfterMessages_isOfThatOpening(Way way) throws Exception {
        for (boolean closes : new boolean[] {false, true}) {
            Socket[] pair = pair();
            int fd = way == Way.BSD ? own(pair) : pair[0].fd();
            try (MessageBatch m = new MessageBatch(4, 4)) {
                receiveAndKeep(way, m, pair, fd);
                if (!closes) {
                    assertEquals(-ECONNREFUSED, recvmmsgOf(way, pair[0], fd, m));
                    continue;
                }
                pair[0].close();
                if (way == Way.BSD) {
                    close(fd);
                    again(fd, AF_INET);
                    assertEquals(-EAGAIN, recvmmsgOf(way, pair[0], fd, m));
                } else {
                    try (Socket next = socketAgain(fd)) {
                        assertEquals(-EAGAIN, recvmmsgOf(way, next, fd, m));
                    }
                }
            } finally {
                pair[0].close();
                if (way == Way.BSD) {
                    close(fd);
                }
            }
        }
    }

    /** Where the kernel does not keep the error, nothing about the socket would end the wait for more messages. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void errorAfterAMessage_endsTheWaitForMore(Way way, @TempDir Path directory) throws Exception {
        Socket[] pair = pair();
        int fd = way == Way.BSD ? own(pair) : pair[0].fd();
        try (MessageBatch m = new MessageBatch(4, 4)) {
            m.memory(1, withoutFile(directory.resolve("f")));
            for (int i = 0; i < 2; i++) {
                pair[1].send(new byte[] {1}, 0, 1, 0);
            }
            Virtual.Body<Integer> receive = () -> way == Way.BSD ? recvmmsg(fd, m, 0, -1) : pair[0].recvmmsg(m, 0, -1);
            Virtual.Task<Integer> call = way == Way.VIRTUAL_THREAD ? Virtual.call(receive) : platform(receive);
            assertEquals(1, call.get());
            assertEquals(-EFAULT, recvmmsgOf(way, pair[0], fd, m));
        } finally {
            pair[0].close();
            pair[1].close();
            if (way == Way.BSD) {
                close(fd);
            }
        }
    }

    /** Memory that the kernel cannot write: the file ends before it. */
    private static ByteBuffer withoutFile(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, 4096);
            channel.truncate(0);
            return memory;
        }
    }

    /** Receives from others and by others come between: the error is the socket's, not the batch's. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void errorThatCameAfterMessages_isToldByTheNextReceiveOfAnyBatch(Way way) throws Exception {
        Socket[] pair = pair();
        int fd = way == Way.BSD ? own(pair) : pair[0].fd();
        try (MessageBatch m = new MessageBatch(4, 4);
                MessageBatch another = new MessageBatch(4, 4);
                Socket other = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            receiveAndKeep(way, m, pair, fd);
            assertEquals(-EAGAIN, recvmmsgOf(way, other, other.fd(), m));
            assertEquals(-EAGAIN, recvmmsgOf(way, other, other.fd(), another));
            Socket.open(AF_INET, SOCK_DGRAM, 0).close(); // another opening
            assertEquals(-ECONNREFUSED, recvmmsgOf(way, pair[0], fd, another));
            assertEquals(-EAGAIN, recvmmsgOf(way, pair[0], fd, another));
            assertEquals(-EAGAIN, recvmmsgOf(way, pair[0], fd, m));
        } finally {
            pair[0].close();
            if (way == Way.BSD) {
                close(fd);
            }
        }
    }

    /** A descriptor that something else opened: nobody here knows of its close. */
    @Test
    void errorThatCameAfterMessages_isKept_whateverIsOpened() throws Exception {
        Socket[] pair = pair();
        try (Socket s = pair[0];
                MessageBatch m = new MessageBatch(4, 4)) {
            receiveAndKeep(Way.BSD, m, pair, s.fd());
            Socket.open(AF_INET, SOCK_DGRAM, 0).close();
            assertEquals(-ECONNREFUSED, recvmmsg(s.fd(), m, 0, 0));
            assertEquals(-EAGAIN, recvmmsg(s.fd(), m, 0, 0));
        }
    }

    /** The socket as a descriptor of Bsd's: a duplicate, so that the kernel's end is one. */
    private static int own(Socket[] pair) throws Exception {
        int fd = dup(pair[0].fd());
        assertTrue(fd >= 0);
        return fd;
    }

    private static int recvmmsgOf(Way way, Socket s, int fd, MessageBatch m) throws Exception {
        if (way == Way.BSD) {
            return recvmmsg(fd, m, 0, 0);
        }
        try {
            int n = s.recvmmsg(m, 0, 0);
            return n == Socket.WOULD_BLOCK ? -EAGAIN : n;
        } catch (ErrnoException e) {
            return -e.errno();
        }
    }

    @Test
    void gso_asksAnewWhatASocketIs_whenTheNumberIsAnothers() throws Exception {
        if (Gso.supportedSegments() <= 1) {
            return; // nothing is asked then
        }
        int fd = socket(AF_INET, SOCK_DGRAM, 0);
        SockaddrStorage name = new SockaddrStorage();
        assertEquals(0, bind(fd, Sockaddr.loopback4(0)));
        assertEquals(0, getsockname(fd, name));
        Gso how = new Gso();
        assertEquals(4, sendSegments(fd, how, ByteBuffer.allocate(4), 2, 0, name.toSockaddr()));
        close(fd);
        int other = again(fd, AF_UNIX);
        assertThrows(
                IllegalArgumentException.class, () -> sendSegments(other, how, ByteBuffer.allocate(4), 2, 0, null));
        close(other);
    }

    /** dup2(2) opens the number again, and the number stays open meanwhile. */
    @Test
    void gso_looksAgain_afterDup2() throws Exception {
        int[] stream = new int[2];
        assertEquals(0, socketpair(AF_UNIX, SOCK_STREAM, 0, stream));
        Socket[] pair = pair();
        int fd = own(pair);
        try (Socket s = pair[0];
                Socket peer = pair[1]) {
            Gso gso = new Gso();
            assertEquals(20, sendSegments(fd, gso, ByteBuffer.allocate(20), 10, 0, null));
            assertEquals(fd, dup2(stream[0], fd));
            assertThrows(
                    IllegalArgumentException.class, () -> sendSegments(fd, gso, ByteBuffer.allocate(20), 10, 0, null));
            assertEquals(-EAGAIN, recv(stream[1], ByteBuffer.allocate(100), MSG_DONTWAIT));
            assertEquals(fd, dup2(s.fd(), fd));
            assertEquals(20, sendSegments(fd, gso, ByteBuffer.allocate(20), 10, 0, null));
        } finally {
            close(fd);
            close(stream[0]);
            close(stream[1]);
        }
    }
}
