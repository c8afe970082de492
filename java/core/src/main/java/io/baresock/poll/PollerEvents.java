package io.baresock.poll;

import io.baresock.ErrnoException;
import io.baresock.internal.Guard;
import io.baresock.internal.Library;
import io.baresock.internal.PollerGuard;
import io.baresock.internal.Slab;
import io.baresock.internal.backend.Backend;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Waiting, and going through what came: the part of {@link Poller} that its polling thread uses. It has every field that a poll
 * touches, so that they lie side by side.
 */
abstract sealed class PollerEvents permits PollerRegistrations {

    private static final int EVENT_SIZE = 16; // struct bs_poller_event of baresock.h
    private static final int EVENT_EVENTS = 8;

    private static final int AHEAD = 16; // a power of two

    private static final VarHandle CLOSED_SOCKETS;

    static {
        try {
            CLOSED_SOCKETS =
                    MethodHandles.lookup().findVarHandle(PollerEvents.class, "closedSockets", Registration.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static final Backend B = Library.backend();

    final PollerGuard guard;
    final Slots slots = new Slots();
    private final ByteBuffer events;
    private final long eventsAddress;
    private final int capacity;
    private volatile @Nullable Registration closedSockets;

    private volatile long spinNanos;

    // the polling thread's own
    private int count;
    private int position;
    private @Nullable Registration closedList;
    // Of the last event. Stays until another one's, or until next() finds it ended: to store a reference takes G1's
    // barriers.
    private @Nullable Registration current;
    private int ready; // 0: there is no event

    @SuppressWarnings("UnusedVariable")
    private int touched; // only written, or the compiler would leave the loads of lookAhead out

    private volatile long staleEvents; // written by the polling thread

    PollerEvents(long handle, int capacity) {
        this.capacity = capacity;
        Slab memory = new Slab("Poller", capacity * EVENT_SIZE);
        this.guard = new PollerGuard(B, handle, memory); // which frees it when the last has left
        this.events = memory.memory();
        this.eventsAddress = memory.address();
    }

    // ---- polling ----

    /**
     * Waits for events, which {@link #next} then goes through. What was not gone through since the last poll is lost in
     * the modes EDGE and ONESHOT and reported again in the others. A virtual thread that polls holds its carrier meanwhile.
     *
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever. Rounded up to milliseconds where the OS has
     *     nothing finer (Linux before 5.11; poll(2) on macOS)
     * @return how many events there are at most; 0 if the time passed, or on {@link #wakeup}, seldom without a cause
     * @throws PollerClosedException if the poller is closed, before or during the wait
     * @throws ErrnoException as in epoll_wait(2)
     * @throws IllegalStateException if another thread is polling
     */
    public final int poll(long timeoutNanos) throws ErrnoException {
        boolean now = closedList != null || closedSockets != null;
        count = 0;
        position = 0;
        ready = 0;
        long n = guard.poll(eventsAddress, capacity, timeoutNanos, spinNanos, now);
        Reference.reachabilityFence(this);
        if (n == Guard.REFUSED) {
            throw new PollerClosedException("poll");
        }
        if (n < 0) {
            throw new ErrnoException("poll", (int) -n);
        }
        count = (int) n;
        return count + takeClosed();
    }

    /** Makes the sockets that were closed the tail of the events; returns how many there are. */
    private int takeClosed() {
        if (closedList == null && closedSockets != null) {
            closedList = (Registration) CLOSED_SOCKETS.getAndSet(this, null);
        }
        int n = 0;
        for (Registration r = closedList; r != null; r = r.nextClosed) {
            n++;
        }
        return n;
    }

    /**
     * Goes to the next event of the last {@link #poll}.
     *
     * @return false if there is none
     */
    public final boolean next() {
        if (guard.isClosed()) {
            count = 0;
        }
        while (position < count) {
            if ((position & (AHEAD - 1)) == 0 && count - position > 1) {
                lookAhead();
            }
            int at = position++ * EVENT_SIZE;
            Registration r = slots.get(events.getLong(at));
            if (r == null) {
                stale();
                continue;
            }
            ready = r.deliver(events.getInt(at + EVENT_EVENTS));
            if (ready != 0) {
                if (current != r) {
                    current = r;
                }
                return true;
            }
        }
        return nextClosed();
    }

    /**
     * Reads what the next events will need. With many sockets none of it is in the cache, and one after the other, a system call
     * between them, the events would wait for each line of it; here the processor fetches those of all events at once (ADR 9).
     */
    private void lookAhead() {
        int end = Math.min(position + AHEAD, count);
        int sum = 0;
        for (int i = position; i < end; i++) {
            Registration r = slots.get(events.getLong(i * EVENT_SIZE));
            if (r != null) {
                sum += r.touch();
            }
        }
        touched = sum;
    }

    private boolean nextClosed() {
        for (Registration r = closedList; r != null; r = closedList) {
            closedList = r.nextClosed;
            r.nextClosed = null;
            if (r.deliverClosed()) {
                ready = Poller.CLOSED;
                current = r;
                return true;
            }
        }
        ready = 0;
        Registration last = current;
        if (last != null && !last.isOpen()) { // or its attachment would be kept until the next event
            current = null;
        }
        return false;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
    private void stale() {
        staleEvents++;
    }

    /**
     * What the current event says.
     *
     * @return {@link Poller#READABLE}, {@link Poller#WRITABLE} and so on, or-ed: what was asked for and is there, ERROR and
     *     HANGUP
     */
    public final int ready() {
        registration();
        return ready;
    }

    /** {@return the token of the current event's registration} */
    public final long token() {
        return registration().token();
    }

    /** {@return the attachment of the current event's registration} */
    public final @Nullable Object attachment() {
        return registration().attachment();
    }

    /**
     * The registration of the current event.
     *
     * @return the registration
     * @throws IllegalStateException if there is no current event: {@link #next} was not called or returned false
     */
    public final Registration registration() {
        Registration r = current;
        if (ready == 0 || r == null) {
            throw new IllegalStateException("no current event: call next() first, and only go on if it returns true");
        }
        return r;
    }

    /**
     * Makes the poll that is going on, or else the next one, return without waiting (any longer). Many calls before that
     * count as one and cost one system call together, or none if nobody is polling. No effect on a closed poller.
     */
    public final void wakeup() {
        guard.wakeup();
    }

    /** The socket of a registration that asked for CLOSED was closed; on any thread. */
    final void reportClosed(Registration r) {
        Registration first;
        do {
            first = closedSockets;
            r.nextClosed = first;
        } while (!CLOSED_SOCKETS.compareAndSet(this, first, r));
        wakeup();
    }

    // ---- tuning and numbers ----

    /**
     * Lets a poll that finds nothing ask again and again for a while before it sleeps, within one native call: for answers
     * within microseconds, at the price of a busy core.
     *
     * @param nanos how long, in nanoseconds; part of the timeout; 0, the default, is not at all
     */
    public final void spin(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("spin: " + nanos + " ns is negative");
        }
        spinNanos = nanos;
    }

    /** {@return how many events one poll returns at most} */
    public final int capacity() {
        return capacity;
    }

    /**
     * How many events were dropped because their registration had ended: a number to watch in tests, and 0 or small in
     * programs whose handlers close other connections than their own.
     *
     * @return the count since the poller was opened
     */
    public final long staleEvents() {
        return staleEvents;
    }
}
