package io.baresock.poll;

import static io.baresock.internal.backend.Header.PollerEvent.*;

import io.baresock.ErrnoException;
import io.baresock.internal.Guard;
import io.baresock.internal.PollerGuard;
import io.baresock.internal.Slab;
import io.baresock.internal.Tally;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The events of a poller: it waits for them and goes through them. This is the polling thread's part of {@link Poller}; it has all fields
 * that a poll touches.
 */
final class Events {

    private static final int AHEAD = 16; // a power of two

    private static final AtomicReferenceFieldUpdater<Events, @Nullable Registration> CLOSED_SOCKETS =
            AtomicReferenceFieldUpdater.newUpdater(Events.class, Registration.class, "closedSockets");

    private final PollerGuard guard;
    private final Slots slots;
    private final ByteBuffer events;
    private final long eventsAddress;
    final int capacity;
    private volatile @Nullable Registration closedSockets;

    volatile long spinNanos;

    // the polling thread's own
    private int count;
    private int position;
    private @Nullable Registration closedList;
    // The last event's. It stays until another registration has an event, or until next() finds it closed: storing a
    // reference costs a barrier of the garbage collector.
    private @Nullable Registration current;
    private int ready; // 0: there is no event

    @SuppressWarnings("UnusedVariable")
    private int touched; // only written: without it the compiler would leave out the loads of lookAhead

    volatile long staleEvents; // written by the polling thread

    /** {@code guard} frees the memory when the last call has left. */
    Events(PollerGuard guard, Slab memory, Slots slots) {
        this.guard = guard;
        this.slots = slots;
        events = memory.memory();
        eventsAddress = memory.address();
        capacity = memory.memory().capacity() / SIZE;
    }

    static Slab memory(int capacity) {
        return new Slab("Poller", capacity * SIZE);
    }

    // ---- polling ----

    int poll(long timeoutNanos) throws ErrnoException {
        boolean now = closedList != null || closedSockets != null;
        count = 0;
        position = 0;
        ready = 0;
        long n = guard.poll(eventsAddress, capacity, timeoutNanos, spinNanos, now);
        if (n == Guard.REFUSED) {
            throw new PollerClosedException("poll");
        }
        if (n < 0) {
            throw new ErrnoException("poll", (int) -n);
        }
        count = (int) n;
        return count + takeClosed();
    }

    /** Puts the sockets that were closed after the events; returns how many there are. */
    private int takeClosed() {
        if (closedList == null && closedSockets != null) {
            closedList = CLOSED_SOCKETS.getAndSet(this, null);
        }
        int n = 0;
        for (Registration r = closedList; r != null; r = r.nextClosed) {
            n++;
        }
        return n;
    }

    boolean next() {
        if (guard.isClosed()) {
            count = 0;
        }
        while (position < count) {
            if ((position & (AHEAD - 1)) == 0 && count - position > 1) {
                lookAhead();
            }
            int at = position++ * SIZE;
            Registration r = slots.get(events.getLong(at));
            if (r == null) {
                stale();
                continue;
            }
            ready = r.deliver(events.getInt(at + EVENTS));
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
     * Reads what the next events will need. With many sockets none of it is in the cache. Handled one after the other, each event would
     * wait for its own cache lines; here the processor fetches the lines of all events at the same time (ADR 9).
     */
    private void lookAhead() {
        int end = Math.min(position + AHEAD, count);
        int sum = 0;
        for (int i = position; i < end; i++) {
            Registration r = slots.get(events.getLong(i * SIZE));
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
        if (last != null && !last.isOpen()) { // otherwise its attachment would be kept until the next event
            current = null;
        }
        return false;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only one thread writes it
    private void stale() {
        staleEvents++;
        if (Tally.ON) {
            Tally.STALE_EVENTS.increment();
        }
    }

    int ready() {
        registration();
        return ready;
    }

    Registration registration() {
        Registration r = current;
        if (ready == 0 || r == null) {
            throw new IllegalStateException("no current event: call next() first, and go on only if it returns true");
        }
        return r;
    }

    /** The socket of a registration with interest in CLOSED was closed. Any thread. */
    void reportClosed(Registration r) {
        Registration first;
        do {
            first = closedSockets;
            r.nextClosed = first;
        } while (!CLOSED_SOCKETS.compareAndSet(this, first, r));
        guard.wakeup();
    }
}
