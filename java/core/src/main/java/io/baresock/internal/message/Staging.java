package io.baresock.internal.message;

import io.baresock.internal.Slab;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Memory of a {@code MessageBatch} for the slots whose buffers belong to an arena that can be closed. The kernel gets this memory and
 * never theirs; the bytes are copied by the buffers' own methods, which throw when the arena is closed, or is another thread's.
 */
public final class Staging {

    private final @Nullable Slab[] slabs;
    private final @Nullable ByteBuffer[] users;
    private int count;

    Staging(int capacity) {
        slabs = new Slab[capacity];
        users = new ByteBuffer[capacity];
    }

    /** What a slot uses from now on; both null for memory that stays. Within a call. */
    void set(int i, @Nullable Slab slab, @Nullable ByteBuffer user) {
        Slab old = slabs[i];
        if (old != null) {
            old.free();
            count--;
        }
        slabs[i] = slab;
        users[i] = user;
        if (slab != null) {
            count++;
        }
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Throws what NIO throws if the memory of a buffer is gone, or is not this thread's. */
    static void touch(ByteBuffer b) {
        if (b.capacity() > 0) {
            b.get(0);
        }
    }

    /** Copies what is to be sent. */
    public void copyIn(BatchMemory batch, int first, int n) {
        for (int i = first; i < first + n; i++) {
            Slab slab = slabs[i];
            ByteBuffer user = users[i];
            if (slab != null && user != null) {
                touch(user);
                slab.memory().put(0, user, 0, batch.hot(i, BatchLayout.LENGTH));
            }
        }
    }

    /** Before a receive: whether all can be written, so that nothing is taken off the socket for a buffer that is gone. */
    public void prepare(int first, int n, boolean keepsBytes) {
        for (int i = first; i < first + n; i++) {
            Slab slab = slabs[i];
            ByteBuffer user = users[i];
            if (slab != null && user != null) {
                touch(user);
                if (keepsBytes) { // what the kernel does not write is copied back as it was
                    slab.memory().put(0, user, 0, user.capacity());
                }
            }
        }
    }

    /** Copies what was received. */
    public void copyOut(BatchMemory batch, int first, int n) {
        for (int i = first; i < first + n; i++) {
            Slab slab = slabs[i];
            ByteBuffer user = users[i];
            if (slab != null && user != null) {
                user.put(0, slab.memory(), 0, batch.hot(i, BatchLayout.LENGTH));
            }
        }
    }

    public void free() {
        for (Slab slab : slabs) {
            if (slab != null) {
                slab.free();
            }
        }
    }
}
