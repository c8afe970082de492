package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The poller that virtual threads wait with: one native poller for all of them, opened when the first call waits. No thread of
 * its own looks after it but one of those that wait, the leader ({@link Followers}): whom it wakes runs next on the same
 * carrier, with no switch of threads in the kernel, and when its own event comes there is nobody to be woken. It looks without
 * waiting; when there is nothing it parks as the others do, and a daemon platform thread waits for the poller's own descriptor
 * in its place. Where a poller has no descriptor (poll(2)) the daemon polls itself.
 *
 * <p>A descriptor stays in the kernel's list once it has been waited for, silent between waits (one-shot).
 *
 * <p>The kernel keeps a key, {@code generation << 32 | fd}, which is used once. A descriptor leaves the list before it is
 * closed, but events of it may have been fetched by then: their key finds nothing, also when the number is somebody else's
 * already.
 */
final class SharedPoller {

    // BS_POLLER_* of baresock.h
    static final int READABLE = 1;
    static final int WRITABLE = 1 << 1;
    static final int PRIORITY = 1 << 2;
    static final int ERROR = 1 << 3;
    static final int HANGUP = 1 << 4;
    static final int ALL = READABLE | WRITABLE | PRIORITY | ERROR;
    private static final int ONESHOT = 1 << 9;
    private static final int ADD = 1;
    private static final int MODIFY = 2;
    private static final int DELETE = 3;

    private static final int CAPACITY = 256;
    private static final int EVENT_SIZE = 16; // struct bs_poller_event
    private static final int EVENT_EVENTS = 8;
    private static final int EEXIST = Abi.constant("EEXIST");
    private static final int ENOENT = Abi.constant("ENOENT");
    private static final long AFTER_FAILURE_NANOS = 10_000_000;

    private static volatile @Nullable SharedPoller shared;

    private final Backend backend;
    private final long handle;
    private final long outer; // a poller of this one's descriptor; negative: there is none
    private final Followers followers = new Followers();
    // of who polls: the leader, or the daemon if it is alone
    private final ByteBuffer events = Memory.allocate(CAPACITY * EVENT_SIZE);
    private final @Nullable Thread[] toWake = new Thread[Integer.bitCount(ALL)];
    private final ByteBuffer outerEvent = Memory.allocate(EVENT_SIZE);
    private volatile AtomicReferenceArray<ParkedCalls> table = new AtomicReferenceArray<>(1024); // by descriptor
    private int generation; // guarded by this
    private volatile long staleEvents; // written by who polls

    private SharedPoller(Backend backend, long handle, long outer) {
        this.backend = backend;
        this.handle = handle;
        this.outer = outer;
    }

    /** The poller, after {@link #start}. */
    static SharedPoller running() {
        return Objects.requireNonNull(shared);
    }

    /** Starts the poller unless it runs: 0, or {@code -errno}, after which the next one may try again. */
    static int start(Backend backend) {
        return shared != null ? 0 : startFirst(backend);
    }

    private static synchronized int startFirst(Backend backend) {
        if (shared != null) {
            return 0;
        }
        long handle = backend.pollerOpen();
        if (handle < 0) {
            return (int) handle;
        }
        long outer = openOuter(backend, handle);
        boolean started = false;
        try {
            SharedPoller poller = new SharedPoller(backend, handle, outer);
            daemon(outer < 0 ? poller::pollAlone : poller::watch).start();
            started = true;
            shared = poller;
        } finally {
            if (!started) {
                backend.pollerClose(handle);
                if (outer >= 0) {
                    backend.pollerClose(outer);
                }
            }
        }
        return 0;
    }

    /** A poller with the other one's descriptor in it, not yet asked for anything; negative if that cannot be had. */
    private static long openOuter(Backend backend, long handle) {
        int fd = backend.pollerFd(handle);
        long outer = fd < 0 ? fd : backend.pollerOpen();
        if (outer >= 0) {
            int r = backend.pollerCtl(outer, ADD, fd, ONESHOT, 0);
            if (r < 0) {
                backend.pollerClose(outer);
                return r;
            }
        }
        return outer;
    }

    private static Thread daemon(Runnable body) {
        Thread t = new Thread(null, body, "baresock-virtual-threads", 0, false);
        t.setDaemon(true);
        t.setContextClassLoader(null); // else it would keep its first caller's application from unloading
        return t;
    }

    /** How many events were dropped because their descriptor had left the list when they were looked at. */
    static long staleEvents() {
        SharedPoller p = shared;
        return p == null ? 0 : p.staleEvents;
    }

    // ---- the kernel's list; the descriptor is pinned by the caller ----

    /** Asks for one event: 0 or {@code -errno}. */
    int arm(ParkedCalls calls, int interest) {
        int events = (interest & (READABLE | WRITABLE | PRIORITY)) | ONESHOT;
        if (calls.key != 0) {
            int r = backend.pollerCtl(handle, MODIFY, calls.fd, events, calls.key);
            if (r != -ENOENT) {
                return r;
            }
            remove(calls);
        }
        int r = put(calls);
        if (r < 0) {
            return r;
        }
        r = backend.pollerCtl(handle, ADD, calls.fd, events, calls.key);
        if (r < 0) {
            remove(calls);
        }
        return r;
    }

    /** Takes the descriptor out of the list that it is in, before it is closed. */
    void forget(ParkedCalls calls) {
        remove(calls);
        backend.pollerCtl(handle, DELETE, calls.fd, 0, 0);
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
        if (++generation == 0) {
            generation = 1;
        }
        calls.key = (long) generation << 32 | calls.fd;
        t.set(calls.fd, calls);
        table = t;
        return 0;
    }

    private synchronized void remove(ParkedCalls calls) {
        table.set(calls.fd, null);
        calls.key = 0;
    }

    // ---- the threads ----

    /** Before a thread waits: from here it may have to lead. */
    void join(Waiter w) {
        if (outer >= 0) {
            followers.join(w);
        }
    }

    /** After it has waited, however that ended. */
    void leave(Waiter w) {
        if (outer >= 0) {
            followers.leave(w);
        }
    }

    /**
     * What a thread does before it parks: if it leads it polls. To be asked each time.
     *
     * @return false if it is to look first whether its own wait is over
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on the yield; it saves a park and an unpark
    boolean mayPark(Waiter w) {
        if (!followers.isLedBy(w)) {
            return true;
        }
        if (poll(0) > 0) {
            if (!w.woken) {
                Thread.yield(); // to those who were woken, who are likely to make something ready
            }
            return false;
        }
        if (backend.pollerCtl(outer, MODIFY, backend.pollerFd(handle), READABLE | ONESHOT, 0) < 0) {
            LockSupport.parkNanos(AFTER_FAILURE_NANOS);
            return false;
        }
        return true;
    }

    /** The daemon's: tells the leader that the poller has something. */
    private void watch() {
        long address = Memory.address(outerEvent);
        while (true) {
            if (backend.pollerWait(outer, address, 1, -1, 0) < 0) {
                LockSupport.parkNanos(AFTER_FAILURE_NANOS);
            }
            followers.unparkLeader();
        }
    }

    /** The daemon's if it is alone. */
    private void pollAlone() {
        while (true) {
            if (poll(-1) < 0) { // out of memory, perhaps: who waits is not to be left alone for ever
                LockSupport.parkNanos(AFTER_FAILURE_NANOS);
            }
        }
    }

    private int poll(long timeoutNanos) {
        int n = backend.pollerWait(handle, Memory.address(events), CAPACITY, timeoutNanos, 0);
        for (int i = 0; i < n; i++) {
            int at = i * EVENT_SIZE;
            deliver(events.getLong(at), events.getInt(at + EVENT_EVENTS));
        }
        return n;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time writes it
    private void deliver(long key, int what) {
        AtomicReferenceArray<ParkedCalls> t = table;
        int fd = (int) key;
        ParkedCalls calls = fd >= 0 && fd < t.length() ? t.get(fd) : null;
        int n = calls == null ? -1 : calls.ready(key, what, toWake);
        if (n < 0) {
            staleEvents++;
        }
        for (int i = 0; i < n; i++) {
            if (toWake[i] != Thread.currentThread()) { // the leader, which is awake
                LockSupport.unpark(toWake[i]);
            }
            toWake[i] = null;
        }
    }
}
