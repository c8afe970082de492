package io.baresock.internal;

/**
 * How long an idle background thread stays. After that it ends and frees what it had; a new one starts when it is needed. So an
 * application, or the class loader of this library, can be unloaded.
 */
public final class Idle {

    private static final long DEFAULT_MILLIS = 10_000;

    /** Milliseconds, at least 1: {@code -Dbaresock.idle.millis}, or ten seconds. */
    public static final long MILLIS = Math.max(1, Long.getLong("baresock.idle.millis", DEFAULT_MILLIS));

    private Idle() {}
}
