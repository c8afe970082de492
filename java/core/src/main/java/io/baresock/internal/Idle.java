package io.baresock.internal;

/**
 * How long a thread in the background stays when there is nothing to do. After that it ends, and gives back what it had; the next
 * one starts when it is needed. So an application that is done with this library, or a class loader that has it, can be unloaded.
 */
public final class Idle {

    private static final long DEFAULT_MILLIS = 10_000;

    /** Milliseconds, at least 1: {@code -Dbaresock.idle.millis}, or ten seconds. */
    public static final long MILLIS = Math.max(1, Long.getLong("baresock.idle.millis", DEFAULT_MILLIS));

    private Idle() {}
}
