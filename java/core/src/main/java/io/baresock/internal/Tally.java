package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of what happens, if {@code -Dbaresock.counters=true}. Otherwise {@link #ON} is a constant that the compiler knows, and nothing of
 * this is in compiled code.
 */
public final class Tally {

    /** Whether anything is counted, for the whole life of the JVM. */
    public static final boolean ON = Boolean.getBoolean("baresock.counters");

    public static final LongAdder SHORT_WRITES = new LongAdder();
    public static final LongAdder STALE_EVENTS = new LongAdder();
    public static final LongAdder DROPS = new LongAdder();
    public static final LongAdder GSO_DOWNGRADES = new LongAdder();
    public static final LongAdder RING_OVERFLOWS = new LongAdder();

    private static final int SK_MEMINFO_DROPS = 8 * Integer.BYTES;
    private static final int MEMINFO_BYTES = SK_MEMINFO_DROPS + Integer.BYTES;

    private Tally() {}

    /** Before a descriptor is closed: what the kernel has dropped. */
    static void countDrops(Backend backend, int fd) {
        if (!Platform.LINUX) {
            return;
        }
        int level = Abi.constant("SOL_SOCKET");
        int name = Abi.constant("SO_MEMINFO");
        Scratch scratch = Scratch.take(MEMINFO_BYTES);
        try {
            int n = backend.getsockopt(fd, level, name, scratch.address(), MEMINFO_BYTES);
            if (n == MEMINFO_BYTES) {
                DROPS.add(Integer.toUnsignedLong(scratch.buffer().getInt(SK_MEMINFO_DROPS)));
            }
        } finally {
            scratch.give();
        }
    }

    /** After a send of {@code length} bytes: its result. Passes it on. */
    public static int sent(int n, long length) {
        if (ON && n >= 0 && n < length) {
            SHORT_WRITES.increment();
        }
        return n;
    }
}
