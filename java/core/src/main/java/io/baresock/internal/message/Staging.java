package io.baresock.internal.message;

import io.baresock.internal.Slab;
import io.baresock.internal.backend.Header.BatchSlot;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Memory of a {@code MessageBatch} for slots whose buffers belong to an arena that can be closed. The kernel gets this memory and not the
 * arena's. The buffers' own methods copy the bytes. They throw if the arena is closed or belongs to another thread.
 */
public final class Staging {

    private final @Nullable Slab[] slabs;
    private final @Nullable ByteBuffer[] users;
    private int count;

    Staging(int capacity) {
        slabs = new Slab[capacity];
        users = new ByteBuffer[capacity];
    }

    /** Sets what a slot uses from now on; both are null for memory that cannot be closed. Within a call. */
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

    /** Throws what NIO throws, if the buffer's memory is freed or belongs to another thread. */
    static void touch(ByteBuffer b) {
        if (b.capacity() > 0) {
            b.get(0);
        }
    }

    /** Copies the bytes to send. */
    public void copyIn(BatchMemory batch, int first, int n) {
        for (int i = first; i < first + n; i++) {
            Slab slab = slabs[i];
            ByteBuffer user = users[i];
            if (slab != null && user != null) {
                touch(user);
                slab.memory().put(0, user, 0, batch.hot(i, BatchSlot.LENGTH));
            }
        }
    }

    /** Before a receive: checks that all buffers can be written, so that no data is lost for a buffer that is closed. */
    public void prepare(int first, int n, boolean keepsBytes) {
        for (int i = first; i < first + n; i++) {
            Slab slab = slabs[i];
            ByteBuffer user = users[i];
            if (slab != null && user != null) {
                touch(user);
                if (keepsBytes) { // bytes that the kernel does not write are copied back unchanged
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
                user.put(0, slab.memory(), 0, batch.hot(i, BatchSlot.LENGTH));
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
