package io.baresock.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Counts what a piece of code allocates once it is compiled. A busy machine may compile it late, so there are many rounds. One round
 * without a byte is the proof: code that allocates cannot get through a whole round without it.
 */
public final class Allocations {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 300;

    private Allocations() {}

    /** The code that is measured. */
    public interface Body {
        void run() throws Exception;
    }

    /** The fewest bytes that a round of this many calls allocated on this thread. */
    @SuppressWarnings("deprecation") // Thread.threadId() is newer than JDK 17
    public static long leastBytes(int calls, Body call) throws Exception {
        return leastBytes(Thread.currentThread().getId(), calls, 0, call);
    }

    /**
     * The fewest bytes that a round allocated on a thread.
     *
     * @param enough the search ends at this number or less. {@code calls - 1} is less than a byte for each call, for a thread that
     *     sometimes does other things
     */
    public static long leastBytes(long thread, int calls, long enough, Body call) throws Exception {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > enough; round++) {
            long before = THREADS.getThreadAllocatedBytes(thread);
            for (int i = 0; i < calls; i++) {
                call.run();
            }
            least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
        }
        return least;
    }
}
