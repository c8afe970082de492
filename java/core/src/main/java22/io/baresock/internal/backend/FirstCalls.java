package io.baresock.internal.backend;

/**
 * Counts how often {@link AutoBackend} calls each function with JNI, and decides when to link it.
 *
 * <p>The Java linker takes a hundred milliseconds of CPU for the first function, more than everything else in a small program. So a
 * function is linked after {@link #LIMIT} calls, by a background thread. No call waits for that, and no stack can overflow in it, which
 * the JVM would remember for ever. Until then the calls use JNI.
 *
 * <p>The counts are plain fields. If threads race, a function is linked a little later, or twice, which is harmless.
 */
final class FirstCalls {

    /**
     * The number of calls after which a function is linked: {@code -Dbaresock.jni.calls}; by default the number after which the JVM's
     * best compiler compiles a method (Tier4InvocationThreshold). A function with fewer calls gains nothing from the FFM API.
     */
    static final int LIMIT = Math.max(1, Integer.getInteger("baresock.jni.calls", 5000));

    /** By the function's place in {@code baresock.h}; {@link #LIMIT} if it is linked. The array is a constant for the JIT. */
    static final int[] COUNTS = new int[FfmBackend.FUNCTIONS];

    /** The count of a function that is being linked, or that can never be. */
    private static final int LINKING = -1;

    private FirstCalls() {}

    /** Counts a call with JNI. */
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
            COUNTS[place] = 0; // there can be no further thread now
        }
    }

    /** Links one function. It is a class and not a lambda, because a lambda loads more. */
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
                FfmBackend.ONLY.abiVersion(); // the very first call makes more classes, which takes 4 to 8 ms
                COUNTS[place] = LIMIT;
            } catch (OutOfMemoryError e) {
                COUNTS[place] = 0; // there may be memory after as many calls again
            } catch (RuntimeException | LinkageError e) {
                // Such as IllegalCallerException, or a platform without a linker: the function stays with JNI, which is
                // as fast.
            }
        }
    }
}
