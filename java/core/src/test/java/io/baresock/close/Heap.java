package io.baresock.close;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Fills the heap of this JVM, so that only some bytes are left. It needs SerialGC without TLABs, which counts each byte. */
public final class Heap {

    /** 16 bytes, the smallest object that can hold on to another one. */
    @SuppressWarnings("UnusedVariable") // it keeps the others
    private static final class Node {
        @Nullable
        Object next;
    }

    private static final int[] SIZES = {1 << 18, 1 << 15};
    private static final int[] REST = {4096, 64};
    private static final int HEADER = 16; // of an array of bytes

    private final Object[] big = new Object[4096];
    private final Object[] small = new Object[1024];
    private @Nullable Node nodes;
    private long unusable; // the space for survivors

    /** Uses what the others will, while there still is memory to load and link it. */
    public Heap() {
        nodes = new Node();
        take(small, 0, 1 << 30);
        unusable = Runtime.getRuntime().freeMemory();
        releaseAll();
    }

    /** Leaves 32 to 64 KiB: enough for any call. */
    public void fill() {
        int n = 0;
        for (int size : SIZES) {
            n = take(big, n, size);
        }
        big[n - 1] = null; // without it, what is left is whatever the last piece did not fit into
    }

    private static int take(Object[] kept, int from, int size) {
        int n = from;
        try {
            while (true) {
                kept[n] = new byte[size - HEADER];
                n++;
            }
        } catch (OutOfMemoryError e) {
            return n;
        }
    }

    /** Leaves only so many bytes, a multiple of 16. */
    public void leave(int bytes) {
        byte[] piece = bytes == 0 ? null : new byte[bytes - HEADER];
        int n = 0;
        Runtime runtime = Runtime.getRuntime();
        for (int size : REST) { // without an OutOfMemoryError, which takes several collections
            while (n < small.length - 1 && runtime.freeMemory() - unusable > 2L * size) {
                try {
                    small[n] = new byte[size - HEADER];
                    n++;
                } catch (OutOfMemoryError e) {
                    unusable = runtime.freeMemory();
                }
            }
        }
        takeRest();
        small[small.length - 1] = piece; // the compiler is not to take it for unused
        small[small.length - 1] = null;
    }

    /** Takes what is left, and what others have let go. */
    public void takeRest() {
        try {
            while (true) {
                Node node = new Node();
                node.next = nodes;
                nodes = node;
            }
        } catch (OutOfMemoryError e) {
            unusable = Runtime.getRuntime().freeMemory();
        }
    }

    /** Gives back what {@link #leave} took. */
    public void release() {
        nodes = null;
        Arrays.fill(small, null);
    }

    /** Gives everything back. */
    public void releaseAll() {
        release();
        Arrays.fill(big, null);
    }
}
