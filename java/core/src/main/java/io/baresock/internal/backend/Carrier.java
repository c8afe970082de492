package io.baresock.internal.backend;

import java.util.concurrent.locks.LockSupport;

/**
 * How a virtual thread that never has to wait lets others run. The JDK's scheduler does not interrupt a thread. It runs the queue of a carrier
 * until it is empty, and then one other queue until that is empty. Threads that have just started, that slept, or that platform threads
 * woke wait in the other queues.
 */
public final class Carrier {

    private static final long ASIDE_NANOS = 50_000; // the carrier needs some microseconds

    private Carrier() {}

    /**
     * Lets others run. If a thread is alone in the queue of its carrier, a yield puts it at the end of the queue of threads that virtual
     * threads start. With yields alone the carrier would never look into another queue. So now and then the thread sleeps for a moment.
     *
     * @param sleeps whether it is to sleep
     */
    @SuppressWarnings("ThreadPriorityCheck") // the scheduler is what this is about
    public static void leave(boolean sleeps) {
        if (sleeps) {
            LockSupport.parkNanos(ASIDE_NANOS);
        } else {
            Thread.yield();
        }
    }
}
