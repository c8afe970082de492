package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pages of native memory by mmap(2) with one owner. They can be freed at any moment, also while a view of them is reachable. Such a view
 * then reads zeros, and never other data: the addresses stay reserved until no view is reachable. The pages do not count as direct memory
 * of the JDK, and no collector must run to free them.
 *
 * <p>There is no thread for this. Unreachable pages are unmapped when more are asked for.
 */
final class Pages extends PhantomReference<ByteBuffer> {

    private static final Backend B = Library.backend();
    private static final ReferenceQueue<ByteBuffer> UNREACHABLE = new ReferenceQueue<>();
    private static final Set<Pages> ALL = ConcurrentHashMap.newKeySet(); // a reference must be reachable to be queued
    private static final AtomicLong HELD = new AtomicLong(); // bytes that were not freed

    /** From so many bytes on, the collector is asked to look for forgotten owners, as the JDK does for direct memory. */
    private static volatile long askCollectorAt = Runtime.getRuntime().maxMemory();

    /** The same for their number. With guard pages, each takes two of the 65530 areas that Linux allows a process (vm.max_map_count). */
    private static volatile int askCollectorAtCount = Library.isGuarded() ? 8192 : Integer.MAX_VALUE;

    private static final int RETRIES = 10;
    private static final long PATIENCE_MILLIS = 20;

    private final long address;
    private final long size;
    private boolean given; // guarded by this

    private Pages(ByteBuffer view, long address, long size) {
        super(view, UNREACHABLE);
        this.address = address;
        this.size = size;
    }

    /** Zeroed memory. The owner must keep the view reachable, too. */
    static Pages map(int size, ByteBuffer[] view) {
        reclaim();
        long address = mapOrCollect(Math.max(size, 1));
        Pages pages = null;
        try {
            ByteBuffer all = B.memoryView(address, size);
            pages = new Pages(all, address, Math.max(size, 1));
            ALL.add(pages);
            view[0] = all;
        } catch (Error | RuntimeException e) {
            if (pages != null) {
                ALL.remove(pages);
            }
            B.memoryUnmap(address, Math.max(size, 1));
            throw e;
        }
        HELD.addAndGet(pages.size);
        return pages;
    }

    private static long mapOrCollect(long size) {
        if (HELD.get() + size > askCollectorAt || ALL.size() > askCollectorAtCount) {
            System.gc();
            reclaim();
            askCollectorAtCount = Math.max(askCollectorAtCount, ALL.size() + (askCollectorAtCount >> 2));
            askCollectorAt = Math.max(askCollectorAt, HELD.get() + size + (askCollectorAt >> 2));
        }
        long address = B.memoryMap(size);
        if (address < 0) {
            System.gc();
        }
        for (int i = 0; address < 0 && i < RETRIES; i++) {
            awaitOne(); // the collector reports its finds a little later
            reclaim();
            address = B.memoryMap(size);
        }
        if (address < 0) {
            throw new OutOfMemoryError("no native memory: mmap of " + size + " bytes failed with errno " + -address
                    + "; Baresock holds " + HELD.get() + " bytes");
        }
        return address;
    }

    private static void awaitOne() {
        try {
            Object found = UNREACHABLE.remove(PATIENCE_MILLIS);
            if (found != null) {
                ((Pages) found).unmap();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Unmaps what is not reachable any more. */
    private static void reclaim() {
        for (Object p = UNREACHABLE.poll(); p != null; p = UNREACHABLE.poll()) {
            ((Pages) p).unmap();
        }
    }

    /** Bytes that are in use, of all owners. */
    static long held() {
        return HELD.get();
    }

    long address() {
        return address;
    }

    /** Frees the memory; its addresses stay reserved until no view is reachable. */
    synchronized void giveBack() {
        if (!given && B.memoryRenew(address, size) == 0) {
            given = true;
            HELD.addAndGet(-size);
        }
    }

    /** Frees memory and addresses; only if there is no view any more. */
    synchronized void unmap() {
        if (ALL.remove(this)) {
            clear();
            B.memoryUnmap(address, size);
            if (!given) {
                given = true;
                HELD.addAndGet(-size);
            }
        }
    }
}
