package io.baresock.testkit;

import java.util.concurrent.TimeUnit;

/**
 * How long a test waits for something that must come. No passing test waits that long, even on a busy machine: the time only ends a test
 * that hangs. No test measures a time with it.
 */
public final class Patience {

    public static final long SECONDS = 300;
    public static final long NANOS = TimeUnit.SECONDS.toNanos(SECONDS);

    private Patience() {}
}
