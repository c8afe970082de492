package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Small pieces of native memory for objects without a close, such as an address. They are cut from {@link Pages}, and used again after
 * the collector has found the object. They are not direct memory of the JDK, so no allocation waits for a collector.
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
    private static final List<ArrayDeque<Long>> FREE = new ArrayList<>(); // addresses by size in lines
    private static final List<ByteBuffer> CHUNKS = new ArrayList<>(); // never removed: views need their pages
    private static long next;
    private static long end;

    static {
        for (int lines = 0; lines <= LARGEST / LINE; lines++) {
            FREE.add(new ArrayDeque<>());
        }
    }

    private Cells() {}

    /** A zeroed piece in native byte order. It lives as long as the buffer is reachable, and begins with a cache line. */
    static ByteBuffer allocate(int size) {
        int lines = (size + LINE - 1) / LINE;
        ByteBuffer view;
        synchronized (Cells.class) {
            reclaim();
            long address = take(lines);
            view = B.memoryView(address, size).order(ByteOrder.nativeOrder());
            ALL.add(new Cell(view, address, lines));
        }
        for (int i = 0; i < size; i++) {
            view.put(i, (byte) 0);
        }
        return view;
    }

    private static long take(int lines) {
        Long free = FREE.get(lines).poll();
        if (free != null) {
            return free;
        }
        int bytes = lines * LINE;
        if (end - next < bytes) { // the rest of the last chunk is not used
            ByteBuffer[] view = new ByteBuffer[1];
            next = Pages.map(CHUNK, view).address();
            end = next + CHUNK;
            CHUNKS.add(view[0]);
        }
        long address = next;
        next += bytes;
        return address;
    }

    private static void reclaim() {
        for (Object c = UNREACHABLE.poll(); c != null; c = UNREACHABLE.poll()) {
            Cell cell = (Cell) c;
            ALL.remove(cell);
            FREE.get(cell.lines).add(cell.address);
        }
    }

    private static final class Cell extends PhantomReference<ByteBuffer> {
        final long address;
        final int lines;

        Cell(ByteBuffer view, long address, int lines) {
            super(view, UNREACHABLE);
            this.address = address;
            this.lines = lines;
        }
    }
}
