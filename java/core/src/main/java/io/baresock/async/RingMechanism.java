package io.baresock.async;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.internal.Guard;
import io.baresock.internal.Library;
import io.baresock.internal.PollerGuard;
import io.baresock.internal.Tally;
import io.baresock.internal.backend.Backend;
import io.baresock.poll.Poller;
import io.baresock.poll.PollerClosedException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Completions by io_uring(7): ADR 23. The kernel receives for streams by itself, into buffers of the loop, and makes the sends of a turn
 * together. One system call a turn hands in what the sockets ask for, waits, and brings what has completed.
 */
final class RingMechanism implements Mechanism {

    private static final Backend B = Library.backend();
    private static final Cleaner CLEANER = Cleaner.create();

    /** With fewer events in a turn a send is made at once: the call that hands it in would not bring anything else. */
    private static final int MANY = 4;

    private static final int LAST_POLLS = 1000; // at the end of a loop, until the kernel has let go of all sockets

    private final RingMemory memory;
    private final PollerGuard guard;
    private final RingSlots slots = new RingSlots();
    private final RingSends sends = new RingSends();
    private final RingAhead ahead = new RingAhead();
    private final AtomicReference<@Nullable RingReadiness> closedSockets = new AtomicReference<>();
    private final Cleaner.Cleanable leak;

    private int count; // events of the last poll
    private int position;
    private int postponed; // events that were moved to the beginning, for the next pass
    private int pass; // counts the passes through the events
    private int ready;
    private @Nullable RingReadiness current;
    private @Nullable RingReadiness closedList;
    private @Nullable RingReadiness firstChanged; // whose requests may not be what they want; linked by nextChanged
    private boolean many;
    private int turn; // counts the polls that took the commands

    private RingMechanism(RingMemory memory, long handle) {
        this.memory = memory;
        this.guard = new PollerGuard(B, handle, memory.slab); // frees the memory when the last call has left
        this.leak = CLEANER.register(this, new Leak(guard, slots.held));
    }

    /**
     * Opens a ring.
     *
     * @throws ErrnoException as in io_uring_setup(2)
     */
    static RingMechanism open() throws ErrnoException {
        RingMemory memory = new RingMemory();
        long handle = -Bsd.ENOMEM;
        try {
            handle = B.loopRingOpen(memory.slab.address());
            if (handle < 0) {
                throw new ErrnoException("io_uring_setup", (int) -handle, WhyNoRing.text((int) -handle));
            }
            return new RingMechanism(memory, handle);
        } catch (Throwable e) {
            if (handle >= 0) {
                B.pollerClose(handle);
            }
            memory.slab.free();
            throw e;
        }
    }

    /** Closes a forgotten ring. Must not refer to it. */
    private record Leak(Guard guard, RingSlots.Held held) implements Runnable {
        @Override
        public void run() {
            if (guard.close()) {
                held.letGoOfAll();
            }
        }
    }

    // ---- the loop's ----

    @Override
    public Readiness readinessOf(SocketOps operations) {
        return new RingReadiness(operations, this);
    }

    @Override
    public void poll(long nanos) throws ErrnoException {
        if (isDone()) { // else flush() has brought events
            ask(nanos);
        }
        takeClosed();
    }

    /** Whether nothing of the last poll is left. */
    private boolean isDone() {
        return position == count && postponed == 0 && sends.left() == 0 && current == null;
    }

    private void ask(long nanos) throws ErrnoException {
        boolean now = !tellChanges() || closedList != null || closedSockets.get() != null;
        position = 0;
        ready = 0;
        count = 0;
        pass++;
        memory.submit();
        long n;
        try {
            n = guard.poll(memory.eventsAddress(), RingMemory.EVENTS, now ? 0 : nanos, 0, now);
        } finally {
            note();
        }
        Reference.reachabilityFence(this);
        if (n == -Bsd.EEXIST) {
            move();
            n = 0;
        }
        if (n == Guard.REFUSED) {
            count = 0; // the memory is free
            throw new PollerClosedException("poll");
        }
        if (n < 0) {
            throw new ErrnoException("poll", (int) -n);
        }
        many = count + sends.left() >= MANY;
    }

    /**
     * Notes what the call has done, by what it has left in memory: an Error may have been thrown since. The kernel says it once: what is
     * not noted here is lost, and a command that it took would be made again.
     */
    private void note() {
        if (memory.wereTaken()) {
            turn++;
            sends.made();
        }
        int result = memory.result();
        if (result == -Bsd.EEXIST) { // another thread has made the turns before
            slots.dropAll();
        }
        count = Math.max(result, 0);
        if (count > 0 && memory.sendEvents() > 0) {
            noteSends();
        }
    }

    /** Some sends did not send all: tells their sockets, before anybody asks them. */
    private void noteSends() {
        for (int i = 0; i < count; i++) {
            long token = memory.eventToken(i);
            if (RingSlots.kind(token) == RingSlots.SEND) {
                RingReadiness r = slots.get(token);
                if (r != null) {
                    r.noteSent(memory.eventResult(i));
                }
            }
        }
    }

    /** The ring becomes this thread's. The kernel drops all requests, and each is made again if it is still wanted. */
    private void move() throws ErrnoException {
        long r = guard.use((a, b, c, d) -> B.loopRingRenew(guard.handle()), 0, 0, 0, 0);
        if (r < 0 && r != Guard.REFUSED) {
            throw new ErrnoException("io_uring_setup", (int) -r);
        }
    }

    private void takeClosed() {
        if (closedList == null && closedSockets.get() != null) {
            closedList = closedSockets.getAndSet(null);
        }
    }

    @Override
    public @Nullable SocketOps next() {
        RingReadiness last = current;
        if (last != null) {
            // Without memory for the rest of the piece this throws. The next turn tries again, before it polls.
            last.settle();
            current = null;
        }
        for (RingReadiness r = sends.next(); r != null; r = sends.next()) {
            if (r.isSent()) {
                ready = Readiness.SENT;
                return r.operations;
            }
        }
        while (position < count || passAgain()) {
            if (RingAhead.isDue(position, count)) {
                lookAhead();
            }
            int at = position;
            int flags = memory.eventFlags(at);
            RingReadiness r = slots.get(memory.eventToken(at));
            if (r != null && r.isGreedy(memory.eventToken(at), pass)) {
                memory.moveEvent(at, postponed);
                postponed++;
                position++;
                continue;
            }
            if (r == null) {
                position++;
                if (Tally.ON) {
                    Tally.STALE_EVENTS.increment();
                }
                continue;
            }
            ready = r.completed(memory.eventToken(at), memory.eventResult(at), flags);
            position++; // if that has thrown, the event comes again: it may have bytes that the kernel has only once
            if (ready != 0) {
                current = r;
                return r.operations;
            }
        }
        return nextClosed();
    }

    /** Begins with the events that were postponed, because others had to have their turn; false if there are none. */
    private boolean passAgain() {
        position = 0;
        count = postponed;
        postponed = 0;
        pass++;
        return count > 0;
    }

    private void lookAhead() {
        int n = Math.min(RingAhead.SOCKETS, count - position);
        for (int i = 0; i < n; i++) {
            int at = position + i;
            ahead.set(
                    i,
                    slots.get(memory.eventToken(at)),
                    memory.lent(memory.eventFlags(at)).limit());
        }
        ahead.read(n);
    }

    private @Nullable SocketOps nextClosed() {
        RingReadiness r = closedList;
        if (r == null) {
            ready = 0;
            return null;
        }
        closedList = r.nextClosed;
        r.nextClosed = null;
        ready = Poller.CLOSED;
        return r.operations;
    }

    @Override
    public int ready() {
        return ready;
    }

    @Override
    public void flush() throws ErrnoException {
        if (!isDone() || firstChanged == null && !memory.hasCommands()) {
            return;
        }
        ask(0);
        for (int i = 0; i < count; i++) { // a socket that has ended is closed at once
            RingReadiness r = slots.get(memory.eventToken(i));
            if (r != null && r.hasEnded()) {
                r.completed(memory.eventToken(i), memory.eventResult(i), memory.eventFlags(i));
                memory.forget(i);
            }
        }
    }

    @Override
    public boolean lends(long address) {
        return memory.hasBuffer(address);
    }

    @Override
    public void wakeup() {
        guard.wakeup();
    }

    /** Waits until the kernel has let go of the sockets, which have ended. Another thread than the ring's cannot, and closes the ring. */
    @Override
    public void close() {
        try {
            for (int i = 0; i < LAST_POLLS && !slots.isEmpty() && !guard.isClosed(); i++) {
                poll(0);
                while (next() != null) {
                    // an ended socket has no events
                }
            }
        } catch (ErrnoException e) {
            // closing the ring ends them, too
        } finally {
            guard.close();
            slots.held.letGoOfAll();
            leak.clean();
        }
    }

    // ---- for sockets ----

    /** The requests of the socket may have to be changed: the next poll does that. */
    void changed(RingReadiness r) {
        if (!r.isChanged) {
            r.isChanged = true;
            r.nextChanged = firstChanged;
            firstChanged = r;
        }
    }

    /** False if there was no room for all commands. */
    private boolean tellChanges() {
        while (memory.hasRoom(RingReadiness.COMMANDS_AT_MOST)) {
            RingReadiness r = firstChanged;
            if (r == null) {
                return true;
            }
            firstChanged = r.nextChanged;
            r.nextChanged = null;
            r.isChanged = false;
            try {
                r.change();
            } catch (Throwable e) {
                changed(r); // the next poll tries again
                throw e;
            }
        }
        return firstChanged == null;
    }

    /** Whether a send is worth a command, and there is room for it. */
    boolean takesSends() {
        return many && memory.hasRoom(1);
    }

    /** The next poll makes the send, and then it is told. */
    void willSend(RingReadiness r) {
        sends.ask(r);
    }

    /** The commands since the last poll have this number. */
    int turn() {
        return turn;
    }

    RingMemory memory() {
        return memory;
    }

    RingSlots slots() {
        return slots;
    }

    /** The socket was closed. Any thread. */
    void reportClosed(RingReadiness r) {
        RingReadiness first;
        do {
            first = closedSockets.get();
            r.nextClosed = first;
        } while (!closedSockets.compareAndSet(first, r));
        guard.wakeup();
    }
}
