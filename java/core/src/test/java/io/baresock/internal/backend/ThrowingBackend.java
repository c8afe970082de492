package io.baresock.internal.backend;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Throws an Error out of one native call, as a stack overflow or the want of memory does: before the call is made, or when it has been.
 * Closing a descriptor is spared, and so is what a descriptor's guard wakes by.
 */
public final class ThrowingBackend extends ForwardingBackend {

    /** What is thrown. */
    public static final class Injected extends Error {
        private static final long serialVersionUID = 1;

        Injected(String call) {
            super(call);
        }
    }

    private static final class Plan {
        final Predicate<Thread> whose;
        final boolean after;
        int left;

        Plan(Predicate<Thread> whose, int nth, boolean after) {
            this.whose = whose;
            this.left = nth;
            this.after = after;
        }
    }

    private final AtomicReference<@Nullable Plan> plan = new AtomicReference<>();

    public ThrowingBackend(Backend real) {
        super(real);
    }

    /** The {@code nth} call of such a thread throws, once. */
    public void plan(Predicate<Thread> whose, int nth, boolean after) {
        plan.set(new Plan(whose, nth, after));
    }

    /** Throws no more; whether the plan's call has not come. */
    public boolean cancel() {
        return plan.getAndSet(null) != null;
    }

    private interface Call {
        long make();
    }

    private long call(String name, Call call) {
        Plan p = plan.get();
        boolean strikes = false;
        if (p != null && p.whose.test(Thread.currentThread())) {
            synchronized (p) {
                strikes = --p.left == 0;
            }
        }
        if (!strikes) {
            return call.make();
        }
        plan.compareAndSet(p, null);
        if (p.after) {
            long made = call.make();
            if (name.startsWith("accept") && made >= 0) { // else it would be nobody's
                real.close((int) made);
            }
        }
        throw new Injected(name + (p.after ? " made" : " not made"));
    }

    @Override
    public int send(int fd, long buf, int len, int flags) {
        return (int) call("send", () -> real.send(fd, buf, len, flags));
    }

    @Override
    public int recv(int fd, long buf, int len, int flags) {
        return (int) call("recv", () -> real.recv(fd, buf, len, flags));
    }

    @Override
    public int accept4(int fd, long slot, int flags) {
        return (int) call("accept4", () -> real.accept4(fd, slot, flags));
    }

    @Override
    public int connect(int fd, long addr, int addrlen) {
        return (int) call("connect", () -> real.connect(fd, addr, addrlen));
    }

    @Override
    public int pollOne(int fd, int events, long timeoutNanos) {
        return (int) call("pollOne", () -> real.pollOne(fd, events, timeoutNanos));
    }

    @Override
    public long threadSelf() {
        return call("threadSelf", real::threadSelf);
    }

    @Override
    public int acceptShortly(int fd, long slot, int flags, long afterNanos) {
        return (int) call("acceptShortly", () -> real.acceptShortly(fd, slot, flags, afterNanos));
    }

    @Override
    public int connectShortly(int fd, long addr, int addrlen, long afterNanos) {
        return (int) call("connectShortly", () -> real.connectShortly(fd, addr, addrlen, afterNanos));
    }

    @Override
    public long pollerOpen() { // thrown when it is made, it would leave what only the exception knows
        return real.pollerOpen();
    }

    @Override
    public int pollerFd(long poller) {
        return (int) call("pollerFd", () -> real.pollerFd(poller));
    }

    @Override
    public int pollerCtl(long poller, int op, int fd, int events, long token) {
        return (int) call("pollerCtl " + op, () -> real.pollerCtl(poller, op, fd, events, token));
    }

    @Override
    public int pollerWait(long poller, long events, int cap, long timeoutNanos, long spinNanos) {
        return (int) call("pollerWait", () -> real.pollerWait(poller, events, cap, timeoutNanos, spinNanos));
    }

    @Override
    public int pollerWake(long poller) {
        return (int) call("pollerWake", () -> real.pollerWake(poller));
    }

    @Override
    public int barrierOpen() {
        return real.barrierOpen();
    }

    @Override
    public int barrier() {
        return real.barrier();
    }
}
