package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Small pieces of native memory for objects without a close, such as an address. They are cut from {@link Pages}, and used again after
 * the collector has found the object. They are not direct memory of the JDK, so no allocation waits for a collector. Thread-safe.
 */
final class Cells {

    /** Larger pieces have their own pages. */
    static final int LARGEST = 2048;

    private static final Backend B = Library.backend();
    private static final int LINE = 64;
    private static final int CHUNK = 64 * 1024;

    private static final ReferenceQueue<ByteBuffer> UNREACHABLE = new ReferenceQueue<>();

    // all guarded by Cells.class
    private static final Set<Cell> ALL = new HashSet<>(); // a reference is queued only while it is reachable itself
    // lists of those that were found, by size in lines
    private static final @Nullable Cell[] FREE = new Cell[LARGEST / LINE + 1];
    private static final List<ByteBuffer> CHUNKS = new ArrayList<>(); // never removed: views need their pages
    private static long next;
    private static long end;

    private Cells() {}

    /** A zeroed piece in native byte order. It lives as long as the buffer is reachable, and begins with a cache line. */
    static ByteBuffer allocate(int size) {
        int lines = (size + LINE - 1) / LINE;
        ByteBuffer view;
        synchronized (Cells.class) {
            reclaim();
            Cell free = FREE[lines];
            int bytes = lines * LINE;
            long address = free == null ? fresh(bytes) : free.address;
            view = B.memoryView(address, size).order(ByteOrder.nativeOrder());
            watch(new Cell(view, address, lines));
            // It is taken here, where nothing can fail any more.
            if (free == null) {
                next += bytes;
            } else {
                FREE[lines] = free.next;
            }
        }
        for (int i = 0; i < size; i++) {
            view.put(i, (byte) 0);
        }
        return view;
    }

    /** The address of so many bytes that were never used. */
    private static long fresh(int bytes) {
        if (end - next < bytes) { // the rest of the last chunk is not used
            ByteBuffer[] view = new ByteBuffer[1];
            long address = Pages.map(CHUNK, view).address();
            CHUNKS.add(view[0]); // if there is no memory for this, the pages are forgotten, so no cell may be there
            next = address;
            end = address + CHUNK;
        }
        return next;
    }

    private static void watch(Cell cell) {
        try {
            ALL.add(cell);
        } catch (Error e) { // the set may have it already, and had no memory to grow
            ALL.remove(cell);
            throw e;
        }
    }

    private static void reclaim() {
        for (Object c = UNREACHABLE.poll(); c != null; c = UNREACHABLE.poll()) {
            Cell cell = (Cell) c;
            ALL.remove(cell);
            cell.next = FREE[cell.lines];
            FREE[cell.lines] = cell;
        }
    }

    private static final class Cell extends PhantomReference<ByteBuffer> {
        final long address;
        final int lines;

        @Nullable
        Cell next; // in a list of FREE

        Cell(ByteBuffer view, long address, int lines) {
            super(view, UNREACHABLE);
            this.address = address;
            this.lines = lines;
        }
    }
}
