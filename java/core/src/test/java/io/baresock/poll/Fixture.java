package io.baresock.poll;

import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_NONBLOCK;
import static io.baresock.Bsd.SOCK_STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;

/** What the tests of the poller have in common. */
final class Fixture {

    /** Whether pollers are made with poll(2): {@code -Dbaresock.force=poll}. */
    static final boolean FORCED_POLL = System.getProperty("baresock.force", "").contains("poll");

    /** A timeout that no passing test ever waits for: it only keeps a broken one from hanging. */
    static final long LONG_TIME = Patience.NANOS;

    static final long MILLI = 1_000_000L;

    private Fixture() {}

    static Socket[] pair() throws ErrnoException {
        return Socket.pair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    }

    static void close(Socket... sockets) {
        for (Socket s : sockets) {
            s.close();
        }
    }

    static void sendByte(Socket s) throws ErrnoException {
        assertEquals(1, s.send(new byte[] {'x'}, 0, 1, 0));
    }

    static void recvByte(Socket s) throws ErrnoException {
        assertEquals(1, s.recv(ByteBuffer.allocate(1), 0));
    }

    /** Polls and expects exactly one event, of this registration. Returns what it says. */
    static int expectOne(Poller poller, Registration r) throws ErrnoException {
        assertEquals(1, poller.poll(LONG_TIME));
        assertTrue(poller.next());
        assertEquals(r, poller.registration());
        int ready = poller.ready();
        assertFalse(poller.next());
        return ready;
    }

    /** Polls without waiting and expects nothing. */
    static void expectNone(Poller poller) throws ErrnoException {
        assertEquals(0, poller.poll(0));
        assertFalse(poller.next());
    }
}
