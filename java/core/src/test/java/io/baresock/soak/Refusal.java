package io.baresock.soak;

import io.baresock.Errno;

/** System calls that the kernel can be made to refuse, for one thread until it ends. */
final class Refusal {

    static {
        System.load(System.getProperty("soak.refusal"));
    }

    private Refusal() {}

    /** How many there are. */
    static native int calls();

    static native String name(int call);

    private static native int refuse(int call, int errno);

    /** From now on the calling thread, and each thread that it starts, gets this error from that call. */
    static void begin(int call, int errno) {
        int error = refuse(call, errno);
        if (error != 0) {
            throw new AssertionError(name(call) + " is not refused: " + Errno.name(error));
        }
    }
}
