package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** While anybody waits exactly one leads, and is unparked when it begins to and when there is something to poll. */
class FollowersTest {

    private static final long BOUND_SECONDS = Patience.SECONDS;

    private final Followers followers = new Followers();

    private static Waiter waiter() {
        Waiter w = new Waiter();
        w.thread = Thread.currentThread();
        return w;
    }

    private void assertLeader(Waiter leader, Waiter... others) {
        assertTrue(followers.isLedBy(leader));
        for (Waiter w : others) {
            assertFalse(followers.isLedBy(w));
        }
    }

    @Test
    void firstOneLeads_thenWhoCameLast() {
        Waiter a = waiter();
        Waiter b = waiter();
        Waiter c = waiter();
        followers.join(a);
        followers.join(b);
        followers.join(c);
        assertLeader(a, b, c);
        followers.leave(a);
        assertLeader(c, a, b);
        followers.leave(c);
        assertLeader(b, a, c);
        followers.leave(b);
        followers.join(a);
        assertLeader(a, b, c);
    }

    @Test
    void whoFollows_leavesTheLeaderAlone() {
        Waiter a = waiter();
        Waiter b = waiter();
        Waiter c = waiter();
        for (Waiter w : List.of(a, b, c)) {
            followers.join(w);
        }
        followers.leave(b); // from the middle
        assertLeader(a, b, c);
        followers.leave(c); // the newest
        assertLeader(a, b, c);
        followers.leave(a);
        followers.join(c);
        assertLeader(c, a, b);
    }

    /** Any order of coming and going, by a fixed seed. */
    @Test
    void oneLeads_whileAnybodyWaits() {
        Random random = new Random(42);
        List<Waiter> waiting = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            if (waiting.isEmpty() || random.nextInt(10) < 5) {
                Waiter w = waiter();
                followers.join(w);
                waiting.add(w);
            } else {
                followers.leave(waiting.remove(random.nextInt(waiting.size())));
            }
            assertEquals(
                    waiting.isEmpty() ? 0 : 1,
                    waiting.stream().filter(followers::isLedBy).count());
        }
    }

    @Test
    void nextLeader_isUnparked_andAgainWhenThereIsSomethingToPoll() throws InterruptedException {
        followers.unparkLeader(); // nobody's: nothing happens
        Waiter first = waiter();
        followers.join(first);
        CountDownLatch joined = new CountDownLatch(1);
        CountDownLatch led = new CountDownLatch(1);
        Waiter second = new Waiter();
        Thread t = new Thread(() -> {
            second.thread = Thread.currentThread();
            followers.join(second);
            joined.countDown();
            while (!followers.isLedBy(second)) {
                LockSupport.park(this);
            }
            led.countDown();
            while (!second.woken) {
                LockSupport.park(this);
            }
            followers.leave(second);
        });
        t.start();
        assertTrue(joined.await(BOUND_SECONDS, TimeUnit.SECONDS));
        assertFalse(followers.isLedBy(second));
        followers.leave(first);
        assertTrue(led.await(BOUND_SECONDS, TimeUnit.SECONDS));
        second.woken = true;
        followers.unparkLeader();
        t.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
        assertFalse(t.isAlive());
        assertFalse(followers.isLedBy(second));
    }
}
