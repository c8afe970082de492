package io.baresock.poll;

import static io.baresock.poll.Fixture.pair;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.testkit.Fds;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * A stack that overflows at each place of a call: the call throws, and what it used is as it was. The stack is used up, and the call
 * tried again after each return, until it has room.
 */
class OverflowIT {

    private static final long STACK = 1 << 18;
    private static final int FRAMES = 400; // more than a call takes

    private interface Call {
        void run() throws Exception;
    }

    static { // a class whose initialisation a stack overflow ends is lost for good
        assertTrue(new ErrnoException("warm up", Bsd.EINTR).getMessage().contains("EINTR"));
    }

    private int overflows; // of the call
    private int returns;

    /** Makes the call where the stack has ended, and then with one frame more room each time. */
    @SuppressWarnings("InfiniteRecursion") // that is what it is for
    private void atEachDepth(Call call) {
        try {
            atEachDepth(call);
        } catch (StackOverflowError e) {
            // this is as deep as it goes
        }
        if (returns++ < FRAMES) {
            attempt(call);
        }
    }

    private void attempt(Call call) {
        try {
            call.run();
        } catch (StackOverflowError e) {
            overflows++;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void onASmallStack(Call call) throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread t = new Thread(
                null,
                () -> {
                    overflows = 0;
                    for (int i = 0; i < 10; i++) {
                        returns = 0;
                        atEachDepth(call);
                    }
                    // not each time: where the recursion is compiled, its frame may be larger
                    assertTrue(overflows > 0);
                },
                "small stack",
                STACK);
        t.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
        t.start();
        t.join();
        assertNull(thrown.get());
    }

    @Test
    void poll_canBeCalledAgain_byThisThreadAndOthers() throws Exception {
        List<String> before = Fds.open();
        Socket[] pair = pair();
        Poller poller = Poller.open();
        Registration r = poller.register(pair[0], Poller.WRITABLE, null);
        assertEquals(Poller.WRITABLE, Fixture.expectOne(poller, r));
        onASmallStack(() -> poller.poll(0));
        assertEquals(Poller.WRITABLE, Fixture.expectOne(poller, r)); // by this thread again
        onASmallStack(() -> poller.poll(0));
        poller.close();
        Fixture.close(pair);
        Fds.awaitNoOthersThan(before);
    }

    @Test
    void registration_isThereOrNot() throws Exception {
        Socket[] pair = pair();
        try (Poller poller = Poller.open()) {
            poller.register(pair[0], Poller.WRITABLE, null).close();
            Registration[] last = new Registration[1];
            onASmallStack(() -> {
                if (last[0] != null) {
                    last[0].close(); // what was closed half way is closed once more
                    last[0] = null;
                }
                last[0] = poller.register(pair[0], Poller.WRITABLE, Mode.ONESHOT, 0, null);
                last[0].close();
            });
            if (last[0] != null) {
                last[0].close();
            }
            assertEquals(0, poller.size());
            Fixture.expectNone(poller);
            Registration r = poller.register(pair[0], Poller.WRITABLE, null);
            assertEquals(Poller.WRITABLE, Fixture.expectOne(poller, r));
        }
        Fixture.close(pair);
    }

    @Test
    void interest_isAsSetLast() throws Exception {
        Socket[] pair = pair();
        try (Poller poller = Poller.open()) {
            Registration r = poller.register(pair[0], Poller.READABLE, null);
            onASmallStack(() -> {
                r.interest(Poller.WRITABLE);
                r.interest(Poller.READABLE);
                r.interest(0);
            });
            r.interest(Poller.READABLE);
            Fixture.expectNone(poller);
            r.interest(Poller.WRITABLE);
            assertEquals(Poller.WRITABLE, Fixture.expectOne(poller, r));
        }
        Fixture.close(pair);
    }
}
