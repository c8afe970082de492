package io.baresock.contract;

import static io.baresock.Bsd.*;
import static io.baresock.contract.Loopback.nameOf;
import static io.baresock.contract.Loopback.ok;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Message;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.helper.RegularFile;
import io.baresock.testkit.Ports;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The calls by their C names, on each backend: rows Z1, P3, Z8, Z12, Z15, Z16. */
class BsdIT {

    private static ByteBuffer ascii(String s) {
        return ByteBuffer.wrap(s.getBytes(US_ASCII));
    }

    private static ByteBuffer direct(String s) {
        return ByteBuffer.allocateDirect(s.length()).put(s.getBytes(US_ASCII)).flip();
    }

    private static String text(ByteBuffer b) {
        return US_ASCII.decode(b.duplicate().flip()).toString();
    }

    @Test
    void socket_returnsTheLowestFreeDescriptor_closeOnExec() {
        int a = ok(socket(AF_INET, SOCK_DGRAM, 0));
        assertEquals(FD_CLOEXEC, fcntl(a, F_GETFD, 0));
        assertEquals(0, close(a));
        int b = ok(socket(AF_INET, SOCK_DGRAM, 0));
        assertTrue(b <= a, b + " is not the lowest free number, " + a + " is free");
        ok(close(b));
    }

    @Test
    void socket_takesNonblockInType_andTypeReadsBare() {
        int fd = ok(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
        int[] type = new int[1];
        ok(getsockopt(fd, SOL_SOCKET, SO_TYPE, type));
        assertEquals(SOCK_STREAM, type[0]);
        assertNotEquals(0, fcntl(fd, F_GETFL, 0) & O_NONBLOCK);
        ok(close(fd));
    }

    @Test
    void socket_doesNotSetReuseaddr() {
        int fd = ok(socket(AF_INET, SOCK_STREAM, IPPROTO_TCP));
        int[] on = {7};
        ok(getsockopt(fd, SOL_SOCKET, SO_REUSEADDR, on));
        assertEquals(0, on[0]);
        ok(close(fd));
    }

    @Test
    void socket_saysWhyNot() {
        assertEquals(-EPROTONOSUPPORT, socket(AF_INET, SOCK_STREAM, IPPROTO_UDP));
        assertEquals(-EAFNOSUPPORT, socket(4711, SOCK_STREAM, 0));
        assertEquals(-EINVAL, socket(AF_INET, 4711, 0));
    }

    @Test
    void tcp_connectsSendsReceivesAndEnds() {
        int listener = Loopback.listener();
        int client = ok(socket(AF_INET, SOCK_STREAM, 0));
        assertEquals(0, connect(client, nameOf(listener)));
        SockaddrStorage peer = new SockaddrStorage();
        int server = ok(accept(listener, peer));
        assertEquals(nameOf(client), peer.toSockaddr());
        assertEquals(FD_CLOEXEC, fcntl(server, F_GETFD, 0));
        ok(getpeername(client, peer));
        assertEquals(nameOf(listener), peer.toSockaddr());

        ByteBuffer out = ascii("test message");
        assertEquals(12, send(client, out, 0)); // row P8
        assertEquals(12, out.position());
        ByteBuffer in = ByteBuffer.allocateDirect(100);
        assertEquals(12, recv(server, in, 0));
        assertEquals("test message", text(in));

        assertEquals(0, shutdown(client, SHUT_WR));
        assertEquals(0, recv(server, in, 0));
        assertEquals(-EPIPE, send(client, ascii("x"), 0));
        ok(close(client));
        ok(close(server));
        ok(close(listener));
    }

    @Test
    void accept4_makesTheConnectionNonblocking_onRequest() {
        int listener = Loopback.listener();
        int client = ok(socket(AF_INET, SOCK_STREAM, 0));
        ok(connect(client, nameOf(listener)));
        int server = ok(accept4(listener, null, SOCK_NONBLOCK));
        assertEquals(-EAGAIN, recv(server, ByteBuffer.allocate(1), 0));
        ok(close(client));
        ok(close(server));
        ok(close(listener));
    }

    @Test
    void udp_sendtoAndRecvfrom_tellTheSender() {
        int a = Loopback.udp();
        int b = Loopback.udp();
        SockaddrStorage from = new SockaddrStorage();
        for (ByteBuffer message : new ByteBuffer[] {
            ascii("heap"), direct("direct"), ascii("read-only").asReadOnlyBuffer()
        }) {
            int n = message.remaining();
            assertEquals(n, sendto(a, message, 0, nameOf(b)));
            assertEquals(0, message.remaining());
            for (ByteBuffer in = n % 2 == 0 ? ByteBuffer.allocate(64) : ByteBuffer.allocateDirect(64);
                    in.position() == 0; ) {
                assertEquals(n, recvfrom(b, in, 0, from));
                assertEquals(n, in.position());
            }
            assertEquals(nameOf(a), from.toSockaddr());
        }
        ok(close(a));
        ok(close(b));
    }

    @Test
    void udp_emptyDatagram_isAMessage() {
        int a = Loopback.udp();
        int b = Loopback.udp();
        assertEquals(0, sendto(a, ByteBuffer.allocate(0), 0, nameOf(b)));
        assertEquals(0, recv(b, ByteBuffer.allocate(8), 0));
        assertEquals(-EAGAIN, recv(b, ByteBuffer.allocate(8), MSG_DONTWAIT));
        ok(close(a));
        ok(close(b));
    }

    @Test
    void recv_msgTrunc_returnsTheDatagramsOwnLength() {
        int a = Loopback.udp();
        int b = Loopback.udp();
        sendto(a, ascii("0123456789"), 0, nameOf(b));
        ByteBuffer in = ByteBuffer.allocate(4);
        assertEquals(10, recv(b, in, MSG_TRUNC));
        assertEquals("0123", text(in));
        ok(close(a));
        ok(close(b));
    }

    @Test
    void recv_msgPeek_leavesTheData() {
        int[] sv = new int[2];
        ok(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
        ok(send(sv[0], ascii("ab"), 0));
        ByteBuffer in = ByteBuffer.allocate(8);
        assertEquals(2, recv(sv[1], in, MSG_PEEK));
        assertEquals(2, recv(sv[1], in, 0));
        assertEquals("abab", text(in));
        ok(close(sv[0]));
        ok(close(sv[1]));
    }

    @Test
    void buffers_keepPositionAndLimit_ofSlices() {
        int[] sv = new int[2];
        ok(socketpair(AF_UNIX, SOCK_DGRAM, 0, sv));
        for (ByteBuffer whole : new ByteBuffer[] {ByteBuffer.allocate(32), ByteBuffer.allocateDirect(32)}) {
            ByteBuffer part = whole.position(5).limit(21).slice(); // 16 bytes
            part.position(3).limit(7);
            part.duplicate().put(new byte[] {1, 2, 3, 4});
            assertEquals(4, send(sv[0], part, 0));
            assertEquals(7, part.position());
            ByteBuffer in = (whole.isDirect() ? ByteBuffer.allocateDirect(32) : ByteBuffer.allocate(32))
                    .position(10)
                    .limit(20)
                    .slice();
            in.position(2).limit(9);
            assertEquals(4, recv(sv[1], in, 0));
            assertEquals(6, in.position());
            assertEquals(9, in.limit());
            byte[] got = new byte[4];
            in.get(2, got);
            assertArrayEquals(new byte[] {1, 2, 3, 4}, got);
        }
        ok(close(sv[0]));
        ok(close(sv[1]));
    }

    @Test
    void heapBuffers_ofEverySize_arriveIntact() {
        int[] sv = new int[2];
        ok(socketpair(AF_UNIX, SOCK_DGRAM, 0, sv));
        ok(setsockopt(sv[0], SOL_SOCKET, SO_SNDBUF, 1 << 20));
        for (int size : new int[] {1, 7, 8191, 8192, 8193, 65_536, 150_000}) {
            byte[] data = new byte[size];
            new java.util.Random(size).nextBytes(data);
            assertEquals(size, send(sv[0], ByteBuffer.wrap(data), 0));
            ByteBuffer in = ByteBuffer.allocate(size + 1);
            assertEquals(size, recv(sv[1], in, 0));
            byte[] got = new byte[size];
            in.flip().get(got);
            assertArrayEquals(data, got);
        }
        ok(close(sv[0]));
        ok(close(sv[1]));
    }

    @Test
    void rawAddresses_work() {
        int a = Loopback.udp();
        int b = Loopback.udp();
        ByteBuffer out = direct("raw");
        ByteBuffer in = ByteBuffer.allocateDirect(8);
        SockaddrStorage from = new SockaddrStorage();
        assertEquals(3, sendto(a, Addresses.of(out), 3, 0, nameOf(b)));
        assertEquals(3, recvfrom(b, Addresses.of(in), 8, 0, from));
        assertEquals(nameOf(a), from.toSockaddr());
        ok(connect(a, nameOf(b)));
        assertEquals(2, send(a, Addresses.of(out) + 1, 2, 0));
        assertEquals(2, recv(b, Addresses.of(in) + 3, 5, 0));
        assertEquals("rawaw", text(in.position(5)));
        assertEquals(-EFAULT, send(a, 8L, 5, 0));
        ok(close(a));
        ok(close(b));
    }

    @Test
    void unix_pathAndAbstract_carryTheirNames() throws Exception {
        Path dir = Files.createTempDirectory("bsd");
        Sockaddr path = Sockaddr.unix(dir.resolve("s").toString());
        Sockaddr name = Sockaddr.unixAbstract(("bs\0t" + System.nanoTime()).getBytes(US_ASCII));
        for (Sockaddr address : new Sockaddr[] {path, name}) {
            int server = ok(socket(AF_UNIX, SOCK_DGRAM, 0));
            int client = ok(socket(AF_UNIX, SOCK_DGRAM, 0));
            ok(bind(server, address));
            assertEquals(address, nameOf(server));
            assertTrue(nameOf(client).isUnnamed());
            assertEquals(2, sendto(client, ascii("hi"), 0, address));
            SockaddrStorage from = new SockaddrStorage();
            assertEquals(2, recvfrom(server, ByteBuffer.allocate(8), 0, from));
            assertEquals(AF_UNSPEC, from.family()); // an unnamed sender has no address at all
            ok(close(server));
            ok(close(client));
        }
        assertTrue(Files.deleteIfExists(dir.resolve("s"))); // row P13: a node in the file system
        Files.delete(dir);
    }

    @Test
    void inet6_carriesFlowAndScope() {
        int fd = ok(socket(AF_INET6, SOCK_DGRAM, 0));
        ok(bind(fd, Sockaddr.inet6("::1", 0)));
        SockaddrStorage a = new SockaddrStorage();
        ok(getsockname(fd, a));
        assertEquals(AF_INET6, a.family());
        assertEquals("[::1]:" + a.port(), a.toSockaddr().toString());
        ok(close(fd));
    }

    @Test
    void options_asIntAndAsBytes() {
        int fd = ok(socket(AF_INET, SOCK_STREAM, 0));
        ok(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, 10_000));
        int[] value = new int[1];
        ok(getsockopt(fd, SOL_SOCKET, SO_RCVBUF, value));
        assertEquals(20_000, value[0]); // row Z9: doubled
        for (ByteBuffer linger : new ByteBuffer[] {ByteBuffer.allocate(8), ByteBuffer.allocateDirect(8)}) {
            linger.order(ByteOrder.nativeOrder()).putInt(1).putInt(3).flip();
            ok(setsockopt(fd, SOL_SOCKET, SO_LINGER, linger));
            assertEquals(0, linger.remaining());
            linger.clear();
            assertEquals(8, getsockopt(fd, SOL_SOCKET, SO_LINGER, linger));
            assertEquals(8, linger.position());
            assertEquals(3, linger.getInt(4));
        }
        assertEquals(-ENOPROTOOPT, setsockopt(fd, SOL_SOCKET, 4711, 1));
        assertEquals(-ENOPROTOOPT, getsockopt(fd, SOL_SOCKET, 4711, value));
        ok(close(fd));
    }

    @Test
    void fcntl_dupAndDup_giveOpenCloseOnExecCopies() {
        int fd = Loopback.udp();
        int copy = ok(dup(fd));
        int third = ok(fcntl(fd, F_DUPFD, 100));
        assertTrue(third >= 100);
        assertEquals(FD_CLOEXEC, fcntl(copy, F_GETFD, 0));
        assertEquals(FD_CLOEXEC, fcntl(third, F_GETFD, 0));
        ok(fcntl(copy, F_SETFL, O_NONBLOCK));
        assertNotEquals(0, fcntl(fd, F_GETFL, 0) & O_NONBLOCK); // one open file, one mode
        ok(close(fd));
        assertEquals(-EAGAIN, recv(copy, ByteBuffer.allocate(1), 0));
        ok(close(copy));
        ok(close(third));
    }

    @Test
    void close_refusesWhatWasNotOpenedHere() throws Exception {
        try (io.baresock.Socket s = io.baresock.Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            assertEquals(-EPERM, close(s.fd()));
            assertTrue(fcntl(s.fd(), F_GETFD, 0) >= 0);
        }
        int fd = Loopback.udp();
        assertEquals(0, close(fd));
        assertEquals(-EBADF, close(fd));
        assertEquals(-EBADF, own(fd));
    }

    @Test
    void poll_tellsReadableAndTimesOut() {
        int a = Loopback.udp();
        int b = Loopback.udp();
        assertEquals(0, poll(b, POLLIN, 0));
        assertEquals(0, poll(b, POLLIN, 1_000_000));
        assertEquals(POLLOUT, poll(a, POLLIN | POLLOUT, -1));
        ok(sendto(a, ascii("x"), 0, nameOf(b)));
        assertEquals(POLLIN, poll(b, POLLIN, -1));
        ok(close(a));
        ok(close(b));
        assertEquals(POLLNVAL, poll(a, POLLIN, 0));
    }

    @Test
    void errors_areTheKernelsOwn() throws Exception {
        int stream = ok(socket(AF_INET, SOCK_STREAM, 0));
        int bound = Loopback.udp();
        int other = ok(socket(AF_INET, SOCK_DGRAM, 0));
        Sockaddr free = Sockaddr.of(Ports.refusing("127.0.0.1"));
        assertEquals(-ENOTCONN, recv(stream, ByteBuffer.allocate(1), 0));
        assertEquals(-EPIPE, send(stream, ByteBuffer.allocate(1), 0));
        assertEquals(-ECONNREFUSED, connect(stream, free));
        assertEquals(-EADDRINUSE, bind(other, nameOf(bound)));
        assertEquals(-EADDRNOTAVAIL, bind(other, Sockaddr.inet("192.0.2.1", 0)));
        assertEquals(-EAFNOSUPPORT, bind(other, Sockaddr.unix("/nonexistent/path/of/a/socket")));
        assertEquals(-EDESTADDRREQ, send(other, ByteBuffer.allocate(1), 0));
        assertEquals(-EINVAL, bind(bound, Sockaddr.inet("127.0.0.1", 0)));
        assertEquals(-EINVAL, accept(stream, null));
        assertEquals(-EOPNOTSUPP, listen(bound, 1));
        assertEquals(-EOPNOTSUPP, accept(bound, null));
        assertEquals(-EMSGSIZE, sendto(bound, ByteBuffer.allocate(70_000), 0, nameOf(bound)));
        assertEquals(-ENOTCONN, shutdown(stream, SHUT_RD));
        assertEquals(-EINVAL, shutdown(bound, 99));
        assertEquals(-EBADF, send(-1, ByteBuffer.allocate(1), 0));
        Path path = Files.createTempFile("bsd", "file");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(1);
            int fd = RegularFile.descriptorOf(path.toRealPath().toString());
            assertEquals(-ENOTSOCK, send(fd, ByteBuffer.allocate(1), 0));
            assertEquals(-ENOTSOCK, recv(fd, ByteBuffer.allocate(1), 0));
            assertEquals(-ENOTSOCK, listen(fd, 1));
            assertEquals(-EPERM, close(fd)); // the JDK's own
        }
        Files.delete(path);
        for (int fd : new int[] {stream, bound, other}) {
            ok(close(fd));
        }
    }

    /** The number is C's: what was copied, unless MSG_TRUNC asks for the datagram's own length. */
    @Test
    void recv_ofALongerDatagram_isWhatWasCopied() {
        int fd = Loopback.udp();
        ok(connect(fd, nameOf(fd)));
        SockaddrStorage from = new SockaddrStorage();
        for (boolean direct : new boolean[] {true, false}) {
            ByteBuffer b = direct ? ByteBuffer.allocateDirect(16) : ByteBuffer.allocate(16);
            for (int i = 0; i < 5; i++) {
                assertEquals(100, send(fd, ByteBuffer.allocate(100), 0));
            }
            assertEquals(16, recv(fd, b.clear(), 0));
            assertEquals(16, b.position());
            assertEquals(16, recvfrom(fd, b.clear(), 0, from));
            assertEquals(100, recv(fd, b.clear(), MSG_TRUNC));
            assertEquals(16, b.position());
            assertEquals(100, recvfrom(fd, b.clear(), MSG_TRUNC, from));
            try (Message m = new Message().add(b.clear())) {
                assertEquals(16, recvmsg(fd, m, 0));
                assertTrue(m.isTruncated());
                assertEquals(16, m.bytes());
            }
        }
        ok(close(fd));
    }
}
