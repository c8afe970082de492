package io.baresock;

import io.baresock.internal.Memory;
import io.baresock.internal.Slab;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The payloads of a {@link MessageBatch}: in its own memory or the caller's. */
abstract sealed class BatchPayloads extends BatchColumns permits MessageBatch {

    final int controlCapacity;
    private final @Nullable ByteBuffer[] payloads; // views of the payloads; null: raw memory
    final Staging staging;

    BatchPayloads(int capacity, int payloadSize, int controlCapacity, boolean ring) {
        super(capacity, payloadSize, controlCapacity, ring);
        this.controlCapacity = controlCapacity;
        payloads = new ByteBuffer[capacity];
        staging = new Staging(capacity);
        for (int i = 0; i < capacity; i++) {
            payloads[i] = memory.lent().slice(layout.payload(i), payloadSize);
        }
    }

    private MessageBatch self() {
        return (MessageBatch) this;
    }

    /** Releases what the batch owns, once it is closed. */
    abstract void discard();

    /** Ends a call; true if the batch was closed meanwhile. */
    final boolean leave() {
        boolean closed = memory.leave();
        if (closed) {
            discard();
        }
        return closed;
    }

    /**
     * The memory of a slot, to be filled: then say {@link #length(int, int)}.
     *
     * @param i the slot
     * @return a view of all of it, always the same object; position 0
     * @throws IllegalStateException if it is raw memory
     */
    public final ByteBuffer buffer(int i) {
        ByteBuffer b = payloads[check(i)];
        if (b == null) {
            throw new IllegalStateException("buffer: slot " + i + " has raw memory, given by its address");
        }
        return b.clear();
    }

    /**
     * The payload of a slot, received or to be sent.
     *
     * @param i the slot
     * @return the same view as {@link #buffer}, from position 0 to {@link #length(int)}
     * @throws IllegalStateException if it is raw memory
     */
    public final ByteBuffer payload(int i) {
        return buffer(i).limit(length(i));
    }

    /**
     * Says how much of a slot is to be sent.
     *
     * @param i the slot
     * @param bytes 0 to what the slot has room for
     * @return this
     * @throws IllegalArgumentException if it is out of range
     * @throws IllegalStateException if the batch is closed, or in a call
     */
    public final MessageBatch length(int i, int bytes) {
        int slot = BatchLayout.slot(change("length", i));
        Ranges.check("length", "bytes", bytes, 0, slab.getInt(slot + BatchLayout.ROOM));
        slab.putInt(slot + BatchLayout.LENGTH, bytes);
        use(i);
        return self();
    }

    /**
     * Copies a payload into a slot.
     *
     * @param i the slot
     * @param bytes what remains in it is copied; its position moves
     * @return this
     * @throws java.nio.BufferOverflowException if it is more than the slot has room for
     * @throws IllegalStateException if the batch is closed, or in a call
     */
    public final MessageBatch put(int i, ByteBuffer bytes) {
        int n = Buffers.present("put", bytes).remaining();
        change("put", i);
        buffer(i).put(bytes);
        return length(i, n);
    }

    /**
     * Makes a slot use memory of the caller's, from now on.
     *
     * @param i the slot
     * @param direct a direct buffer, not read-only: what remains in it, as it is now. If its memory belongs to an arena that can be
     *     closed, each call copies, and throws what NIO throws ({@link IllegalStateException}, {@code WrongThreadException}) before
     *     anything is sent or received, if the arena is closed or another thread's
     * @return this
     * @throws IllegalArgumentException if it is not direct
     * @throws IllegalStateException if the batch is closed, or in a call
     */
    public final MessageBatch memory(int i, ByteBuffer direct) {
        if (!Buffers.writable("memory", direct).isDirect()) {
            throw new IllegalArgumentException("memory: the buffer is not direct: put() copies");
        }
        check(i);
        ByteBuffer view = direct.slice();
        long address = Memory.base(view);
        if (address >= 0) {
            return memory(i, address, view.capacity(), view, null);
        }
        Staging.touch(view);
        Slab slab = new Slab("MessageBatch", view.capacity());
        try {
            return memory(i, slab.address(), view.capacity(), view, slab);
        } catch (RuntimeException e) {
            slab.free();
            throw e;
        }
    }

    /**
     * Makes a slot use native memory, from now on.
     *
     * @param i the slot
     * @param start address of the first byte; must stay valid as long as the batch is used with it
     * @param length how many bytes
     * @return this
     * @throws IllegalStateException if the batch is closed, or in a call
     */
    public final MessageBatch memory(int i, long start, int length) {
        Buffers.range("memory", start, length);
        return memory(i, start, length, null, null);
    }

    private MessageBatch memory(int i, long start, int length, @Nullable ByteBuffer view, @Nullable Slab own) {
        int slot = BatchLayout.slot(check(i));
        memory.enter("memory");
        try {
            payloads[i] = view;
            staging.set(i, own, own == null || view == null ? null : view.duplicate());
            slab.putLong(layout.iov(i), start);
            slab.putInt(slot + BatchLayout.ROOM, length).putInt(slot + BatchLayout.LENGTH, length);
            slab.putInt(BatchLayout.READY, 0).putInt(BatchLayout.FOREIGN, 1);
            use(i);
        } finally {
            leave();
        }
        return self();
    }

    /** The slot holds something that the next receive has to clear. */
    private void use(int i) {
        if (slab.getInt(BatchLayout.USED) <= i) {
            slab.putInt(BatchLayout.USED, i + 1);
        }
    }

    // ---- datagrams that came merged: UDP_GRO ----

    /**
     * How many datagrams were received into a slot. If {@link #isControlTruncated} is true, the size by which merged ones are told apart
     * may not have come: then it is one, and longer than any that was sent. A control capacity of {@code CMSG_SPACE(4)} has room for it.
     *
     * @param i the slot
     * @return 0 if nothing was received; 1, or more with {@code UDP_GRO}
     */
    public final int datagrams(int i) {
        if (bytes(i) < 0) {
            return 0;
        }
        int size = groSize(i);
        int length = length(i);
        return size <= 0 || length <= size ? 1 : length / size + (length % size == 0 ? 0 : 1);
    }

    /**
     * One of the datagrams received into a slot, where it is.
     *
     * @param i the slot
     * @param k 0 to {@link #datagrams} - 1
     * @return the same view as {@link #buffer}, its position and limit around the datagram
     * @throws IndexOutOfBoundsException if there is no such datagram
     * @throws IllegalStateException if the slot is raw memory
     */
    public final ByteBuffer datagram(int i, int k) {
        int of = datagrams(i);
        Objects.checkIndex(k, of);
        if (of == 1) {
            return payload(i);
        }
        int size = groSize(i);
        int from = k * size;
        return buffer(i).limit(Math.min(from + size, length(i))).position(from);
    }
}
