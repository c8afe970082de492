package io.baresock.poll;

import static io.baresock.poll.Fixture.*;
import static io.baresock.poll.Poller.*;
import static org.junit.jupiter.api.Assertions.*;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.testkit.Fds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Row G11: wake-ups from other threads, and changes made by them. */
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
    @SuppressWarnings(
            "ThreadPriorityCheck") // only to be done in time on one CPU, where spinning takes a tick each time
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
                    Thread.yield();
                }
            }
        }
        loop.get();
        t.join();
        assertEquals(rounds, done.get());
    }

    @Test
    @DisplayName("wake-ups are coalesced: one write to the eventfd a poll at most, and none while nobody polls")
    void wakeups_areOneWriteAPoll() throws Exception {
        List<String> before = Fds.open();
        try (Poller p = Poller.open()) {
            Path counter = newestEventfd(before);
            assumeTrue(counter != null && !FORCED_POLL, "counted in an eventfd that nobody reads");
            for (int i = 0; i < 1000; i++) {
                p.wakeup();
            }
            assertEquals(0, p.poll(-1));
            assertEquals(0, writes(counter));
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger begun = new AtomicInteger();
            FutureTask<Integer> loop = new FutureTask<>(() -> {
                int polls = 0;
                while (!over.get()) {
                    begun.incrementAndGet();
                    p.poll(-1);
                    polls++;
                }
                return polls;
            });
            Thread t = new Thread(loop);
            t.start();
            for (int i = 0; i < 200_000 || writes(counter) == 0; i++) { // and until one found it asleep
                p.wakeup();
                assertTrue(i < 100_000_000, () -> "no wake-up finds a poll that waits, of " + begun);
            }
            over.set(true);
            p.wakeup();
            int polls = loop.get();
            t.join();
            long writes = writes(counter);
            assertTrue(writes <= polls, writes + " writes for " + polls + " polls");
        }
    }

    /** The eventfd that was not there before, which is that of the poller just opened; null if there is none (a pipe). */
    private static Path newestEventfd(List<String> before) throws IOException {
        return Fds.open().stream()
                .filter(fd -> fd.contains("eventfd") && !before.contains(fd))
                .map(fd -> Integer.valueOf(fd.substring(fd.lastIndexOf(' ') + 1)))
                .max(Integer::compare)
                .map(fd -> Path.of("/proc/self/fdinfo", fd.toString()))
                .orElse(null);
    }

    private static long writes(Path fdinfo) throws IOException {
        for (String line : Files.readAllLines(fdinfo)) {
            if (line.startsWith("eventfd-count:")) {
                return Long.parseLong(line.substring("eventfd-count:".length()).strip(), 16);
            }
        }
        throw new AssertionError("no eventfd-count in " + fdinfo);
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
            for (int spin = i * 100; spin > 0; spin--) {
                Thread.onSpinWait(); // from at once to well after it polls: either order is to work
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
        AtomicBoolean refused = new AtomicBoolean();
        long start = System.nanoTime();
        FutureTask<Void> both = new FutureTask<>(() -> pollUntilRefused(refused, start), null);
        Thread t = new Thread(both);
        t.start();
        pollUntilRefused(refused, start);
        both.get();
        t.join();
        assertTrue(refused.get());
        expectNone(poller); // and the poller is as good as before
    }

    /** Until one of the two is: whose poll falls into the other's. */
    private void pollUntilRefused(AtomicBoolean refused, long start) {
        while (!refused.get() && System.nanoTime() - start < LONG_TIME) {
            try {
                poller.poll(MILLI);
            } catch (IllegalStateException e) {
                refused.set(true);
            } catch (ErrnoException e) {
                throw new AssertionError(e);
            }
        }
    }
}
