package io.baresock.internal;

import io.baresock.internal.backend.JdkSupport;
import io.baresock.internal.backend.Lent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The native memory of one object. One native call may use it at a time, and none after close. It begins with a page, and so with a cache
 * line (unless there is a guard page): a receive of 32 datagrams is 2 % slower if their headers cross lines.
 *
 * <pre>
 * state, an int
 *   bit 0   BUSY     a call uses the memory
 *   bit 1   CLOSED   no call begins any more
 *
 *           state before    state after
 *   enter   0               BUSY
 *           else            refused
 *   leave   BUSY            0
 *           BUSY, CLOSED    CLOSED, and the caller frees
 *   close   0               CLOSED, and the caller frees
 *           BUSY            BUSY, CLOSED; leave frees
 *           CLOSED          as it is
 *   free    any             CLOSED is set
 * </pre>
 *
 * <p>So the kernel never writes to memory that is freed. To read, use {@link #view}, which throws after close. To change what a call
 * reads, use {@link #changing}, which also throws during a call. Both read one word, not as volatile: a volatile read takes 3 ns where a
 * value of a batch takes 1 (measured), because the compiler must then load everything again.
 *
 * <p>A thread that checked before another one closed may still be reading. It reads zeros: see {@link Pages}.
 */
public final class Slab {

    private static final int BUSY = 1;
    private static final int CLOSED = 2;
    private static final VarHandle STATE;

    /** Views that could not be closed because a channel of NIO was using them. */
    private static final Queue<Lent> UNENDED = new ArrayDeque<>();

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Slab.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String owner;
    private Pages pages; // these three: see swap
    private ByteBuffer memory;
    private long address;
    private @Nullable Lent lent; // guarded by this
    private int state;

    /**
     * Zeroed memory.
     *
     * @param owner its class, for messages
     * @param size in bytes
     */
    public Slab(String owner, int size) {
        endOthers();
        ByteBuffer[] view = new ByteBuffer[1];
        this.owner = owner;
        pages = Pages.map(size, view);
        memory = view[0].order(ByteOrder.nativeOrder());
        address = pages.address();
    }

    /** Its address. Use it only during a call, or to lay the memory out. */
    public long address() {
        return address;
    }

    /**
     * The memory, to lay it out, or within a call. This does not check whether it is closed. In native byte order; do not change that.
     */
    public ByteBuffer memory() {
        return memory;
    }

    /**
     * The memory, to read what a call left there.
     *
     * @throws IllegalStateException if it is closed
     */
    public ByteBuffer view() {
        if ((state & CLOSED) != 0) {
            throw refused(owner);
        }
        return memory;
    }

    /**
     * The memory, to change what a call reads.
     *
     * @throws IllegalStateException if it is closed, or during a call
     */
    public ByteBuffer changing(String call) {
        if (state != 0) {
            throw refused(call);
        }
        return memory;
    }

    /** The memory for views that the user keeps. After the slab is closed they throw if the JDK can do that, else they read zeros. */
    public synchronized ByteBuffer lent() {
        Lent l = lent;
        if (l == null) {
            l = JdkSupport.lend(memory);
            lent = l;
        }
        return l.view();
    }

    /**
     * Begins a call. Afterwards the stack has room for {@link #leave}.
     *
     * @throws IllegalStateException if it is closed or in another call
     */
    public void enter(String call) {
        StackRoom.ask(StackRoom.FOR_A_PIN);
        if (!STATE.compareAndSet(this, 0, BUSY)) {
            throw refused(call);
        }
    }

    private IllegalStateException refused(String call) {
        String prefix = call.equals(owner) ? "" : call + ": ";
        return new IllegalStateException(
                prefix + "the " + owner + (isClosed() ? " is closed" : " is in use by another call"));
    }

    /**
     * Exchanges the memory with another slab, so that this one grows. Only the owner calls it, within a call, lays the new memory out,
     * and {@link #free}s the other slab. A thread that reads meanwhile without permission finds the old memory, and zeros.
     */
    public void swap(Slab other) {
        Pages p = pages;
        pages = other.pages;
        other.pages = p;
        ByteBuffer m = memory;
        memory = other.memory;
        other.memory = m;
        long a = address;
        address = other.address;
        other.address = a;
        other.exchangeLent(exchangeLent(other.exchangeLent(null)));
    }

    private synchronized @Nullable Lent exchangeLent(@Nullable Lent with) {
        Lent l = lent;
        lent = with;
        return l;
    }

    /** Ends a call. True if it was closed during the call: then the caller must release what the object owns, and {@link #free} this. */
    public boolean leave() {
        return !STATE.compareAndSet(this, BUSY, 0) && (int) STATE.getAndSet(this, CLOSED) != CLOSED;
    }

    /**
     * Closes. True if the caller must release what the object owns, and {@link #free} this. False if a call is going on, which will do
     * it, or if it was closed before.
     */
    public boolean close() {
        return (int) STATE.getAndBitwiseOr(this, CLOSED) == 0;
    }

    /** Closes and frees, for an object that owns nothing but memory. */
    public void closeAndFree() {
        if (close()) {
            free();
        }
    }

    /** As {@link #leave}, and frees; for an object that owns nothing but memory. */
    public boolean leaveAndFree() {
        boolean closed = leave();
        if (closed) {
            free();
        }
        return closed;
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return (state & CLOSED) != 0;
    }

    /** Frees the memory. May be repeated. */
    public void free() {
        STATE.getAndBitwiseOr(this, CLOSED);
        Lent l = exchangeLent(null);
        try {
            if (l != null && !l.end()) {
                synchronized (UNENDED) {
                    UNENDED.add(l); // it keeps the addresses, not the memory
                }
            }
        } finally { // also if there is no memory for the end of the views
            pages.giveBack();
        }
    }

    private static void endOthers() {
        synchronized (UNENDED) {
            if (!UNENDED.isEmpty()) { // a lambda takes 2 ms of CPU when a process starts
                UNENDED.removeIf(Lent::end);
            }
        }
    }

    /** Frees the addresses as well: the caller is sure that there is no view. */
    void unmap() {
        STATE.setVolatile(this, CLOSED);
        pages.unmap();
    }
}
