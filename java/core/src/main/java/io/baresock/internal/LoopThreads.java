package io.baresock.internal;

import java.util.function.BooleanSupplier;

/**
 * The threads that run event loops: they never wait for a close(2) that lingers. Which they are the class {@code EventLoop} knows,
 * and hands in when it is initialised; asked for seldom, so that a turn of a loop pays nothing for it.
 */
public final class LoopThreads {

    private static volatile BooleanSupplier asks = () -> false; // there is no loop yet

    private LoopThreads() {}

    /** Called once, by the class that has the loops; the function says whether the calling thread runs one. */
    public static void install(BooleanSupplier function) {
        asks = function;
    }

    static boolean isOne() {
        return asks.getAsBoolean();
    }
}
