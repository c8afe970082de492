package io.baresock.internal;

/** The threads that run event loops: they never wait for a close(2) that lingers. */
public final class LoopThreads {

    private static final ThreadLocal<Boolean> RUNS_A_LOOP = new ThreadLocal<>();

    private LoopThreads() {}

    /** Says that the calling thread runs an event loop from now on. */
    public static void enter() {
        RUNS_A_LOOP.set(Boolean.TRUE);
    }

    /** Says that it does so no more. */
    public static void leave() {
        RUNS_A_LOOP.remove();
    }

    static boolean isOne() {
        return RUNS_A_LOOP.get() != null;
    }
}
