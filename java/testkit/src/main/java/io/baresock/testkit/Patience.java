package io.baresock.testkit;

/**
 * How long a test waits for something that must come. No passing test waits that long, even on a busy machine: the time only ends a test
 * that hangs. No test measures a time with it.
 */
public final class Patience {

    public static final long SECONDS = 300;
    public static final long NANOS = SECONDS * 1_000_000_000;

    private Patience() {}
}
