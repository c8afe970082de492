package io.baresock.internal.backend;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each function of the C library was called, for {@code TallyBackend}. Thread-safe. */
final class CallCounts {

    /** {@code -EAGAIN}: not from the constants, which are read by a backend. */
    private static final int AGAIN = System.getProperty("os.name", "").startsWith("Linux") ? -11 : -35;

    private final String[] names;
    private final LongAdder[] calls;
    private final LongAdder wouldBlocks = new LongAdder();

    CallCounts(String... names) {
        this.names = names;
        calls = new LongAdder[names.length];
        Arrays.setAll(calls, i -> new LongAdder());
    }

    /** Counts a call of the function at this place; passes its result on. */
    int counted(int function, int result) {
        return (int) counted(function, (long) result);
    }

    long counted(int function, long result) {
        calls[function].increment();
        if (result == AGAIN) {
            wouldBlocks.increment();
        }
        return result;
    }

    /** The functions that were called, and how often. */
    SortedMap<String, Long> calls() {
        SortedMap<String, Long> all = new TreeMap<>();
        for (int i = 0; i < names.length; i++) {
            long n = calls[i].sum();
            if (n > 0) {
                all.put(names[i], n);
            }
        }
        return all;
    }

    /** How many calls returned {@code -EAGAIN}. */
    long wouldBlocks() {
        return wouldBlocks.sum();
    }
}
