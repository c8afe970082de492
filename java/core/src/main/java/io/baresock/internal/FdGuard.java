package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.JdkSupport;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a descriptor's number from being used after it was closed, and so from ever hitting the stranger that the kernel gave the
 * number to.
 *
 * <p>Facts it rests on, Linux 6.18: {@code close(2)} does not wake a thread blocked in {@code recv(2)}. {@code shutdown(2)} does, but it
 * ends the connection for every other holder of the open file, in this process or another. So {@link #close} interrupts each waiting
 * thread by a signal, as the JDK does, and the system call returns EINTR. Virtual threads {@link #park} and are unparked.
 *
 * <p>A {@code close(2)} may linger: SO_LINGER, socket(7). Only the platform thread that called {@link #close} waits for it. Where that is
 * a virtual thread, the thread of an event loop, or the cleaner, a background thread makes the system call.
 */
public final class FdGuard extends OwnedGuard {

    /** For {@link #park}: there is something to read, or an end or an error to learn of. */
    public static final int READABLE = SharedPoller.READABLE;
    /** For {@link #park}: a send would not block, or a connect has come to an end. */
    public static final int WRITABLE = SharedPoller.WRITABLE;
    /** For {@link #park}: there is out-of-band data. */
    public static final int PRIORITY = SharedPoller.PRIORITY;
    /** For {@link #park}: there is an error to learn of, or something in the error queue. */
    public static final int ERROR = SharedPoller.ERROR;

    private static final VarHandle PARKED;

    static {
        try {
            PARKED = MethodHandles.lookup().findVarHandle(FdGuard.class, "parked", ParkedCalls.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int fd;
    private final long id = OwnedFds.nextOpening();
    private volatile @Nullable ParkedCalls parked;
    private volatile boolean mayLinger;
    private int functions; // user's functions that have the descriptor now; guarded by this
    private volatile boolean lingers;
    private @Nullable Thread closer; // waits for the close(2); guarded by this
    private boolean gone; // after the close(2); guarded by this

    /** Takes the descriptor over. */
    public FdGuard(Backend backend, int fd) {
        super(backend);
        this.fd = fd;
    }

    /** The descriptor's number; only good between a pin that succeeded and its unpin. */
    public int fd() {
        return fd;
    }

    /** A number of this opening's own: unlike the descriptor's it is never given again. */
    public long id() {
        return id;
    }

    /** Says that SO_LINGER may have been set, so that a close asks. */
    public void noteLinger() {
        mayLinger = true;
    }

    /** Whether a close asks for SO_LINGER. */
    public boolean mayLinger() {
        return mayLinger;
    }

    /** Says, in a call, that a function of the user's begins. It may do anything, such as close this, or wait for a thread that does. */
    public synchronized void beginFunction() {
        functions++;
    }

    /** Ends a {@link #beginFunction}. */
    public synchronized void endFunction() {
        functions--;
    }

    // ---- virtual threads ----

    /**
     * Parks the virtual thread whose non-blocking call said EAGAIN, until it is worth another try. To be called with a pin;
     * {@link #close} wakes it.
     *
     * @param interest {@link #READABLE} and so on, or-ed
     * @param deadline of {@link Deadlines}
     * @return 0: try again; {@code -EAGAIN} if the time passed, {@code -EINTR} if the thread is interrupted (which it stays),
     *     {@code -ECANCELED} if this was closed, or another {@code -errno}
     */
    public int park(int interest, long deadline) {
        return parkedCalls().park(interest, deadline);
    }

    /** Has the next virtual thread woken that waits for the same: for each call that parked, when it leaves. Needs a pin. */
    public void handOn() {
        ParkedCalls p = parked;
        if (p != null) {
            p.handOn();
        }
    }

    private ParkedCalls parkedCalls() {
        ParkedCalls p = parked;
        if (p == null) {
            ParkedCalls made = new ParkedCalls(this, backend);
            p = (ParkedCalls) PARKED.compareAndExchange(this, null, made);
            if (p == null) {
                p = made;
            }
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
        lingers = mayLinger && Lingering.isOn(backend, fd);
        if (interruptWaits()) {
            Interruptions.repeat(this);
        }
        ParkedCalls p = parked;
        if (p != null) {
            p.wakeAll();
        }
    }

    /** Calls that wait leave soon, since they were interrupted. A user's function may stay for ever, and wait for this thread. */
    private synchronized void awaitGone() {
        boolean interrupted = false;
        while (!gone && functions == 0 && closer == Thread.currentThread()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        closer = null; // the function's end, on this thread perhaps, is not to linger
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    void releaseNow() {
        endParked();
        boolean elsewhere;
        synchronized (this) {
            elsewhere = lingers && closer != Thread.currentThread();
        }
        if (elsewhere) {
            Lingering.run(this::closeNow);
        } else {
            closeNow();
        }
    }

    private void closeNow() {
        backend.close(fd);
        synchronized (this) {
            gone = true;
            notifyAll();
        }
    }

    /**
     * Gives the descriptor up without closing it.
     *
     * @return its number, -1 if it was closed already, -2 if calls are in flight (nothing has changed then)
     */
    public int detach() {
        int r = abandon();
        if (r < 0) {
            return r;
        }
        runWatches();
        endParked();
        return fd;
    }
}
