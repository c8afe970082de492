package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The virtual threads that wait for one descriptor, in the order in which they came: any number, in any direction. The kernel's list has
 * the descriptor once. An event wakes one thread for each thing that it reports, not all. That thread tries its call, and when it leaves
 * it wakes the next ({@link #handOn}). So a connection wakes one of a thousand threads that accept.
 *
 * <p>Thread-safe. The lock is a monitor. No thread parks with it, and none is unparked with it.
 */
final class ParkedCalls {

    private static final int EAGAIN = Abi.constant("EAGAIN");
    private static final int EINTR = Abi.constant("EINTR");
    private static final int ECANCELED = Abi.constant("ECANCELED");

    private static final int EMFILE = Abi.constant("EMFILE");
    private static final int ENFILE = Abi.constant("ENFILE");
    private static final int ENOMEM = Abi.constant("ENOMEM");
    private static final int ENOSPC = Abi.constant("ENOSPC");
    private static final int POLLIN = Abi.constant("POLLIN");
    private static final int POLLOUT = Abi.constant("POLLOUT");
    private static final int POLLPRI = Abi.constant("POLLPRI");

    private static final int NOTHING = 0; // the interest of a thread that only lets time pass
    // Between two looks of a thread that waits without the poller; doubled each time.
    private static final long FIRST_PAUSE_NANOS = 1_000_000;
    private static final long LONGEST_PAUSE_NANOS = 16_000_000;

    final int fd;
    long key; // in the kernel's list; 0: not there. Guarded by this and the poller's lock, as is the next
    private @Nullable SharedPoller home; // whose list that is
    private final FdGuard guard;
    private final Backend backend;
    private @Nullable Waiter first; // guarded by this, as are all below
    private @Nullable Waiter last;
    private @Nullable Waiter idle;
    private volatile int count; // written with the lock
    private final int[] wanting = new int[Integer.bitCount(SharedPoller.ALL)]; // how many, by bit
    private int armed; // what the kernel was last asked for, and has not reported yet

    ParkedCalls(FdGuard guard, Backend backend) {
        this.fd = guard.fd();
        this.guard = guard;
        this.backend = backend;
    }

    /**
     * Waits for an event, or only lets time pass.
     *
     * @param interest what to wait for; 0 for nothing but the deadline
     * @return 0 once it came; {@code -EAGAIN} if the time passed, {@code -EINTR} if the thread is interrupted, {@code -ECANCELED} if the
     *     guard is closed, or another {@code -errno}
     */
    int park(int interest, long deadline) {
        int r = parkOnce(interest, deadline);
        return isShortage(r) ? parkWithoutPoller(interest, deadline) : r;
    }

    /** Whether an error of the poller says that this process, or the system, has no descriptor, memory or watch left. */
    private static boolean isShortage(int r) {
        return r == -EMFILE || r == -ENFILE || r == -ENOMEM || r == -ENOSPC;
    }

    /**
     * {@link #park} although the poller cannot be opened, or cannot take the descriptor. The descriptor itself is open, and a wait on it must
     * not need another one. So the thread looks from time to time, and asks the poller again each time.
     */
    private int parkWithoutPoller(int interest, long deadline) {
        long pause = FIRST_PAUSE_NANOS;
        int r;
        do {
            int seen = backend.pollOne(fd, toPoll(interest), 0);
            if (seen != 0 && seen != -EINTR) {
                return Math.min(seen, 0);
            }
            long left = Deadlines.left(deadline);
            if (left == 0) {
                return -EAGAIN;
            }
            r = parkOnce(NOTHING, Deadlines.in(left < 0 ? pause : Math.min(left, pause)));
            if (r != -EAGAIN) { // woken, interrupted or closed
                return r;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            r = parkOnce(interest, deadline);
        } while (isShortage(r));
        return r;
    }

    private static int toPoll(int interest) {
        return ((interest & SharedPoller.READABLE) != 0 ? POLLIN : 0)
                | ((interest & SharedPoller.WRITABLE) != 0 ? POLLOUT : 0)
                | ((interest & SharedPoller.PRIORITY) != 0 ? POLLPRI : 0);
    }

    private int parkOnce(int interest, long deadline) {
        StackRoom.ask(StackRoom.FOR_CALLS); // for finish, and for the handOn that follows
        Waiter w = null;
        boolean woken = false;
        int r;
        try {
            synchronized (this) {
                w = take();
                r = begin(w, interest);
            }
            if (r >= 0) {
                r = sleep(w, deadline, w.poller);
            }
        } finally { // after any exception: no waiter stays in a queue
            if (w != null) {
                woken = finish(w);
            }
        }
        if (r < 0 && woken) {
            r = 0; // an event came at the last moment: this thread uses it or hands it on
        }
        return guard.isClosed() ? -ECANCELED : r;
    }

    /** Queues the waiter and asks for its event; with the lock. */
    private int begin(Waiter w, int interest) {
        int r = -ECANCELED;
        try {
            add(w, interest);
            if (!guard.isClosed()) { // looked at after count was written; wakeAll reads count after that was set
                r = interest == NOTHING ? 0 : joinAndArm(w, interest);
            }
        } finally {
            if (r < 0 && w.queued) {
                unlink(w);
            }
        }
        return r;
    }

    private int joinAndArm(Waiter w, int interest) {
        int r = SharedPoller.join(backend, w);
        return r < 0 ? r : arm(armed() | interest);
    }

    /**
     * Ends a wait, however it went.
     *
     * @return whether the waiter was woken
     */
    private boolean finish(Waiter w) {
        if (!w.woken) {
            synchronized (this) {
                if (w.queued) {
                    unlink(w);
                }
            }
        }
        boolean woken = w.woken;
        SharedPoller poller = w.poller;
        w.poller = null;
        try {
            if (poller != null) { // not earlier: the poller does not end while a waiter is in the queue
                poller.leave(w);
            }
        } finally {
            synchronized (this) {
                w.thread = null;
                idle = w;
            }
        }
        return woken;
    }

    /** 0 once woken, {@code -EAGAIN} when the deadline passes, {@code -EINTR} if the thread is interrupted, which it stays. */
    private int sleep(Waiter w, long deadline, @Nullable SharedPoller poller) {
        while (!w.woken) {
            if (Thread.currentThread().isInterrupted()) {
                return -EINTR;
            }
            long left = Deadlines.left(deadline);
            if (left == 0) {
                return -EAGAIN;
            }
            if (poller != null && !poller.mayPark(w)) {
                continue;
            }
            if (left < 0) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, left);
            }
        }
        return 0;
    }

    /** Has the next ones woken. Each call that may have been woken makes this call when it leaves. Needs a pin. */
    void handOn() {
        if (count == 0) {
            return;
        }
        boolean asked = false;
        try {
            synchronized (this) {
                asked = arm(wanted()) >= 0;
            }
        } finally {
            if (!asked) {
                wakeAll(); // each will learn why
            }
        }
    }

    /**
     * Takes what the poller saw.
     *
     * @param toWake receives the threads to unpark, also if something is thrown
     * @return how many; -1 if the event is of another descriptor
     */
    int ready(long ofKey, int events, @Nullable Thread[] toWake) {
        boolean asked = false;
        try {
            synchronized (this) {
                if (key != ofKey) {
                    asked = true;
                    return -1;
                }
                armed = 0;
                boolean broken = (events & (SharedPoller.ERROR | SharedPoller.HANGUP)) != 0;
                int rest = (broken ? SharedPoller.ALL : events) & wanted();
                int taken = 0;
                int n = 0;
                Waiter w = first;
                while (w != null && rest != 0) {
                    Waiter next = w.next;
                    if ((w.interest & rest) != 0) {
                        rest &= ~w.interest;
                        taken |= w.interest;
                        Objects.requireNonNull(w.poller).countWoken(); // it has joined, or has no interest
                        w.counts = true;
                        toWake[n++] = wake(w);
                    }
                    w = next;
                }
                asked = arm(wanted() & ~taken) >= 0; // handOn wakes the others that want the same
                return n;
            }
        } finally {
            if (!asked) {
                wakeAll();
            }
        }
    }

    /** What the kernel was asked for may have been reported and lost. */
    void askAgain() {
        synchronized (this) {
            armed = 0;
        }
        wakeAll();
    }

    /** Wakes all. */
    void wakeAll() {
        while (count > 0) {
            Thread t;
            synchronized (this) {
                t = first == null ? null : wake(first);
            }
            LockSupport.unpark(t);
        }
    }

    /** Takes the descriptor out of the kernel's list, before it is closed or given up. No thread waits any more. */
    synchronized void end() {
        if (home != null) {
            home.forget(this);
        }
    }

    // ---- with the lock ----

    /** What the poller that runs now was asked for, and has not reported yet. Nothing is left of one that has ended. */
    private int armed() {
        SharedPoller now = SharedPoller.running();
        if (home != now) {
            home = now;
            key = 0;
            armed = 0;
        }
        return armed;
    }

    /** Asks for what some thread waits for, so the poller does not end; or for nothing. */
    private int arm(int interest) {
        if (interest == 0 || (interest & ~armed()) == 0) {
            return 0;
        }
        armed = 0; // until the kernel has agreed
        int r = SharedPoller.running().arm(this, interest);
        armed = r < 0 ? 0 : interest;
        return r;
    }

    private int wanted() {
        int all = 0;
        for (int bit = 0; bit < wanting.length; bit++) {
            all |= wanting[bit] > 0 ? 1 << bit : 0;
        }
        return all;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the lock is held; volatile is for readers without it
    private void counted(int interest, int change) {
        count += change;
        for (int bit = 0; bit < wanting.length; bit++) {
            wanting[bit] += (interest & 1 << bit) != 0 ? change : 0;
        }
    }

    private Waiter take() {
        Waiter w = idle == null ? new Waiter() : idle;
        idle = null;
        w.woken = false;
        return w;
    }

    private void add(Waiter w, int interest) {
        w.thread = Thread.currentThread();
        w.interest = interest;
        w.previous = last;
        if (last == null) {
            first = w;
        } else {
            last.next = w;
        }
        last = w;
        w.queued = true;
        counted(interest, 1);
    }

    private void unlink(Waiter w) {
        if (w.previous == null) {
            first = w.next;
        } else {
            w.previous.next = w.next;
        }
        if (w.next == null) {
            last = w.previous;
        } else {
            w.next.previous = w.previous;
        }
        w.previous = null;
        w.next = null;
        w.queued = false;
        counted(w.interest, -1);
    }

    private @Nullable Thread wake(Waiter w) {
        unlink(w);
        Thread t = w.thread;
        w.woken = true;
        return t;
    }
}
