package io.baresock.poll;

import static io.baresock.poll.Fixture.*;
import static io.baresock.poll.Poller.*;
import static org.junit.jupiter.api.Assertions.*;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Row G11: wake-ups from other threads, and changes made by them. */
@Timeout(60)
class PollerWakeupIT {

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
    void wakeup_beforeThePoll_isNotLost_andCountsOnce() throws ErrnoException {
        poller.wakeup();
        poller.wakeup();
        assertEquals(0, poller.poll(-1)); // hangs if it is lost
        long start = System.nanoTime();
        assertEquals(0, poller.poll(MILLI));
        assertTrue(System.nanoTime() - start >= MILLI);
    }

    @Test
    void wakeup_endsAPoll() throws Exception {
        FutureTask<Integer> poll = new FutureTask<>(() -> poller.poll(-1));
        Thread t = new Thread(poll);
        t.start();
        poller.wakeup();
        assertEquals(0, poll.get());
        t.join();
    }

    @Test
    void wakeup_takesNoEventAway() throws ErrnoException {
        Socket[] pair = pair();
        Registration r = poller.register(pair[0], WRITABLE, null);
        poller.wakeup();
        assertEquals(WRITABLE, expectOne(poller, r));
        Fixture.close(pair);
    }

    @Test
    @DisplayName("no wake-up is lost: 10^5 handed over, each waited for")
    void wakeups_areNeverLost() throws Exception {
        int rounds = 100_000;
        AtomicLong work = new AtomicLong();
        AtomicLong done = new AtomicLong();
        FutureTask<Void> loop = new FutureTask<>(() -> {
            while (done.get() < rounds) {
                poller.poll(-1); // hangs if a wake-up is lost
                done.set(work.get());
            }
            return null;
        });
        Thread t = new Thread(loop);
        t.start();
        for (int i = 1; i <= rounds; i++) {
            work.set(i);
            poller.wakeup();
            if (i % 7 == 0) { // let it go to sleep now and then
                while (done.get() < i) {
                    Thread.onSpinWait();
                }
            }
        }
        loop.get();
        t.join();
        assertEquals(rounds, done.get());
    }

    @Test
    void registrationByAnotherThread_countsForThePollGoingOn() throws Exception {
        for (int i = 0; i < 200; i++) {
            Socket[] pair = pair();
            CountDownLatch started = new CountDownLatch(1);
            FutureTask<Object> poll = new FutureTask<>(() -> {
                started.countDown();
                while (true) {
                    poller.poll(-1);
                    if (poller.next()) {
                        return poller.attachment();
                    }
                }
            });
            Thread t = new Thread(poll);
            t.start();
            started.await();
            if (i % 2 == 0) {
                LockSupport.parkNanos(20_000); // either order is to work
            }
            Registration r = poller.register(pair[0], 0, pair);
            r.interest(READABLE);
            sendByte(pair[1]);
            assertSame(pair, poll.get());
            t.join();
            Fixture.close(pair);
        }
        assertEquals(0, poller.size());
    }

    @Test
    void secondPollingThread_isToldSo() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        FutureTask<Integer> poll = new FutureTask<>(() -> {
            started.countDown();
            return poller.poll(-1);
        });
        Thread t = new Thread(poll);
        t.start();
        started.await();
        boolean refused = false;
        for (int i = 0; i < 1_000_000 && !refused; i++) {
            try {
                poller.poll(0);
            } catch (IllegalStateException e) {
                refused = true;
            }
        }
        if (!poll.isDone()) {
            poller.wakeup();
        }
        poll = awaitQuietly(poll);
        t.join();
        assertTrue(refused || poll.isDone());
    }

    private static FutureTask<Integer> awaitQuietly(FutureTask<Integer> task) throws InterruptedException {
        try {
            task.get();
        } catch (java.util.concurrent.ExecutionException e) {
            assertInstanceOf(IllegalStateException.class, e.getCause()); // the one who came second
        }
        return task;
    }
}
