package io.baresock.internal;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the threads that wait on a closed descriptor, again and again. A signal that arrives just before a thread enters the system
 * call is lost, and the call sleeps. The next signal ends it.
 */
final class Interruptions {

    private static final long FIRST_NANOS = 200_000;
    private static final long LAST_NANOS = 20_000_000;

    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private Interruptions() {}

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(1, Background.factory("baresock-interruptions"));
        timer.setKeepAliveTime(Idle.MILLIS, TimeUnit.MILLISECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }

    /** Repeats until no thread waits any more. */
    static void repeat(FdGuard guard) {
        after(guard, FIRST_NANOS);
    }

    private static void after(FdGuard guard, long nanos) {
        try {
            var unused = TIMER.schedule(
                    () -> {
                        if (guard.interruptWaits()) {
                            after(guard, Math.min(nanos * 2, LAST_NANOS));
                        }
                    },
                    nanos,
                    TimeUnit.NANOSECONDS);
        } catch (OutOfMemoryError e) { // memory, or a thread, is missing: this thread repeats it now
            while (guard.interruptWaits()) {
                Thread.onSpinWait();
            }
        }
    }
}
