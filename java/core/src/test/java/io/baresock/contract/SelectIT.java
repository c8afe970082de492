package io.baresock.contract;

import static io.baresock.Bsd.*;
import static io.baresock.contract.Loopback.nameOf;
import static io.baresock.contract.Loopback.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.FdSet;
import io.baresock.testkit.Allocations;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** select(2) with descriptors of any number, on each backend. */
@DisplayName("Bsd.select: rows Z1, P4, Z17, Z18, Z21, Z23")
class SelectIT {

    private static FdSet of(int... fds) {
        FdSet set = new FdSet();
        for (int fd : fds) {
            FD_SET(fd, set);
        }
        return set;
    }

    @Test
    @DisplayName("Z1: descriptors of 1024 and above are nothing special")
    void select_takesDescriptorsBeyondFdSetsize() {
        int[] sv = new int[2];
        ok(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
        int high = fcntl(sv[1], F_DUPFD, 3000);
        assumeTrue(high != -EINVAL, "the limit of open files is below 3000");
        ok(high);
        ok(send(sv[0], ByteBuffer.allocate(1), 0));
        FdSet r = of(sv[0], high);
        FdSet w = of(high);
        FdSet e = of(high);
        assertEquals(2, select(high + 1, r, w, e, -1));
        assertTrue(FD_ISSET(high, r));
        assertFalse(FD_ISSET(sv[0], r));
        assertEquals(1, r.count());
        assertTrue(w.isSet(high));
        assertEquals(0, e.count());
        assertEquals(high, r.next(0));
        assertEquals(-1, r.next(high + 1));
        for (int fd : new int[] {sv[0], sv[1], high}) {
            ok(close(fd));
        }
        FdSet closed = of(high);
        assertEquals(-EBADF, select(high + 1, closed, null, null, 0));
        assertTrue(closed.isSet(high));
    }

    @Test
    @DisplayName("Z1: FD_ZERO, FD_SET, FD_CLR, FD_ISSET")
    void sets_holdWhatWasPutIn() {
        FdSet set = of(0, 63, 64, 1023, 1024, 100_000);
        assertEquals(6, set.count());
        FD_CLR(64, set);
        FD_CLR(7_000_000, set);
        int[] left = {0, 63, 1023, 1024, 100_000};
        int at = 0;
        for (int fd : left) {
            assertTrue(FD_ISSET(fd, set));
            at = set.next(at);
            assertEquals(fd, at++);
        }
        assertEquals(-1, set.next(at));
        assertFalse(FD_ISSET(64, set));
        assertFalse(FD_ISSET(9_000_000, set));
        FdSet copy = of(5, 2_000_000);
        copy.copyFrom(set);
        assertEquals(5, copy.count());
        assertFalse(copy.isSet(5));
        FD_ZERO(set);
        assertEquals(0, set.count());
        assertEquals(5, copy.count());
        assertThrows(IllegalArgumentException.class, () -> FD_SET(-1, set));
        assertThrows(IllegalArgumentException.class, () -> FD_ISSET(-1, set));
    }

    @Test
    void descriptorThatNoProcessHas_isRefused_andTheSetIsAsItWas() {
        FdSet set = of(3, (1 << 22) - 1);
        for (int huge : new int[] {1 << 22, 1 << 28, 2_147_483_583, Integer.MAX_VALUE - 64, Integer.MAX_VALUE}) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> FD_SET(huge, set));
            assertTrue(e.getMessage().contains(String.valueOf(huge)), e.getMessage());
            assertFalse(set.isSet(huge));
            set.clr(huge);
            assertEquals(-1, set.next(huge));
        }
        assertEquals(2, set.count());
        assertEquals((1 << 22) - 1, set.next(4));
        FdSet other = of(1 << 21);
        other.set((1 << 21) + 100_000); // grows by its own size, which must not go beyond the limit
        other.copyFrom(set);
        assertEquals(2, other.count());
        assertEquals(-EBADF, select(Integer.MAX_VALUE, set, null, other, 0));
    }

    @Test
    @DisplayName("P4: the time passes, and the sets are empty then")
    void timeout_emptiesTheSets() {
        int a = Loopback.udp();
        FdSet r = of(a);
        long start = System.nanoTime();
        assertEquals(0, select(a + 1, r, null, null, 2_000_000));
        assertTrue(System.nanoTime() - start >= 2_000_000);
        assertEquals(0, r.count());
        assertEquals(0, select(0, null, null, null, 0));
        assertEquals(0, select(Integer.MAX_VALUE, r, null, null, 0)); // nothing is in the set
        ok(close(a));
    }

    @Test
    void errors_leaveTheSetsAsTheyWere() {
        int a = Loopback.udp();
        int closed = 19_998; // no other thread opens a file of this number meanwhile
        FdSet r = of(a, closed);
        FdSet w = of(a);
        int nfds = Math.max(a, closed) + 1;
        assertEquals(-EBADF, select(nfds, r, w, null, 0));
        assertTrue(r.isSet(a) && r.isSet(closed) && w.isSet(a));
        assertEquals(-EINVAL, select(-1, r, w, null, 0));
        assertEquals(2, r.count());
        ok(close(a));
    }

    @Test
    @DisplayName(
            "Z17: a listener that is ready is one whose accept does not wait; Z21: SO_ACCEPTCONN, a port of its own")
    void readyListener_isAcceptable() {
        int listener = Loopback.listener();
        int[] is = new int[1];
        ok(getsockopt(listener, SOL_SOCKET, SO_ACCEPTCONN, is));
        assertEquals(1, is[0]);
        assertTrue(nameOf(listener).port() > 0);
        ok(fcntl(listener, F_SETFL, O_NONBLOCK));
        FdSet r = of(listener);
        assertEquals(0, select(listener + 1, r, null, null, 0));
        int client = ok(socket(AF_INET, SOCK_STREAM, 0));
        ok(getsockopt(client, SOL_SOCKET, SO_ACCEPTCONN, is));
        assertEquals(0, is[0]);
        ok(connect(client, nameOf(listener)));
        r.set(listener);
        assertEquals(1, select(listener + 1, r, null, null, -1));
        int server = ok(accept(listener, null));
        // Taken by somebody else in between: EAGAIN, not a hang.
        assertEquals(-EAGAIN, accept(listener, null));
        for (int fd : new int[] {listener, client, server}) {
            ok(close(fd));
        }
    }

    @Test
    @DisplayName(
            "Z23: a connect that is in progress is complete when writable, and SO_ERROR says how; Z18: then it stays so")
    void connectInProgress_completesWritable() {
        int listener = Loopback.listener();
        int client = ok(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
        int r = connect(client, nameOf(listener));
        assertTrue(r == 0 || r == -EINPROGRESS);
        int[] error = {-1};
        for (int i = 0; i < 2; i++) {
            FdSet w = of(client);
            assertEquals(1, select(client + 1, null, w, null, -1));
            assertTrue(w.isSet(client));
            ok(getsockopt(client, SOL_SOCKET, SO_ERROR, error));
            assertEquals(0, error[0]);
        }
        ok(close(client));
        ok(close(listener));
    }

    @Test
    @DisplayName("P4: out-of-band data is in the third set")
    void outOfBandData_isExceptional() {
        int[] p = Loopback.tcpPair();
        ok(send(p[0], ByteBuffer.wrap(new byte[] {'!'}), MSG_OOB));
        FdSet e = of(p[1]);
        assertEquals(1, select(p[1] + 1, null, null, e, -1));
        assertTrue(e.isSet(p[1]));
        ok(close(p[0]));
        ok(close(p[1]));
    }

    @Test
    void select_allocatesNothing() throws Exception {
        int a = Loopback.udp();
        FdSet w = of(a);
        FdSet r = of(a);
        assertEquals(0, Allocations.leastBytes(20_000, () -> {
            r.set(a);
            if (select(a + 1, r, w, null, 0) != 1 || !w.isSet(a)) {
                throw new AssertionError();
            }
        }));
        ok(close(a));
    }
}
