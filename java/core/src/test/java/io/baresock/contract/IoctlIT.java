package io.baresock.contract;

import static io.baresock.Bsd.*;
import static io.baresock.contract.Loopback.nameOf;
import static io.baresock.contract.Loopback.ok;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** ioctl(2), and descriptors made by dup and pipe, on each backend. */
@DisplayName("Bsd.ioctl, dup, dup2, pipe: rows Z1, P2")
class IoctlIT {

    private static final int IFREQ = 40;
    private static final int IFNAMSIZ = 16;

    private static ByteBuffer bytes(int n) {
        return ByteBuffer.allocate(n).order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer ifreq(String name) {
        return bytes(IFREQ).put(0, name.getBytes(US_ASCII));
    }

    @Test
    void fionread_countsBytesOfAStream_andOfTheNextDatagram() throws Exception {
        int[] p = Loopback.tcpPair();
        for (ByteBuffer count :
                new ByteBuffer[] {bytes(4), ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder())}) {
            ok(send(p[0], ByteBuffer.allocate(1234), 0));
            assertEquals(1234, recv(p[1], ByteBuffer.allocate(1234), MSG_PEEK | MSG_WAITALL));
            assertEquals(0, ioctl(p[1], FIONREAD, count));
            assertEquals(1234, count.getInt(0));
            assertEquals(0, count.position());
            assertEquals(0, ioctl(p[1], SIOCINQ, count));
            assertEquals(1234, count.getInt(0));
            assertEquals(1234, recv(p[1], ByteBuffer.allocate(1234), MSG_WAITALL));
        }
        ok(close(p[0]));
        ok(close(p[1]));
        try (Socket a = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            a.bind(Sockaddr.loopback4(0));
            assertEquals(0, a.available());
            a.sendto(ByteBuffer.allocate(11), 0, a.localAddress());
            a.sendto(ByteBuffer.allocate(22), 0, a.localAddress());
            assertEquals(11, a.available());
            assertEquals(ENOTTY, assertThrows(ErrnoException.class, a::atMark).errno());
        }
    }

    @Test
    void siocoutq_countsWhatTheReceiverHasNotTaken() {
        int[] sv = new int[2];
        ok(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
        ByteBuffer count = bytes(4);
        ok(ioctl(sv[0], SIOCOUTQ, count));
        assertEquals(0, count.getInt(0));
        ok(send(sv[0], ByteBuffer.allocate(100), 0));
        ok(ioctl(sv[0], SIOCOUTQ, count));
        assertTrue(count.getInt(0) >= 100, count.getInt(0) + " bytes of kernel memory for 100");
        ok(close(sv[0]));
        ok(close(sv[1]));
    }

    @Test
    void fionbio_andArgumentlessRequests_work() {
        int fd = Loopback.udp();
        ok(ioctl(fd, FIONBIO, bytes(4).putInt(0, 1)));
        assertNotEquals(0, fcntl(fd, F_GETFL, 0) & O_NONBLOCK);
        ok(ioctl(fd, FIONCLEX, null));
        assertEquals(0, fcntl(fd, F_GETFD, 0));
        ok(ioctl(fd, FIOCLEX, null));
        assertEquals(FD_CLOEXEC, fcntl(fd, F_GETFD, 0));
        ByteBuffer direct = ByteBuffer.allocateDirect(4);
        ok(ioctl(fd, FIONBIO, Addresses.of(direct)));
        assertEquals(0, fcntl(fd, F_GETFL, 0) & O_NONBLOCK);
        ok(close(fd));
        assertEquals(-EBADF, ioctl(fd, FIONREAD, bytes(4)));
    }

    @Test
    void interfaceQueries_tellAboutLo() throws Exception {
        int fd = Loopback.udp();
        ByteBuffer index = ifreq("lo");
        ok(ioctl(fd, SIOCGIFINDEX, index));
        assertEquals(if_nametoindex("lo"), index.getInt(IFNAMSIZ));
        ByteBuffer mtu = ifreq("lo");
        ok(ioctl(fd, SIOCGIFMTU, mtu));
        assertEquals(NetworkInterface.getByName("lo").getMTU(), mtu.getInt(IFNAMSIZ));
        ByteBuffer address = ifreq("lo");
        ok(ioctl(fd, SIOCGIFADDR, address));
        byte[] sockaddr = new byte[16];
        address.get(IFNAMSIZ, sockaddr);
        assertEquals(Sockaddr.inet("127.0.0.1", 0), Sockaddr.unpack(sockaddr));
        ByteBuffer flags = ifreq("lo");
        ok(ioctl(fd, SIOCGIFFLAGS, flags));
        assertNotEquals(0, flags.getShort(IFNAMSIZ) & 8, "IFF_LOOPBACK");
        assertEquals(-ENODEV, ioctl(fd, SIOCGIFMTU, ifreq("no-such-if")));
        ok(close(fd));
    }

    @Test
    void buffers_areNeverWrittenBeyond() {
        int fd = Loopback.udp();
        ByteBuffer whole = bytes(64);
        for (int i = 0; i < 64; i++) {
            whole.put(i, (byte) 0x5A);
        }
        ByteBuffer part = whole.position(8).limit(8 + IFREQ).slice().order(ByteOrder.nativeOrder());
        part.put(0, new byte[IFREQ]).put(0, "lo".getBytes(US_ASCII));
        ok(ioctl(fd, SIOCGIFMTU, part));
        assertTrue(part.getInt(IFNAMSIZ) > 0);
        assertEquals(0x5A, whole.get(7));
        whole.clear();
        assertEquals(0x5A, whole.get(8 + IFREQ));
        assertThrows(IllegalArgumentException.class, () -> ioctl(fd, SIOCGIFMTU, bytes(IFREQ - 1)));
        assertThrows(IllegalArgumentException.class, () -> ioctl(fd, FIONREAD, bytes(3)));
        assertThrows(IllegalArgumentException.class, () -> ioctl(fd, FIONREAD, null));
        assertThrows(IllegalArgumentException.class, () -> ioctl(fd, EPIOCSPARAMS, bytes(7))); // its size is in it
        assertThrows(IllegalArgumentException.class, () -> ioctl(fd, 1L << 32, null));
        assertThrows(ReadOnlyBufferException.class, () -> ioctl(fd, FIONREAD, bytes(4).asReadOnlyBuffer()));
        assertEquals(-ENOTTY, ioctl(fd, 0xFEDC, bytes(0))); // of no known size
        assertEquals(-ENOTTY, ioctl(fd, 0xFFFF_FFFFL & EPIOCGPARAMS, bytes(8))); // as an unsigned number too
        ok(close(fd));
    }

    @Test
    @DisplayName("P2: copies are close-on-exec, unless they are said to be inherited")
    void dup_withFlags() {
        int fd = Loopback.udp();
        int inherited = ok(dup(fd, 0));
        int closed = ok(dup(fd, O_CLOEXEC));
        assertEquals(0, fcntl(inherited, F_GETFD, 0));
        assertEquals(FD_CLOEXEC, fcntl(closed, F_GETFD, 0));
        assertEquals(-EINVAL, dup(fd, O_NONBLOCK));
        int other = Loopback.udp();
        assertNotEquals(nameOf(fd), nameOf(other));
        assertEquals(other, dup2(fd, other));
        assertEquals(nameOf(fd), nameOf(other));
        assertEquals(FD_CLOEXEC, fcntl(other, F_GETFD, 0));
        assertEquals(other, dup2(other, other));
        for (int i : new int[] {fd, inherited, closed, other}) {
            ok(close(i));
        }
        assertEquals(-EPERM, dup2(1, other)); // not ours any more
        int mine = Loopback.udp();
        assertEquals(-EBADF, dup2(1_000_000, mine));
        ok(close(mine));
    }

    @Test
    void dup2_refusesWhatWasNotOpenedHere() throws Exception {
        int fd = Loopback.udp();
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            assertEquals(-EPERM, dup2(fd, s.fd()));
            assertTrue(s.isOpen());
            assertFalse(s.isClosed());
        }
        ok(close(fd));
    }

    @Test
    void pipe_carriesBytesAndIsCloseOnExec() {
        int[] fds = new int[2];
        ok(pipe2(fds, O_NONBLOCK));
        assertEquals(FD_CLOEXEC, fcntl(fds[0], F_GETFD, 0));
        assertEquals(FD_CLOEXEC, fcntl(fds[1], F_GETFD, 0));
        assertNotEquals(0, fcntl(fds[0], F_GETFL, 0) & O_NONBLOCK);
        ok(close(fds[1]));
        assertEquals(POLLHUP, poll(fds[0], POLLIN, -1));
        ok(close(fds[0]));
        ok(pipe(fds));
        assertEquals(0, fcntl(fds[0], F_GETFL, 0) & O_NONBLOCK);
        ok(close(fds[0]));
        ok(close(fds[1]));
        assertThrows(IllegalArgumentException.class, () -> pipe(new int[1]));
    }
}
