package io.baresock.testkit;

import java.util.concurrent.TimeUnit;

/**
 * How long a test waits for what is to come. No passing test waits so long, on however busy a machine: the time only ends what
 * hangs. What must not take longer than something is never measured by it.
 */
public final class Patience {

    public static final long SECONDS = 300;
    public static final long NANOS = TimeUnit.SECONDS.toNanos(SECONDS);

    private Patience() {}
}
