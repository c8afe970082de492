package io.baresock.internal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Logs objects that were never closed. A program that forgets one socket may forget thousands. So each of the first few gets a line;
 * after that, there is one line each time their number has doubled. Thread-safe.
 */
public final class Forgotten {

    /** How many get their own line. */
    public static final int NAMED = 4;

    private static final Forgotten ALL = new Forgotten(Log::warning);

    private final AtomicLong count = new AtomicLong();
    private final Consumer<String> log;

    /** With another log, for tests. */
    Forgotten(Consumer<String> log) {
        this.log = log;
    }

    /**
     * Writes to the log {@code io.baresock} that something was forgotten, unless there were enough such lines.
     *
     * @param what such as {@code "a Socket with descriptor 6135"}
     */
    public static void closed(String what) {
        ALL.note(what);
    }

    void note(String what) {
        long n = count.incrementAndGet();
        if (n <= NAMED) {
            log.accept(what + " was never closed; closed it now");
        } else if (Long.bitCount(n) == 1) {
            log.accept(what + " was never closed; closed it now, as " + (n - 1)
                    + " before. The next line about it comes at " + 2 * n);
        }
    }
}
