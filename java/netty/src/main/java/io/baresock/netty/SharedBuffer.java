package io.baresock.netty;

import io.baresock.MessageBatch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.IllegalReferenceCountException;
import org.jspecify.annotations.Nullable;

/**
 * A direct buffer of Netty that some slots of a batch share, a piece for each. Handlers get slices of it, which count as references to it.
 * When they have released all, the same memory is used again: no allocator is asked, no slot changes, and the memory is still in the
 * processor's cache. Until then another buffer takes its place. For one thread; the slices may be released by any.
 */
final class SharedBuffer {

    final int first;
    private final int slots;
    private final int room;
    private @Nullable ByteBuf memory;
    private int sliced;

    /**
     * Makes one, still without memory.
     *
     * @param first the first slot
     * @param slots how many
     * @param room bytes for each
     */
    SharedBuffer(int first, int slots, int room) {
        this.first = first;
        this.slots = slots;
        this.room = room;
    }

    /** The slot after the last. */
    int end() {
        return first + slots;
    }

    /**
     * Before a receive: the slots get other memory if somebody still has a part of this.
     *
     * @throws IllegalReferenceCountException if a slice was released too often; the next call gets other memory
     */
    void prepare(ByteBufAllocator allocator, MessageBatch batch) {
        sliced = 0;
        ByteBuf old = memory;
        if (old != null && old.refCnt() == 1) {
            return;
        }
        memory = null;
        if (old != null && old.refCnt() == 0) {
            throw new IllegalReferenceCountException(
                    "receive: a handler has released a received packet more often than it had retained it");
        }
        if (old != null) {
            old.release();
        }
        ByteBuf b = allocator.directBuffer(slots * room);
        memory = b;
        long start = Addresses.of(b, 0, slots * room);
        for (int i = 0; i < slots; i++) {
            batch.memory(first + i, start + (long) i * room, room);
        }
    }

    /** A part of the memory of a slot, without a reference until {@link #handOut}. */
    ByteBuf slice(int slot, int from, int length) {
        ByteBuf b = memory;
        if (b == null) {
            throw new AssertionError(slot); // a receive comes after prepare()
        }
        sliced++;
        return b.slice((slot - first) * room + from, length);
    }

    /** Gives each slice that was made its reference. It takes one atomic operation for all. */
    void handOut() {
        ByteBuf b = memory;
        if (b != null && sliced > 0) {
            b.retain(sliced);
            sliced = 0;
        }
    }

    /** Slices that handlers have stay valid. */
    void release() {
        ByteBuf b = memory;
        memory = null;
        if (b != null && b.refCnt() > 0) {
            b.release();
        }
    }
}
