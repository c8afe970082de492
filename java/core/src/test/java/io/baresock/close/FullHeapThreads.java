package io.baresock.close;

import io.baresock.internal.FdGuard;
import io.baresock.internal.ResolverThreads;
import io.baresock.internal.backend.FakeBackend;
import io.baresock.testkit.Patience;
import java.lang.ref.Reference;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Background threads of Baresock go on while the heap is full. A part of {@link FullHeap}. */
final class FullHeapThreads {

    private static final int WARM = 40;
    private static final int ROUNDS = 64; // until there is memory for all that a pool of threads would take
    private static final int REFILLS = 100; // in which most calls return
    private static final int LOST = 3; // signals

    // A thread that has died, and of what. Fields: when it dies there is no memory.
    private static volatile @Nullable Thread resting;
    private static volatile @Nullable Thread dead;
    private static volatile @Nullable Throwable why;

    private FullHeapThreads() {}

    /** From now on it is known if one dies. */
    static void watch() {
        Thread.setDefaultUncaughtExceptionHandler(FullHeapThreads::died);
    }

    @SuppressWarnings("StaticAssignmentOfThrowable") // another thread says it; there may be no memory to wrap it
    private static void died(Thread t, Throwable e) {
        if (t.getName().startsWith("baresock")) {
            why = e;
            dead = t;
        } else {
            e.printStackTrace();
        }
    }

    /** Fails if one has died so far. Another may have taken its place, but what it was about to do is lost. */
    static void check(String what) {
        Thread t = dead;
        if (t != null) {
            throw new AssertionError(what + ": the thread " + t.getName() + " has died", why);
        }
    }

    /** The first signals to a call that waits on a closed socket are lost. They are repeated, however little memory there is. */
    static void all() throws Exception {
        for (int i = 0; i < WARM; i++) {
            rests(false);
        }
        rests(true);
        for (int i = 0; i < WARM; i++) {
            lostSignals(FullHeap.MOST);
        }
        FullHeap.HEAP.fill();
        try {
            for (int bytes = 0; bytes < ROUNDS * FullHeap.STEP; bytes += FullHeap.STEP) {
                lostSignals(bytes);
            }
        } finally {
            FullHeap.HEAP.releaseAll();
        }
        check("lost signals");
    }

    /** The heap is full when a thread has nothing to do any more. It waits for work all the same. */
    private static void rests(boolean full) throws Exception {
        resting = null;
        FullHeapElsewhere.Condition rests = () -> {
            Thread t = resting;
            return t != null && (t.getState() == Thread.State.TIMED_WAITING || !t.isAlive());
        };
        if (full) {
            FullHeap.HEAP.fill();
        }
        try {
            Callable<Thread> call = () -> {
                if (full) {
                    FullHeap.HEAP.leave(0);
                }
                resting = Thread.currentThread();
                return Thread.currentThread();
            };
            Future<Thread> lookup = ResolverThreads.start(call);
            SweptCalls.check(FullHeapElsewhere.await(rests, Patience.NANOS), "a resolver's thread goes on");
            Reference.reachabilityFence(
                    lookup); // else what the lookup lets go is enough for what the thread needs next
            Reference.reachabilityFence(call);
        } finally {
            FullHeap.HEAP.releaseAll();
        }
        check("a thread without work");
    }

    /** Its call returns after some signals. */
    private static final class Deaf extends FakeBackend {
        volatile boolean waits;
        private volatile int signals;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // with the guard's lock
        public int threadKick(long thread) {
            signals++;
            return 0;
        }

        long call() {
            waits = true;
            while (signals < LOST) {
                Thread.onSpinWait();
            }
            return 0;
        }
    }

    private static void lostSignals(int bytes) throws Exception {
        Deaf kernel = new Deaf();
        FdGuard guard = new FdGuard(kernel, 7);
        Thread caller = new Thread(() -> guard.use(
                (call, what, op, address, length, flags, second, secondLength, done, timeout, waits) -> kernel.call(),
                kernel,
                null,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                true));
        caller.setDaemon(true); // a failure ends the program
        caller.start();
        SweptCalls.check(FullHeapElsewhere.await(() -> kernel.waits, Patience.NANOS), "no call");
        FullHeapElsewhere.Condition over = () -> !caller.isAlive();
        try {
            if (bytes < FullHeap.MOST) {
                FullHeap.HEAP.leave(bytes);
            }
            guard.close();
            for (int i = 0; bytes < FullHeap.MOST && i < REFILLS && !over.holds(); i++) {
                FullHeap.HEAP.takeRest(); // else what a thread lets go is enough for what it needs next
            }
            SweptCalls.check(FullHeapElsewhere.await(over, Patience.NANOS), "a call waits after its socket's close");
        } finally {
            FullHeap.HEAP.release();
        }
    }
}
