package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.JdkSupport;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that a descriptor's number is not used after its close, when the kernel may give the number to another file.
 *
 * <p>Why it is so (Linux 6.18): {@code close(2)} does not wake a thread that is blocked in {@code recv(2)}. {@code shutdown(2)} does, but
 * it ends the connection for every other descriptor of the socket, also in other processes. So {@link #close} interrupts each waiting
 * thread by a signal, as the JDK does, and the system call returns EINTR. Virtual threads {@link #park} and are unparked.
 *
 * <p>A {@code close(2)} may linger: SO_LINGER, socket(7). Only a platform thread that called {@link #close} waits for it. If a virtual
 * thread, the thread of an event loop or the cleaner called it, a background thread makes the system call.
 */
public final class FdGuard extends OwnedGuard {

    /** For {@link #park}: there is something to read, or an end or an error. */
    public static final int READABLE = SharedPoller.READABLE;
    /** For {@link #park}: a send would not block, or a connect has ended. */
    public static final int WRITABLE = SharedPoller.WRITABLE;
    /** For {@link #park}: there is out-of-band data. */
    public static final int PRIORITY = SharedPoller.PRIORITY;
    /** For {@link #park}: there is an error, or an entry in the error queue. */
    public static final int ERROR = SharedPoller.ERROR;

    private static final AtomicReferenceFieldUpdater<FdGuard, @Nullable ParkedCalls> PARKED =
            AtomicReferenceFieldUpdater.newUpdater(FdGuard.class, ParkedCalls.class, "parked");

    private int fd; // written before anybody else has this
    private final long id = OwnedFds.nextOpening();
    private volatile @Nullable ParkedCalls parked;
    private volatile boolean mayLinger;
    private int functions; // functions of users that have the descriptor now; guarded by this
    private volatile boolean lingers;
    private @Nullable Thread closer; // waits for the close(2); guarded by this
    private boolean closes; // the close(2) was begun; guarded by this
    private boolean gone; // after the close(2); guarded by this
    boolean isInterrupted; // this and the next belong to Interruptions

    @Nullable
    FdGuard nextInterrupted;

    /** Takes the descriptor over. */
    public FdGuard(Backend backend, int fd) {
        super(backend);
        this.fd = fd;
    }

    /** Takes the new descriptor over. Only for a guard that was made with -1 and that nobody else knows yet. */
    public void opened(int number) {
        fd = number;
        OwnedFds.held(number);
    }

    /** The descriptor's number, always the same; to be used only between a pin that succeeded and its unpin. */
    public int fd() {
        return fd;
    }

    /** A number for this opening; unlike the descriptor's number it is never used again. */
    public long id() {
        return id;
    }

    /** Notes that SO_LINGER may be set, so that a close reads it. */
    public void noteLinger() {
        mayLinger = true;
    }

    /** Whether a close reads SO_LINGER. */
    public boolean mayLinger() {
        return mayLinger;
    }

    /** Notes, within a call, that a function of the user begins. It may do anything: close this, or wait for a thread that does. */
    public synchronized void beginFunction() {
        functions++;
    }

    /** Ends a {@link #beginFunction}. */
    public synchronized void endFunction() {
        functions--;
    }

    /**
     * Holds the descriptor for a request of the kernel's, which is no call of a thread. A close waits for it as for a call, but does not
     * make its thread wait.
     *
     * @return false if it is closed
     */
    public boolean hold() {
        if (!add()) {
            return false;
        }
        beginFunction();
        return true;
    }

    /** Ends a {@link #hold}; any thread. If the descriptor was closed meanwhile, this closes it. */
    public void letGo() {
        endFunction();
        drop();
    }

    // ---- virtual threads ----

    /**
     * Parks a virtual thread whose non-blocking call said EAGAIN, until a new try makes sense. The caller holds a pin; {@link #close}
     * wakes the thread.
     *
     * @param interest {@link #READABLE} and so on, or-ed
     * @param deadline of {@link Deadlines}
     * @return 0: try again; {@code -EAGAIN} if the time passed, {@code -EINTR} if the thread is interrupted (which it stays),
     *     {@code -ECANCELED} if this was closed, or another {@code -errno}
     */
    public int park(int interest, long deadline) {
        return parkedCalls().park(interest, deadline);
    }

    /** Whether virtual threads that were woken wait for a carrier. */
    public static boolean othersWait() {
        return SharedPoller.othersWait();
    }

    /** Wakes the next virtual thread that waits for the same. Each call that parked does this when it leaves. Needs a pin. */
    public void handOn() {
        ParkedCalls p = parked;
        if (p != null) {
            p.handOn();
        }
    }

    private ParkedCalls parkedCalls() {
        ParkedCalls p = parked;
        if (p == null) {
            PARKED.compareAndSet(this, null, new ParkedCalls(this, backend));
            p = Objects.requireNonNull(parked); // it never changes again
        }
        return p;
    }

    private void endParked() {
        ParkedCalls p = parked;
        if (p != null) {
            p.end();
        }
    }

    // ---- closing ----

    /** As {@link Guard#close}. If the close(2) lingers, a platform thread waits for it, unless it runs an event loop. */
    @Override
    public boolean close() {
        return close(!JdkSupport.isVirtualThread());
    }

    /** The same, but it never waits. */
    public boolean closeSoon() {
        return close(false);
    }

    private boolean close(boolean mayWait) {
        if (mayWait) {
            Thread me = Thread.currentThread();
            synchronized (this) {
                closer = closer == null && mayLinger && !isClosed() && !LoopThreads.isOne() ? me : closer;
            }
        }
        if (!super.close()) {
            return false;
        }
        if (mayWait && lingers) {
            awaitGone();
        }
        return true;
    }

    @Override
    void wakeCalls() {
        try {
            lingers = mayLinger; // also if there is no memory to ask
            lingers = mayLinger && Lingering.isOn(backend, fd);
        } finally {
            try {
                if (interruptWaits()) {
                    Interruptions.repeat(this);
                }
            } finally {
                ParkedCalls p = parked;
                if (p != null) {
                    p.wakeAll();
                }
            }
        }
    }

    /**
     * Waits until calls have left; they were interrupted. It does not wait for a user's function, which may never end, or may wait for
     * this thread.
     */
    private synchronized void awaitGone() {
        boolean interrupted = false;
        while (!gone && functions == 0 && closer == Thread.currentThread()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        closer = null; // the end of the function, perhaps on this thread, must not linger
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    void releaseNow() {
        try {
            endParked();
        } finally {
            if (!closesElsewhere()) {
                closeNow();
            }
        }
    }

    /** Leaves a close(2) that lingers to another thread. False if this one has to make it, also because there is no memory for that. */
    private boolean closesElsewhere() {
        try {
            synchronized (this) {
                if (!lingers || closer == Thread.currentThread()) {
                    return false;
                }
            }
            Lingering.run(this::closeNow);
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    private void closeNow() {
        synchronized (this) {
            if (closes) {
                return;
            }
            closes = true;
        }
        try {
            if (Tally.ON) {
                Tally.countDrops(backend, fd);
            }
        } finally {
            OwnedFds.notHeld(fd); // before another file can have the number
            backend.close(fd);
        }
        synchronized (this) {
            gone = true;
            notifyAll();
        }
    }

    /**
     * Gives up the descriptor without closing it. If it throws, the descriptor is closed.
     *
     * @return its number, -1 if it was closed already, -2 if calls are in flight (nothing has changed then)
     */
    public int detach() {
        int r = abandon();
        if (r < 0) {
            return r;
        }
        boolean forgotten = false;
        try {
            runWatches();
            endParked();
            forgotten = true;
        } finally {
            if (!forgotten) { // else a poller could still have it
                wakeAndDrop();
            }
        }
        int number = fd;
        OwnedFds.notHeld(number);
        fd = -1; // a later close has nothing to do, and asks for no stack
        abandoned();
        return number;
    }
}
