package io.baresock.internal.message;

import io.baresock.internal.Memory;
import io.baresock.internal.Slab;
import io.baresock.internal.address.SockaddrLayout;
import io.baresock.internal.address.SockaddrSlot;
import io.baresock.internal.backend.Header.Batch;
import io.baresock.internal.backend.Header.BatchSlot;
import io.baresock.internal.backend.Header.Message;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The native memory of a batch: the values and the payload of each slot, by index. Only {@link #of} checks that the memory is still
 * there. The other methods take a slot that was checked. Not thread-safe: the slab refuses a second call.
 */
public final class BatchMemory {

    public final Slab slab;
    public final ByteBuffer bytes; // of that slab
    public final long address;
    public final BatchLayout layout;
    public final int capacity;
    public final int controlCapacity;
    public final Staging staging;
    private final @Nullable ByteBuffer[] payloads; // views; null: raw memory

    /**
     * Lays the memory out.
     *
     * @param owner the class that has it, for messages
     * @param behind bytes that the owner wants after the batch
     */
    public BatchMemory(String owner, int capacity, int payloadSize, int controlCapacity, boolean ring, int behind) {
        this.capacity = capacity;
        this.controlCapacity = controlCapacity;
        layout = new BatchLayout(capacity, payloadSize, controlCapacity, ring);
        slab = new Slab(owner, Math.addExact(layout.size, behind));
        bytes = slab.memory();
        address = slab.address();
        layout.lay(bytes, address);
        staging = new Staging(capacity);
        payloads = new ByteBuffer[capacity];
        ByteBuffer lent = slab.lent();
        for (int i = 0; i < capacity; i++) {
            payloads[i] = lent.slice(layout.payload(i), payloadSize);
        }
    }

    // ---- which slot ----

    /**
     * Checks a slot and returns it.
     *
     * @throws IndexOutOfBoundsException if it is not 0 to {@code count} - 1
     * @throws IllegalStateException if the memory is closed
     */
    public int of(int i, int count) {
        slab.view();
        return Objects.checkIndex(i, count);
    }

    // ---- its values ----

    public int hot(int i, int field) {
        return bytes.getInt(BatchLayout.slot(i) + field);
    }

    public int int32(int i, int column) {
        return bytes.getInt(layout.columns(i) + column);
    }

    public long int64(int i, int column) {
        return bytes.getLong(layout.columns(i) + column);
    }

    /** A number in network byte order. */
    public int netInt(int i, int column) {
        return SockaddrLayout.bigEndianInt(bytes, layout.columns(i) + column);
    }

    public long netLong(int i, int column) {
        return SockaddrLayout.bigEndianLong(bytes, layout.columns(i) + column);
    }

    // ---- the payload ----

    /** The whole room of the payload, from position 0; null if it is raw memory. */
    @Nullable
    public ByteBuffer payload(int i) {
        ByteBuffer b = payloads[i];
        return b == null ? null : b.clear();
    }

    /** Sets how many bytes of the slot to send. */
    public void length(int i, int length) {
        bytes.putInt(BatchLayout.slot(i) + BatchSlot.LENGTH, length);
        use(i);
    }

    /** Makes a slot use a direct buffer of the caller. Within a call. */
    public void use(int i, ByteBuffer view) {
        long start = Memory.base(view);
        if (start >= 0) {
            use(i, start, view.capacity(), view, null);
            return;
        }
        Staging.touch(view);
        Slab copy = new Slab("MessageBatch", view.capacity());
        use(i, copy.address(), view.capacity(), view, copy);
    }

    /** Makes a slot use native memory. Within a call. */
    public void use(int i, long start, int length) {
        use(i, start, length, null, null);
    }

    private void use(int i, long start, int length, @Nullable ByteBuffer view, @Nullable Slab copy) {
        int slot = BatchLayout.slot(i);
        payloads[i] = view;
        staging.set(i, copy, copy == null || view == null ? null : view.duplicate());
        bytes.putLong(layout.iov(i), start);
        bytes.putInt(slot + BatchSlot.CAPACITY, length).putInt(slot + BatchSlot.LENGTH, length);
        bytes.putInt(Batch.FOREIGN, 1);
        include(Batch.CHANGED, i);
        use(i);
    }

    /** Notes that the next receive must clear the slot. */
    private void use(int i) {
        include(Batch.USED, i);
    }

    /** Such a field says that it is about the slots before this one. */
    private void include(int field, int i) {
        if (bytes.getInt(field) <= i) {
            bytes.putInt(field, i + 1);
        }
    }

    // ---- the destination ----

    /** Copies a destination into the slot; of length 0 for the connected peer. */
    public void to(int i, ByteBuffer from, int at, int length) {
        int to = layout.to(i) + SockaddrSlot.ADDRESS;
        int message = layout.message(i);
        bytes.put(to, from, at, length);
        bytes.putLong(message + Message.TO, length == 0 ? 0 : address + to);
        bytes.putInt(message + Message.TO_LENGTH, length);
    }

    public int toLength(int i) {
        return bytes.getInt(layout.message(i) + Message.TO_LENGTH);
    }
}
