package io.baresock.contract;

import static io.baresock.Bsd.*;
import static io.baresock.contract.Loopback.nameOf;
import static io.baresock.contract.Loopback.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baresock.PollFds;
import io.baresock.testkit.Allocations;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** poll(2) on many descriptors, on each backend. */
@DisplayName("Bsd.poll: rows Z1, P4, Z18")
class PollIT {

    private static int[] pair(int type) {
        int[] sv = new int[2];
        ok(socketpair(AF_UNIX, type, 0, sv));
        return sv;
    }

    private static void closeAll(int... fds) {
        for (int fd : fds) {
            ok(close(fd));
        }
    }

    @Test
    @DisplayName("P4, Z1: a thousand descriptors, each one's own events")
    void poll_ofAThousand_tellsWhichAreReady() {
        int n = 500;
        int[][] pairs = new int[n][];
        PollFds fds = new PollFds(4);
        for (int i = 0; i < n; i++) {
            pairs[i] = pair(SOCK_DGRAM);
            assertEquals(2 * i, fds.add(pairs[i][0], POLLIN));
            assertEquals(2 * i + 1, fds.add(pairs[i][1], POLLIN));
        }
        assertEquals(2 * n, fds.size());
        assertEquals(0, poll(fds, 0));
        assertEquals(-1, fds.nextReady(0));
        for (int i = 0; i < n; i += 7) {
            assertEquals(1, send(pairs[i][0], ByteBuffer.allocate(1), 0));
        }
        assertEquals((n + 6) / 7, poll(fds, -1));
        int seen = 0;
        for (int i = fds.nextReady(0); i >= 0; i = fds.nextReady(i + 1)) {
            assertEquals(14 * seen + 1, i);
            assertEquals(POLLIN, fds.revents(i));
            seen++;
        }
        assertEquals((n + 6) / 7, seen);
        for (int[] p : pairs) {
            closeAll(p);
        }
    }

    @Test
    void negativeDescriptors_arePassedOver_inEveryForm() {
        for (int fd : new int[] {-1, -2, Integer.MIN_VALUE}) {
            assertEquals(0, poll(fd, POLLIN | POLLOUT, 0));
            assertEquals(0, poll(fd, 0, 1_000_000)); // waits that long, as poll(2) does
            PollFds fds = new PollFds();
            fds.add(fd, POLLIN);
            assertEquals(0, poll(fds, 0));
            assertEquals(0, fds.revents(0));
        }
        assertEquals(POLLNVAL, poll(1_000_000, POLLIN, -1)); // not open, but a descriptor's number
        assertThrows(IllegalArgumentException.class, () -> poll(0, 0x10000, 0));
        assertThrows(IllegalArgumentException.class, () -> poll(0, -1, 0));
    }

    @Test
    @DisplayName("Z18: a healthy socket is always writable")
    void entries_canBeChangedAndRemoved() {
        int[] p = pair(SOCK_STREAM);
        PollFds fds = new PollFds(0);
        fds.add(p[0], POLLIN);
        fds.add(-1, POLLIN | POLLOUT); // passed over
        fds.add(p[1], POLLOUT);
        assertEquals(1, poll(fds, -1));
        assertEquals(POLLOUT, fds.revents(2));
        fds.setEvents(0, POLLOUT);
        assertEquals(0, fds.revents(0));
        assertEquals(2, poll(fds, -1));
        assertEquals(0, fds.revents(1));
        fds.remove(0); // the last takes its place
        assertEquals(2, fds.size());
        assertEquals(p[1], fds.fd(0));
        assertEquals(POLLOUT, fds.events(0));
        assertEquals(POLLOUT, fds.revents(0));
        fds.set(1, p[0], POLLPRI);
        assertEquals(1, poll(fds, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> fds.fd(2));
        assertThrows(IndexOutOfBoundsException.class, () -> fds.remove(-1));
        assertThrows(IllegalArgumentException.class, () -> fds.add(p[0], 1 << 16));
        fds.clear();
        assertEquals(0, fds.size());
        assertEquals(0, poll(fds, 0));
        closeAll(p);
    }

    @Test
    void aClosedDescriptorAndAHangUp_areToldUnasked() {
        int[] p = pair(SOCK_STREAM);
        PollFds fds = new PollFds();
        fds.add(p[0], 0);
        fds.add(p[1], 0);
        ok(close(p[1]));
        assertEquals(2, poll(fds, -1));
        assertEquals(POLLHUP, fds.revents(0));
        assertEquals(POLLNVAL, fds.revents(1));
        closeAll(p[0]);
    }

    @Test
    @DisplayName("P4: out-of-band data is an exceptional condition, and has its mark")
    void outOfBandData_isPriAndHasAMark() {
        int[] p = Loopback.tcpPair();
        ok(send(p[0], ByteBuffer.wrap(new byte[] {'a', 'b'}), 0));
        ok(send(p[0], ByteBuffer.wrap(new byte[] {'!'}), MSG_OOB));
        ok(send(p[0], ByteBuffer.wrap(new byte[] {'c'}), 0));
        PollFds fds = new PollFds();
        fds.add(p[1], POLLPRI);
        assertEquals(1, poll(fds, -1));
        assertEquals(POLLPRI, fds.revents(0));
        assertEquals(0, sockatmark(p[1]));
        ByteBuffer in = ByteBuffer.allocate(8);
        assertEquals(2, recv(p[1], in, MSG_WAITALL)); // a receive ends at the mark
        assertEquals(1, sockatmark(p[1]));
        ByteBuffer oob = ByteBuffer.allocate(1);
        assertEquals(1, recv(p[1], oob, MSG_OOB));
        assertEquals('!', oob.get(0));
        assertEquals(1, recv(p[1], in, 0));
        assertEquals('c', in.get(2));
        assertEquals(0, sockatmark(p[1]));
        closeAll(p);
        assertEquals(-EBADF, sockatmark(p[1]));
        int udp = Loopback.udp();
        assertEquals(-ENOTTY, sockatmark(udp));
        closeAll(udp);
    }

    @Test
    void poll_allocatesNothing() throws Exception {
        int a = Loopback.udp();
        ok(sendto(a, ByteBuffer.allocate(1), 0, nameOf(a)));
        PollFds fds = new PollFds();
        fds.add(a, POLLIN);
        assertEquals(0, Allocations.leastBytes(20_000, () -> {
            fds.setEvents(0, POLLIN);
            if (poll(fds, -1) != 1 || fds.revents(0) != POLLIN || fds.nextReady(0) != 0) {
                throw new AssertionError();
            }
        }));
        closeAll(a);
    }
}
