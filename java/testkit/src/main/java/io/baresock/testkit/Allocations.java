package io.baresock.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Counts what a piece of code allocates once it is compiled. When that is the machine decides, which may be busy: so there are many
 * rounds, and one without a byte is the proof, since nothing that allocates gets through a whole round.
 */
public final class Allocations {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 300;

    private Allocations() {}

    /** What is counted. */
    public interface Body {
        void run() throws Exception;
    }

    /** The fewest bytes that a round of so many calls allocated on this thread. */
    @SuppressWarnings("deprecation") // Thread.threadId() is newer than JDK 17
    public static long leastBytes(int calls, Body call) throws Exception {
        return leastBytes(Thread.currentThread().getId(), calls, 0, call);
    }

    /**
     * The fewest bytes that a round allocated on a thread.
     *
     * @param enough as few as this end the search: {@code calls - 1} is less than a byte a call, where the thread does other things
     *     now and then
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
