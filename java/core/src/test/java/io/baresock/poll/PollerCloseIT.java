package io.baresock.poll;

import static io.baresock.poll.Fixture.*;
import static io.baresock.poll.Poller.*;
import static org.junit.jupiter.api.Assertions.*;

import io.baresock.Baresock;
import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Row G10: nobody hears of a socket that was closed, nor of a stranger that got its number. */
class PollerCloseIT {

    private Poller poller;

    @BeforeEach
    void open() throws ErrnoException {
        poller = Poller.open();
    }

    @AfterEach
    void close() {
        poller.close();
    }

    @Test
    @DisplayName("the attachment of the last event is garbage once its socket is closed")
    void attachment_ofTheLastEvent_isNotKept() throws ErrnoException {
        WeakReference<Object> attachment = openTakeAnEventAndClose();
        long deadline = System.nanoTime() + LONG_TIME;
        while (attachment.get() != null) {
            assertTrue(System.nanoTime() - deadline < 0, "the poller keeps the attachment of a closed socket");
            System.gc();
        }
    }

    private WeakReference<Object> openTakeAnEventAndClose() throws ErrnoException {
        Socket[] pair = pair();
        Object attachment = new Object();
        poller.register(pair[0], WRITABLE, attachment);
        assertEquals(1, poller.poll(LONG_TIME));
        assertTrue(poller.next());
        assertSame(attachment, poller.attachment());
        Fixture.close(pair);
        assertFalse(poller.next());
        assertThrows(IllegalStateException.class, poller::attachment);
        return new WeakReference<>(attachment);
    }

    @Test
    void close_duringTheDispatch_takesTheEventBack() throws ErrnoException {
        Socket[][] pairs = {pair(), pair(), pair()};
        for (Socket[] pair : pairs) {
            poller.register(pair[0], WRITABLE, pair);
        }
        assertEquals(3, poller.poll(LONG_TIME));
        assertTrue(poller.next());
        Socket[] mine = (Socket[]) poller.attachment();
        for (Socket[] pair : pairs) {
            if (pair != mine) {
                pair[0].close();
            }
        }
        Socket[] reuses = pair(); // the numbers that became free
        poller.register(reuses[0], READABLE, reuses);
        assertFalse(poller.next());
        assertEquals(2, poller.staleEvents());
        for (Socket[] pair : pairs) {
            Fixture.close(pair);
        }
        Fixture.close(reuses);
    }

    @Test
    void interestCleared_duringTheDispatch_takesTheEventBack() throws ErrnoException {
        Socket[][] pairs = {pair(), pair()};
        Registration a = poller.register(pairs[0][0], WRITABLE, null);
        Registration b = poller.register(pairs[1][0], WRITABLE, null);
        assertEquals(2, poller.poll(LONG_TIME));
        assertTrue(poller.next());
        (poller.registration() == a ? b : a).interest(0);
        assertFalse(poller.next());
        assertEquals(0, poller.staleEvents());
        Fixture.close(pairs[0]);
        Fixture.close(pairs[1]);
    }

    @Test
    @DisplayName("G10: epoll goes on reporting a closed descriptor that has a duplicate; we do not")
    void closedSocketWithADuplicate_isDeregistered() throws ErrnoException {
        Socket[] pair = pair();
        Socket duplicate = pair[0].dup();
        poller.register(pair[0], WRITABLE, null);
        pair[0].close();
        expectNone(poller);
        assertEquals(0, poller.staleEvents()); // deleted, not just ignored
        Registration r = poller.register(duplicate, WRITABLE, null);
        assertEquals(WRITABLE, expectOne(poller, r));
        Fixture.close(pair[1], duplicate);
    }

    @Test
    void detachedSocket_isDeregistered() throws ErrnoException {
        Socket[] pair = pair();
        Registration r = poller.register(pair[0], WRITABLE, null);
        int fd = pair[0].detach();
        expectNone(poller);
        assertFalse(r.isOpen());
        assertEquals(0, Bsd.close(fd));
        pair[1].close();
    }

    @Test
    void closed_isReportedToThoseWhoAsked_asTheirLastEvent() throws ErrnoException {
        Socket[] pair = pair();
        Registration r = poller.register(pair[0], READABLE | CLOSED, null);
        expectNone(poller);
        pair[0].close();
        assertEquals(CLOSED, expectOne(poller, r));
        expectNone(poller);
        Socket[] other = pair();
        Registration paused = poller.register(other[0], CLOSED, null);
        other[0].close();
        paused.close(); // who closes the registration does not want to hear of it
        assertEquals(1, poller.poll(0));
        assertFalse(poller.next());
        Fixture.close(pair[1], other[1]);
    }

    @Test
    void closed_wakesThePoll() throws Exception {
        Socket[] pair = pair();
        poller.register(pair[0], READABLE | CLOSED, pair);
        FutureTask<Object> poll = new FutureTask<>(() -> {
            while (true) {
                poller.poll(-1);
                if (poller.next()) {
                    return poller.ready() == CLOSED ? poller.attachment() : null;
                }
            }
        });
        Thread t = new Thread(poll);
        t.start();
        pair[0].close();
        assertSame(pair, poll.get());
        t.join();
        pair[1].close();
    }

    @Test
    void closingThePoller_endsItsPoll() throws Exception {
        for (int i = 0; i < 200; i++) {
            Poller p = Poller.open();
            CountDownLatch started = new CountDownLatch(1);
            FutureTask<Integer> poll = new FutureTask<>(() -> {
                started.countDown();
                return p.poll(-1);
            });
            Thread t = new Thread(poll);
            t.start();
            started.await();
            p.close();
            ExecutionException e = assertThrows(ExecutionException.class, poll::get);
            assertInstanceOf(PollerClosedException.class, e.getCause());
            t.join();
        }
    }

    @Test
    @DisplayName(
            "G10: 10^5 sockets opened, duplicated, registered and closed under a polling thread: no stranger's event")
    void churn_deliversNoStrangersEvent() throws Exception {
        int rounds = Baresock.backend().equals("ffm") ? 50_000 : 10_000; // two sockets each; long once in the matrix
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch delivered = new CountDownLatch(1);
        FutureTask<Long> loop = new FutureTask<>(() -> {
            long strangers = 0;
            while (!over.get()) {
                poller.poll(MILLI);
                while (poller.next()) {
                    Churned c = (Churned) poller.attachment();
                    // Only sockets that were sent a byte are ever readable: an event for another one is a stranger's.
                    if (!c.expectsData || poller.registration() != c.registration) {
                        strangers++;
                    }
                    delivered.countDown();
                }
            }
            return strangers;
        });
        Thread t = new Thread(loop);
        t.start();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 0; i < rounds; i++) {
            churn(random.nextInt());
        }
        try (Socket last = lastOne(delivered)) {
            assertTrue(last.isOpen());
        }
        over.set(true);
        poller.wakeup();
        assertEquals(0, loop.get());
        t.join();
        assertEquals(0, poller.size());
    }

    /** One that stays until an event was delivered: the loop did hear of what was ready. */
    private Socket lastOne(CountDownLatch delivered) throws Exception {
        Socket[] pair = pair();
        Churned c = new Churned(true);
        c.registration = poller.register(pair[0], 0, c);
        c.registration.interest(READABLE);
        sendByte(pair[1]);
        assertTrue(delivered.await(Patience.SECONDS, TimeUnit.SECONDS), "no event was ever delivered");
        pair[1].close();
        return pair[0];
    }

    private static final class Churned {
        final boolean expectsData;
        volatile Registration registration;

        Churned(boolean expectsData) {
            this.expectsData = expectsData;
        }
    }

    /** One pair: the one end gets a byte and is registered so, or is not; with a duplicate that outlives it, or without. */
    private void churn(int dice) throws ErrnoException {
        Socket[] pair = pair();
        Churned c = new Churned((dice & 1) != 0);
        c.registration = poller.register(pair[0], 0, c);
        c.registration.interest(READABLE);
        if (c.expectsData) {
            sendByte(pair[1]);
        }
        Socket duplicate = (dice & 2) != 0 ? pair[0].dup() : null;
        if ((dice & 4) != 0) {
            c.registration.close();
        }
        pair[0].close();
        if (duplicate != null) {
            if (!c.expectsData) {
                sendByte(pair[1]); // what is registered no more becomes readable
            }
            duplicate.close();
        }
        pair[1].close();
    }
}
