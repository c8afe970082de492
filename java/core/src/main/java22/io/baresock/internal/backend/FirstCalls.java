package io.baresock.internal.backend;

/**
 * How often {@link AutoBackend} has called each function by JNI, and when it stops.
 *
 * <p>The Java linker is a hundred milliseconds of CPU for the first function that it links, more than all else that a small program does.
 * So a function is linked once it has been called {@link #LIMIT} times, and by a thread in the background: no call waits for it, and none
 * runs out of stack in it, which the JVM would remember for good. Until it is linked, the calls go on by JNI.
 *
 * <p>The counts are plain. When threads race, a function is linked a little later, or asked for twice, and both do no harm.
 */
final class FirstCalls {

    /**
     * After so many calls a function is linked: {@code -Dbaresock.jni.calls}, or as many as the JVM waits for before its best compiler
     * takes up a method (Tier4InvocationThreshold). What is called less often gains nothing by the FFM API.
     */
    static final int LIMIT = Math.max(1, Integer.getInteger("baresock.jni.calls", 5000));

    /** By the function's place in {@code baresock.h}; {@link #LIMIT} if it is linked. The JIT takes the array for a constant. */
    static final int[] COUNTS = new int[FfmBackend.FUNCTIONS];

    /** The count of a function that is being linked, or that cannot be. */
    private static final int LINKING = -1;

    private FirstCalls() {}

    /** Counts a call by JNI. */
    static void count(int place) {
        int calls = COUNTS[place];
        if (calls == LINKING) {
            return;
        }
        if (calls + 1 < LIMIT) {
            COUNTS[place] = calls + 1;
            return;
        }
        COUNTS[place] = LINKING;
        try {
            new Link(place).start();
        } catch (OutOfMemoryError e) {
            // No room for one more thread: the function stays with JNI.
        }
    }

    /** Links one function. A class of its own, not a lambda, which would be more to load. */
    private static final class Link extends Thread {
        private final int place;

        Link(int place) {
            super(null, null, "baresock-link", 0, false);
            this.place = place;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                FfmBackend.handle(place);
                FfmBackend.ONLY.abiVersion(); // the first call of all makes classes of its own, 4 to 8 ms
                COUNTS[place] = LIMIT;
            } catch (RuntimeException | LinkageError e) {
                // Such as IllegalCallerException, or a platform without a linker: the function stays with JNI, which is
                // as fast.
            }
        }
    }
}
