package io.baresock.internal.backend;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the calls that move data on one descriptor. */
public final class CountingBackend extends ForwardingBackend {

    /** Calls that moved something. */
    public final AtomicInteger calls = new AtomicInteger();

    /** Bytes that they were given, or had room for; of messages those that they moved. */
    public final AtomicLong given = new AtomicLong();

    /** The most that one of them moved. */
    public final AtomicLong largest = new AtomicLong();

    private volatile int watched = -1;

    public CountingBackend(Backend real) {
        super(real);
    }

    /** Begins anew with this descriptor. */
    public void watch(int fd) {
        calls.set(0);
        given.set(0);
        largest.set(0);
        watched = fd;
    }

    private int count(int fd, long bytes, int moved) {
        if (fd == watched && moved > 0) {
            calls.incrementAndGet();
            given.addAndGet(bytes);
            largest.accumulateAndGet(moved, Math::max);
        }
        return moved;
    }

    @Override
    public int send(int fd, long buf, int len, int flags) {
        return count(fd, len, real.send(fd, buf, len, flags));
    }

    @Override
    public int recv(int fd, long buf, int len, int flags) {
        return count(fd, len, real.recv(fd, buf, len, flags));
    }

    @Override
    public int pollerCtl(long poller, int op, int fd, int events, long token) {
        return real.pollerCtl(poller, op, fd, events, token);
    }

    @Override
    public int pollerWait(long poller, long events, int cap, long timeoutNanos, long spinNanos) {
        return real.pollerWait(poller, events, cap, timeoutNanos, spinNanos);
    }

    @Override
    public int sendmsg(int fd, long message, int flags) {
        int n = real.sendmsg(fd, message, flags);
        return count(fd, n, n);
    }

    @Override
    public int recvmsg(int fd, long message, int flags) {
        int n = real.recvmsg(fd, message, flags);
        return count(fd, n, n);
    }
}
