package io.baresock.netty;

import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.handover.FdHold;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A socket in the list of an event loop: its readiness, from the registration to the end. All methods are for the thread of the loop.
 *
 * <p>The loop knows a descriptor by its number, and may have an event of it in hand when it is closed. So a {@link FdHold} keeps the number
 * until the loop has forgotten it and its present turn is over. A socket that is opened meanwhile gets another number, and so none of
 * those events.
 */
abstract class Readiness implements IoHandle {

    static final int READABLE = Socket.READABLE;
    static final int WRITABLE = Socket.WRITABLE;
    /** An error or a hang-up. */
    static final int ERROR = 1 << 3;

    /** What is reported, on the loop's thread. */
    interface Events {
        /** Some of {@link #READABLE}, {@link #WRITABLE} and {@link #ERROR} are so. */
        void ready(int what);

        /** The socket was closed; nothing comes any more. */
        void closed();

        /** The loop shuts down, and wants the socket closed. */
        void shutDown();
    }

    final IoEventLoop loop;
    private final Events events;
    private final FdHold hold;
    private @Nullable IoRegistration registration;
    private int interest;
    private boolean left;
    private boolean released;
    private @Nullable Runnable afterRelease;

    Readiness(IoEventLoop loop, Socket socket, Events events) throws SocketClosedException {
        this.loop = loop;
        this.events = events;
        hold = FdHold.of(socket, this::closing);
    }

    // ---- the kinds of loops ----

    /** How a kind of loop is asked. */
    private enum Kind {
        EPOLL {
            @Override
            Class<? extends IoHandle> type() {
                return EpollReadiness.class;
            }

            @Override
            Readiness make(IoEventLoop loop, Socket socket, Events events) throws SocketClosedException {
                return EpollReadiness.of(loop, socket, events);
            }
        },
        IO_URING {
            @Override
            Class<? extends IoHandle> type() {
                return IoUringReadiness.class;
            }

            @Override
            Readiness make(IoEventLoop loop, Socket socket, Events events) throws SocketClosedException {
                return IoUringReadiness.of(loop, socket, events);
            }
        },
        KQUEUE {
            @Override
            Class<? extends IoHandle> type() {
                return KQueueReadiness.class;
            }

            @Override
            Readiness make(IoEventLoop loop, Socket socket, Events events) throws SocketClosedException {
                return KQueueReadiness.of(loop, socket, events);
            }
        };

        abstract Class<? extends IoHandle> type();

        abstract Readiness make(IoEventLoop loop, Socket socket, Events events) throws SocketClosedException;

        boolean fits(IoEventLoop loop) {
            try {
                return loop.isCompatible(type());
            } catch (NoClassDefFoundError e) {
                return false; // Netty's jar for that kind is not on the class path, so the loop is not of that kind
            }
        }
    }

    private static @Nullable Kind kind(@Nullable EventLoop loop) {
        if (loop instanceof IoEventLoop io) {
            for (Kind k : Kind.values()) {
                if (k.fits(io)) {
                    return k;
                }
            }
        }
        return null;
    }

    static boolean isCompatible(EventLoop loop) {
        return kind(loop) != null;
    }

    /**
     * Puts a socket into the list of a loop, without an interest yet.
     *
     * @throws IllegalArgumentException if the loop knows no descriptors
     * @throws RejectedExecutionException if the loop has ended
     */
    static Future<Readiness> register(EventLoop loop, Socket socket, Events events) throws SocketClosedException {
        Kind kind = kind(loop);
        if (kind == null) {
            throw new IllegalArgumentException(
                    "register: the event loop " + loop.getClass().getName()
                            + " cannot watch a descriptor; make the group with EpollIoHandler, IoUringIoHandler or KQueueIoHandler");
        }
        IoEventLoop io = (IoEventLoop) loop;
        Promise<Readiness> promise = io.newPromise();
        Readiness r = kind.make(io, socket, events);
        Future<IoRegistration> registered;
        try {
            registered = io.register(r);
        } catch (RejectedExecutionException e) { // the loop has ended
            r.hold.close();
            throw e;
        }
        registered.addListener((Future<IoRegistration> f) -> {
            if (f.isSuccess()) {
                r.registration = f.getNow();
                if (r.left) { // closed since
                    r.end(f.getNow());
                }
                promise.setSuccess(r);
            } else {
                r.hold.close();
                promise.setFailure(f.cause());
            }
        });
        return promise;
    }

    // ---- what a kind does ----

    /** Has the kernel watch for exactly this. {@link #ERROR} is always included, but may be reported with an interest only. */
    abstract void submit(IoRegistration r, int ops);

    /** What the event says; 0 for nothing. */
    abstract int what(IoEvent event);

    /** After an event was handled; such events also come after the end. */
    void handled(IoRegistration r) {}

    /** Ends the registration: {@link IoRegistration#cancel} now, or later in {@link #handled}. */
    void end(IoRegistration r) {
        r.cancel();
    }

    final int number() {
        return hold.fd();
    }

    // ---- the interest ----

    final int interest() {
        return interest;
    }

    /** Changes the interest; does nothing after the end. */
    final void interest(int ops) {
        IoRegistration r = registration;
        if (ops != interest && r != null && !left) {
            submit(r, ops);
            interest = ops;
        }
    }

    // ---- events ----

    @Override
    public final void handle(IoRegistration r, IoEvent event) {
        int what = what(event);
        if (what != 0 && !left) {
            events.ready(what);
        }
        handled(r);
    }

    @Override
    public final void close() {
        events.shutDown();
    }

    // ---- the end ----

    /** On the thread that closes the socket. */
    private void closing() {
        if (loop.inEventLoop()) {
            closed();
            return;
        }
        try {
            loop.execute(this::closed);
        } catch (RejectedExecutionException e) {
            hold.close(); // the loop is no more
        }
    }

    private void closed() {
        if (!left) {
            leave();
            events.closed();
        }
    }

    /** Leaves the list; no event comes after this. The socket stays as it is. */
    final void leave() {
        if (!left) {
            left = true;
            IoRegistration r = registration;
            if (r != null) {
                end(r);
            }
            interest = 0;
        }
    }

    /** The loop has forgotten the descriptor. It may still have an event of it for this turn, so the number is freed after that. */
    @Override
    public final void unregistered() {
        try {
            loop.execute(this::release);
        } catch (RejectedExecutionException e) {
            release(); // no more turns
        }
    }

    private void release() {
        try {
            hold.close();
        } finally {
            released = true;
            Runnable then = afterRelease;
            if (then != null) {
                afterRelease = null;
                then.run();
            }
        }
    }

    /** Runs the task when the hold has ended, and with it the descriptor of a closed socket. For one task. */
    final void whenReleased(Runnable task) {
        if (released) {
            task.run();
        } else {
            afterRelease = task;
        }
    }
}
