package io.baresock.counters;

import io.baresock.internal.Counting;
import io.baresock.internal.Tally;
import io.baresock.internal.backend.TallyBackend;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.LongSupplier;

/**
 * Counts of what this copy of Baresock has done since it was loaded. The JVM must be started with {@code -Dbaresock.counters=true};
 * otherwise all counts are 0, and counting costs nothing. Counting costs about 15 ns for each system call (measured on a busy machine).
 * Thread-safe. A count that is read while other threads make calls may lack the last of them.
 */
public enum Counter {
    /**
     * System calls. A call into the C library counts as one. These make more: a lookup of a name, a send of segments that is refused, and a
     * poller that spins.
     */
    SYSTEM_CALLS(Counter::systemCalls),
    /** Results of EAGAIN: the call would have had to wait. */
    WOULD_BLOCKS(Counter::wouldBlocks),
    /** Sends that took a part of their bytes, because the kernel had no room for more. */
    SHORT_WRITES(Tally.SHORT_WRITES::sum),
    /** Signals that ended the wait of a poller or an event loop. */
    WAKEUPS(() -> calls().getOrDefault("pollerWake", 0L)),
    /** Events of a poller that came after the registration or the socket had been closed, and were dropped. */
    STALE_EVENTS(Tally.STALE_EVENTS::sum),
    /**
     * Datagrams that the kernel dropped for lack of room in a receive buffer, of each {@code Socket} that was closed. The counts of sockets
     * that are open are in {@code SO_MEMINFO} and {@code SO_RXQ_OVFL}. Linux.
     */
    DROPS(Tally.DROPS::sum),
    /** Destinations to which a {@code Gso} began to send plain datagrams, because the kernel refused segments. */
    GSO_DOWNGRADES(Tally.GSO_DOWNGRADES::sum),
    /** Receives of an event loop on a ring that had to wait because all of the loop's buffers were in use. */
    RING_OVERFLOWS(Tally.RING_OVERFLOWS::sum);

    private static final Set<String> NO_SYSTEM_CALL = Set.of(
            "abiVersion",
            "batchDiscard",
            "cmsgLen",
            "cmsgSpace",
            "constantSlots",
            "constants",
            "force",
            "gaiStrerror",
            "interposer",
            "messageDiscard",
            "strerror",
            "threadSelf");

    @SuppressWarnings("ImmutableEnumChecker") // it only reads
    private final LongSupplier count;

    Counter(LongSupplier count) {
        this.count = count;
    }

    /** {@return the count; 0 if counters are off} */
    public long value() {
        return count.getAsLong();
    }

    private static long systemCalls() {
        return calls().entrySet().stream()
                .filter(e -> !NO_SYSTEM_CALL.contains(e.getKey()))
                .mapToLong(e -> e.getValue())
                .sum();
    }

    private static long wouldBlocks() {
        TallyBackend b = Counting.backend();
        return b == null ? 0 : b.wouldBlocks();
    }

    /** {@return whether the JVM was started with {@code -Dbaresock.counters=true}} */
    public static boolean areOn() {
        return Tally.ON;
    }

    /**
     * {@return the calls into the C library, by its functions in the order of their names: {@code recv}, {@code pollerWait} and so on; only
     * those that were called; empty if counters are off}
     */
    public static SortedMap<String, Long> calls() {
        TallyBackend b = Counting.backend();
        return b == null ? Collections.emptySortedMap() : b.calls();
    }

    /**
     * Makes the counters an MXBean of this JVM, {@code io.baresock:type=Counters}; see {@link CountersMXBean}. May be repeated.
     *
     * @throws IllegalStateException if counters are off, or another copy of Baresock has registered its own
     * @throws NoClassDefFoundError if the JVM has no module {@code java.management}
     */
    public static void register() {
        if (!Tally.ON) {
            throw new IllegalStateException(
                    "register: the counters are off; start the JVM with -Dbaresock.counters=true");
        }
        CountersBean.register();
    }
}
