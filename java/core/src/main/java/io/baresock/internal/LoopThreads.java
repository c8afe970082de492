package io.baresock.internal;

import java.util.function.BooleanSupplier;

/**
 * Knows whether a thread runs an event loop: such a thread never waits for a close(2) that lingers. The class {@code EventLoop} gives the
 * answer; it installs a function when it is initialised.
 */
public final class LoopThreads {

    private static volatile BooleanSupplier asks = () -> false; // there is no loop yet

    private LoopThreads() {}

    /** Called once, by the class of the loops. The function tells whether the calling thread runs one. */
    public static void install(BooleanSupplier function) {
        asks = function;
    }

    static boolean isOne() {
        return asks.getAsBoolean();
    }
}
