package io.baresock.poll;

import static io.baresock.Bsd.*;
import static io.baresock.poll.Fixture.*;
import static io.baresock.poll.Poller.*;
import static org.junit.jupiter.api.Assertions.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Row G11: EDGE, ONESHOT and EXCLUSIVE. */
class PollerModesIT {

    private Poller poller;
    private Socket[] pair;

    @BeforeEach
    void open() throws ErrnoException {
        poller = Poller.open();
        pair = pair();
    }

    @AfterEach
    void close() {
        poller.close();
        Fixture.close(pair);
    }

    private Registration register(int interest, Mode mode) throws ErrnoException {
        return poller.register(pair[0], interest, mode, 0, null);
    }

    @Test
    void theMode_canBeChanged_andWhatIsReadyIsReportedAnew() throws ErrnoException {
        Registration r = register(READABLE, Mode.LEVEL);
        sendByte(pair[1]);
        assertEquals(READABLE, expectOne(poller, r));
        assertThrows(NullPointerException.class, () -> r.interest(READABLE, null));
        if (FORCED_POLL) {
            assertThrows(UnsupportedOperationException.class, () -> r.interest(READABLE, Mode.EDGE));
            assertEquals(Mode.LEVEL, r.mode());
            r.interest(READABLE);
            assertEquals(READABLE, expectOne(poller, r));
            return;
        }
        r.interest(READABLE, Mode.EDGE);
        assertEquals(Mode.EDGE, r.mode());
        assertEquals(READABLE, expectOne(poller, r));
        expectNone(poller);
        r.interest(0, Mode.LEVEL);
        expectNone(poller);
        r.interest(READABLE);
        assertEquals(READABLE, expectOne(poller, r));
        assertEquals(READABLE, expectOne(poller, r));
        r.interest(READABLE, Mode.ONESHOT);
        assertEquals(READABLE, expectOne(poller, r));
        expectNone(poller);
        r.rearm();
        assertEquals(READABLE, expectOne(poller, r));
        r.close();
        assertThrows(ErrnoException.class, () -> r.interest(READABLE, Mode.LEVEL));
        assertEquals(Mode.ONESHOT, r.mode());
    }

    @Test
    void edge_reportsWhatIsNew_once() throws ErrnoException {
        if (FORCED_POLL) {
            assertThrows(UnsupportedOperationException.class, () -> register(READABLE, Mode.EDGE));
            assertEquals(0, poller.size());
            return;
        }
        Registration r = register(READABLE, Mode.EDGE);
        sendByte(pair[1]);
        assertEquals(READABLE, expectOne(poller, r));
        expectNone(poller); // not drained: silent all the same
        sendByte(pair[1]);
        assertEquals(READABLE, expectOne(poller, r));
        ByteBuffer b = ByteBuffer.allocate(8);
        assertEquals(2, pair[0].recv(b, 0));
        assertEquals(Socket.WOULD_BLOCK, pair[0].recv(b, 0));
        expectNone(poller);
        r.interest(READABLE | WRITABLE); // a change looks anew
        assertEquals(WRITABLE, expectOne(poller, r));
        expectNone(poller);
    }

    @Test
    void oneshot_reportsOnce_untilArmedAgain() throws ErrnoException {
        Registration r = register(READABLE | WRITABLE, Mode.ONESHOT);
        assertEquals(WRITABLE, expectOne(poller, r));
        sendByte(pair[1]);
        expectNone(poller);
        r.interest(READABLE | WRITABLE); // the same as before, and yet not skipped
        assertEquals(READABLE | WRITABLE, expectOne(poller, r));
        expectNone(poller);
        r.rearm();
        assertEquals(READABLE | WRITABLE, expectOne(poller, r));
        r.interest(0);
        expectNone(poller);
        r.interest(READABLE);
        assertEquals(READABLE, expectOne(poller, r));
        expectNone(poller);
    }

    @Test
    void oneshot_armedByAnotherThread_isSeenByTheWaitGoingOn() throws Exception {
        Registration r = register(READABLE, Mode.ONESHOT);
        sendByte(pair[1]);
        expectOne(poller, r);
        Thread other = new Thread(() -> {
            try {
                r.rearm();
            } catch (ErrnoException e) {
                throw new AssertionError(e);
            }
        });
        other.start();
        assertEquals(READABLE, expectOne(poller, r)); // waits for ever if the change is not seen
        other.join();
    }

    @Test
    void exclusive_changesItsInterestLikeOthers() throws ErrnoException {
        assertThrows(IllegalArgumentException.class, () -> register(READ_HANGUP, Mode.EXCLUSIVE));
        Registration r = register(READABLE, Mode.EXCLUSIVE);
        expectNone(poller);
        r.interest(WRITABLE);
        assertEquals(WRITABLE, expectOne(poller, r));
        r.interest(0);
        expectNone(poller);
        r.interest(WRITABLE);
        assertEquals(WRITABLE, expectOne(poller, r));
    }

    @Test
    @DisplayName("EXCLUSIVE: two pollers wait on one listener; at least one is woken, and every connection is accepted")
    void exclusive_wakesOneAtLeast() throws Exception {
        int connections = 200;
        Socket listener = Socket.open(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        listener.bind(Sockaddr.inet("127.0.0.1", 0)).listen(connections);
        AtomicInteger accepted = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(connections);
        Poller[] pollers = {poller, Poller.open()};
        Thread[] threads = new Thread[2];
        for (int i = 0; i < 2; i++) {
            Poller p = pollers[i];
            p.register(listener, READABLE, Mode.EXCLUSIVE, 0, null);
            threads[i] = new Thread(() -> acceptAll(p, listener, accepted, all));
            threads[i].start();
        }
        for (int i = 0; i < connections; i++) {
            Socket client = Socket.open(AF_INET, SOCK_STREAM, 0);
            client.connect(listener.localAddress());
            client.close();
        }
        all.await(); // the test's timeout, if a connection wakes nobody
        for (int i = 0; i < 2; i++) {
            pollers[i].close();
            threads[i].join();
        }
        assertEquals(connections, accepted.get());
        listener.close();
    }

    private static void acceptAll(Poller p, Socket listener, AtomicInteger accepted, CountDownLatch all) {
        try {
            while (true) {
                p.poll(-1);
                while (p.next()) {
                    for (Socket s = listener.accept(); s != null; s = listener.accept()) {
                        accepted.incrementAndGet();
                        s.close();
                        all.countDown();
                    }
                }
            }
        } catch (PollerClosedException e) {
            // the end of the test
        } catch (ErrnoException e) {
            throw new AssertionError(e);
        }
    }
}
