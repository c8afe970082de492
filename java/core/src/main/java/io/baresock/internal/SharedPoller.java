package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.Carrier;
import io.baresock.internal.backend.Header;
import io.baresock.internal.backend.Header.PollerEvent;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The poller that virtual threads wait with: one native poller for all of them. It opens when the first call waits. It has no thread of its
 * own. One of the threads that wait, the leader ({@link Followers}), asks it for events without waiting. A thread that the leader wakes
 * runs next on the same carrier, without a switch of threads in the kernel; and for its own event the leader wakes nobody. If there is no
 * event, the leader parks as the others do, and a daemon platform thread waits for the poller's own descriptor in its place. Where a
 * poller has no descriptor (poll(2)), the daemon itself polls.
 *
 * <p>A leader that always finds something would keep the carrier busy with the threads that it wakes. So it stands back each time that it
 * has seen {@link #TURN} events ({@link Carrier}).
 *
 * <p>If no thread has waited for a while ({@link Idle}), the daemon closes the poller and ends. The next thread that waits starts another
 * one. A poller does not end while a thread waits with it. So all threads that wait at one time use the same poller, and a thread whose
 * waiter is in its queue may use it.
 *
 * <p>After the first wait a descriptor stays in the kernel's list. Between waits it is silent there (one-shot).
 *
 * <p>The kernel keeps a key, {@code generation << 32 | fd}, which is used once. A descriptor leaves the list before it is closed, but its
 * events may have been fetched by then. Their key finds nothing, even if another file has the number by now.
 */
final class SharedPoller {

    static final int READABLE = Header.POLLER_READABLE;
    static final int WRITABLE = Header.POLLER_WRITABLE;
    static final int PRIORITY = Header.POLLER_PRIORITY;
    static final int ERROR = Header.POLLER_ERROR;
    static final int HANGUP = Header.POLLER_HANGUP;
    static final int ALL = READABLE | WRITABLE | PRIORITY | ERROR;

    private static final int CAPACITY = 256;
    private static final int EEXIST = Abi.constant("EEXIST");
    private static final int ENOENT = Abi.constant("ENOENT");
    private static final int TURN = 256; // events
    private static final int TURNS = 8; // until the carrier gets time to look into all queues
    private static final long AFTER_FAILURE_NANOS = 10_000_000;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(Idle.MILLIS);

    private static final AtomicReferenceArray<ParkedCalls> NOBODY = new AtomicReferenceArray<>(0);

    private static volatile @Nullable SharedPoller shared;
    private static int generation; // of all pollers, so that no key is used twice. Guarded by the class
    private static volatile long staleEvents; // written by the thread that polls

    private final Backend backend;
    private final long handle;
    private final int fd; // the poller's own; negative: it has none
    private final long outer; // a poller of that; negative: there is none
    private final Followers followers = new Followers();
    // of the thread that polls: the leader, or the daemon if it is alone
    private final ByteBuffer events = Memory.allocate(CAPACITY * PollerEvent.SIZE);
    private final @Nullable Thread[] toWake = new Thread[Integer.bitCount(ALL)];
    private final ByteBuffer outerEvent = Memory.allocate(PollerEvent.SIZE);
    private int fetched; // events that the last poll found
    private int delivered; // of them
    private int inTurn; // events since a poll last found nothing, or the leader last stood back
    private int turns;
    private int woken; // threads, ever
    private volatile AtomicReferenceArray<ParkedCalls> table = new AtomicReferenceArray<>(1024); // by descriptor
    private boolean closed; // guarded by this

    private SharedPoller(Backend backend, long handle, int fd, long outer) {
        this.backend = backend;
        this.handle = handle;
        this.fd = fd;
        this.outer = outer;
    }

    /** The poller. The caller has somebody in its queue. */
    static SharedPoller running() {
        return Objects.requireNonNull(shared);
    }

    /**
     * Called before a thread waits. From now on the poller stays, and the thread may have to lead. Starts the poller if there is none.
     *
     * @return 0, or {@code -errno}, after which the next one may try again
     */
    static int join(Backend backend, Waiter w) {
        while (true) {
            SharedPoller p = shared;
            if (p != null && p.followers.join(w)) {
                w.poller = p;
                return 0;
            }
            int r = start(backend);
            if (r < 0) {
                return r;
            }
        }
    }

    private static synchronized int start(Backend backend) {
        SharedPoller last = shared;
        if (last != null && !last.followers.hasEnded()) {
            return 0;
        }
        long handle = backend.pollerOpen();
        if (handle < 0) {
            return (int) handle;
        }
        long outer = -1;
        boolean started = false;
        try {
            int fd = backend.pollerFd(handle);
            outer = fd < 0 ? fd : openOuter(backend, fd);
            SharedPoller poller = new SharedPoller(backend, handle, fd, outer);
            daemon(poller::lookAfter).start();
            started = true;
            shared = poller;
        } finally {
            if (!started) {
                close(backend, handle, outer);
            }
        }
        return 0;
    }

    private static void close(Backend backend, long handle, long outer) {
        try {
            if (outer >= 0) {
                backend.pollerClose(outer);
            }
        } finally {
            backend.pollerClose(handle);
        }
    }

    /** A poller with the other one's descriptor in it, not yet asked for anything; negative if there cannot be one. */
    private static long openOuter(Backend backend, int fd) {
        long outer = backend.pollerOpen();
        if (outer < 0) {
            return outer;
        }
        int r = -1;
        try {
            r = backend.pollerCtl(outer, Header.POLLER_ADD, fd, Header.POLLER_ONESHOT, 0);
        } finally {
            if (r < 0) {
                backend.pollerClose(outer);
            }
        }
        return r < 0 ? r : outer;
    }

    private static Thread daemon(Runnable body) {
        Thread t = new Thread(null, body, "baresock-virtual-threads", 0, false);
        t.setDaemon(true);
        t.setContextClassLoader(null); // else it would keep its first caller's application from unloading
        return t;
    }

    /** Counts a thread that an event wakes. Only for the thread that polls. */
    void countWoken() {
        woken++;
    }

    /** Whether threads that were woken wait for a carrier. Without a lock: it may be late, which makes a turn a little longer. */
    static boolean othersWait() {
        SharedPoller p = shared;
        return p != null && p.followers.areBehind(p.woken);
    }

    /** How many events were dropped because their descriptor had left the list before. */
    static long staleEvents() {
        return staleEvents;
    }

    // ---- the kernel's list; the caller has pinned the descriptor, and its ParkedCalls' lock ----

    /** Asks for one event: 0 or {@code -errno}. A thread is in the caller's queue, so this poller does not end meanwhile. */
    int arm(ParkedCalls calls, int interest) {
        int events = (interest & (READABLE | WRITABLE | PRIORITY)) | Header.POLLER_ONESHOT;
        if (calls.key != 0) {
            int r = backend.pollerCtl(handle, Header.POLLER_MODIFY, calls.fd, events, calls.key);
            if (r != -ENOENT) {
                return r;
            }
            remove(calls);
        }
        int r = put(calls);
        if (r < 0) {
            return r;
        }
        r = backend.pollerCtl(handle, Header.POLLER_ADD, calls.fd, events, calls.key);
        if (r == -EEXIST) { // poll(2): an Error kept an earlier descriptor of this number in the list
            backend.pollerCtl(handle, Header.POLLER_DELETE, calls.fd, 0, 0);
            r = backend.pollerCtl(handle, Header.POLLER_ADD, calls.fd, events, calls.key);
        }
        if (r < 0) { // if it throws, the descriptor may be in the list; it counts as being in it
            remove(calls);
        }
        return r;
    }

    /** Takes the descriptor out of the list, before it is closed; harmless if it is not in it. */
    synchronized void forget(ParkedCalls calls) {
        if (!closed && calls.key != 0) {
            remove(calls);
            backend.pollerCtl(handle, Header.POLLER_DELETE, calls.fd, 0, 0);
        }
    }

    private synchronized int put(ParkedCalls calls) {
        AtomicReferenceArray<ParkedCalls> t = table;
        if (calls.fd >= t.length()) {
            AtomicReferenceArray<ParkedCalls> larger =
                    new AtomicReferenceArray<>(Math.max(calls.fd + 1, t.length() * 2));
            for (int i = 0; i < t.length(); i++) {
                larger.set(i, t.get(i));
            }
            t = larger;
        } else if (t.get(calls.fd) != null) {
            return -EEXIST; // two objects that took the same number over
        }
        calls.key = (long) nextGeneration() << 32 | calls.fd;
        t.set(calls.fd, calls);
        table = t;
        return 0;
    }

    private static int nextGeneration() {
        synchronized (SharedPoller.class) {
            if (++generation == 0) {
                generation = 1;
            }
            return generation;
        }
    }

    private synchronized void remove(ParkedCalls calls) {
        table.set(calls.fd, null);
        calls.key = 0;
    }

    // ---- the threads ----

    /** After a thread that joined has waited, however that ended. */
    void leave(Waiter w) {
        followers.leave(w);
    }

    /**
     * What a thread does before it parks, each time: if it leads, it polls.
     *
     * @return false if it must first check whether its own wait is over
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on the yield; it saves a park and an unpark
    boolean mayPark(Waiter w) {
        if (outer < 0 || !followers.isLedBy(w)) {
            return true;
        }
        if (inTurn >= TURN) {
            standBack();
            return false;
        }
        followers.leaderRuns();
        int n = poll(0);
        if (n > 0) {
            inTurn += n;
            if (!w.woken) {
                Thread.yield(); // to the threads that were woken: they are likely to make something ready
            }
            return false;
        }
        inTurn = 0; // the carrier looks into all queues when its own is empty
        if (n < 0 || backend.pollerCtl(outer, Header.POLLER_MODIFY, fd, READABLE | Header.POLLER_ONESHOT, 0) < 0) {
            LockSupport.parkNanos(AFTER_FAILURE_NANOS);
            return false;
        }
        return true;
    }

    private void standBack() {
        inTurn = 0;
        turns = (turns + 1) % TURNS;
        Carrier.leave(turns == 0);
    }

    /** The daemon's life: until nobody has waited for a while. */
    private void lookAfter() {
        int joins = followers.joins();
        while (true) {
            int r = look();
            if (r == 0) { // the time passed
                if (followers.end(joins)) {
                    break;
                }
                joins = followers.joins();
            } else if (r < 0) { // perhaps no memory: try again, or a thread would wait for ever
                LockSupport.parkNanos(AFTER_FAILURE_NANOS);
            }
        }
        end();
    }

    /** Waits for events. Then it wakes the leader, or polls if there is none. 0 if nothing came for long. */
    private int look() {
        int r;
        try {
            r = outer < 0 ? poll(IDLE_NANOS) : backend.pollerWait(outer, Memory.address(outerEvent), 1, IDLE_NANOS, 0);
        } catch (Throwable t) { // whatever it is: no other thread does this
            r = -1;
        }
        if (outer >= 0 && r != 0) { // also after an exception: an event may be there, and is reported once
            followers.unparkLeader();
        }
        return r;
    }

    /** No thread joins any more. */
    private void end() {
        synchronized (SharedPoller.class) {
            if (shared == this) {
                shared = null;
            }
        }
        synchronized (this) {
            closed = true;
            table = NOBODY;
            close(backend, handle, outer);
        }
    }

    /**
     * Fetches events and delivers them. If the last call was ended by an exception, the events that it has left come first. One of them
     * may have been delivered half way. It is delivered again, which may wake a thread that then finds nothing.
     */
    private int poll(long timeoutNanos) {
        if (delivered == fetched) {
            delivered = 0;
            fetched = 0;
            int n = fetch(timeoutNanos);
            if (n <= 0) {
                return n;
            }
            fetched = n;
        }
        for (; delivered < fetched; delivered++) {
            int at = delivered * PollerEvent.SIZE;
            deliver(events.getLong(at), events.getInt(at + PollerEvent.EVENTS));
        }
        return fetched;
    }

    private int fetch(long timeoutNanos) {
        boolean returned = false;
        try {
            int n = backend.pollerWait(handle, Memory.address(events), CAPACITY, timeoutNanos, 0);
            returned = true;
            return n;
        } finally {
            if (!returned) {
                wakeEverybody();
            }
        }
    }

    /** The kernel may have reported an event that no thread has seen: each looks, and asks again. */
    private void wakeEverybody() {
        AtomicReferenceArray<ParkedCalls> t = table;
        for (int i = 0; i < t.length(); i++) {
            ParkedCalls calls = t.get(i);
            if (calls != null) {
                calls.askAgain();
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time writes it
    private void deliver(long key, int what) {
        AtomicReferenceArray<ParkedCalls> t = table;
        int of = (int) key;
        ParkedCalls calls = of >= 0 && of < t.length() ? t.get(of) : null;
        try {
            if (calls == null || calls.ready(key, what, toWake) < 0) {
                staleEvents++;
                if (Tally.ON) {
                    Tally.STALE_EVENTS.increment();
                }
            }
        } finally {
            unparkAll();
        }
    }

    /** Unparks the threads that were woken. If that throws, the next time unparks the rest. */
    private void unparkAll() {
        for (int i = 0; i < toWake.length; i++) {
            Thread t = toWake[i];
            if (t != null) {
                if (t != Thread.currentThread()) { // the leader, which is awake
                    LockSupport.unpark(t);
                }
                toWake[i] = null;
            }
        }
    }
}
