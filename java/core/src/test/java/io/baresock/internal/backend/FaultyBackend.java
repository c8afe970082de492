package io.baresock.internal.backend;

import io.baresock.Bsd;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Injects what the kernel may do at any call, by a seeded plan: EINTR, EAGAIN, EMFILE, ENOBUFS, ENOMEM, and less than all of
 * a stream's bytes. A call that is made to fail does not reach the kernel. Leaving a poller is spared: epoll_ctl(2) has no
 * error for it that goes away. After a call that did less than it could, a descriptor that is watched by the edge is reported anew, as if more
 * had come a moment later: epoll(7) promises that.
 */
public final class FaultyBackend extends ForwardingBackend {

    private static final int MODIFY = 2; // BS_POLLER_MODIFY
    private static final int DELETE = 3;
    private static final int EDGE = 256; // BS_POLLER_EDGE

    private record Watched(long poller, int events, long token) {}

    /** Calls that reached this. */
    public final AtomicLong calls = new AtomicLong();

    /** Faults, short reads and short writes. */
    public final AtomicLong faults = new AtomicLong();

    /** Calls of accept. */
    public final AtomicInteger accepts = new AtomicInteger();

    private final Map<Integer, Watched> byEdge = new ConcurrentHashMap<>();

    private Random random = new Random();
    private int percent;

    public FaultyBackend(Backend real) {
        super(real);
    }

    /** From now on so many calls of a hundred fail; 0 for none. */
    public synchronized void plan(long seed, int percent) {
        random = new Random(seed);
        this.percent = percent;
        calls.set(0);
        faults.set(0);
        accepts.set(0);
    }

    private synchronized int dice(int sides) {
        return random.nextInt(sides);
    }

    private boolean strikes() {
        calls.incrementAndGet();
        if (percent == 0 || dice(100) >= percent) {
            return false;
        }
        faults.incrementAndGet();
        return true;
    }

    /** 0, or the {@code -errno} to fail with. */
    private int fault(int... errnos) {
        return strikes() ? -errnos[dice(errnos.length)] : 0;
    }

    private int length(int whole) {
        return whole > 1 && strikes() ? 1 + dice(whole - 1) : whole;
    }

    private int lessThanAll(int fd, boolean less, int result) {
        Watched w = less ? byEdge.get(fd) : null;
        if (w != null) {
            real.pollerCtl(w.poller, MODIFY, fd, w.events, w.token);
        }
        return result;
    }

    @Override
    public int send(int fd, long buf, int len, int flags) {
        int e = fault(Bsd.EINTR, Bsd.EAGAIN, Bsd.ENOBUFS, Bsd.ENOMEM);
        int part = e < 0 ? 0 : length(len);
        int n = e < 0 ? e : real.send(fd, buf, part, flags);
        return lessThanAll(fd, part < len, n);
    }

    @Override
    public int recv(int fd, long buf, int len, int flags) {
        int e = fault(Bsd.EINTR, Bsd.EAGAIN, Bsd.ENOBUFS, Bsd.ENOMEM);
        int part = e < 0 ? 0 : length(len);
        int n = e < 0 ? e : real.recv(fd, buf, part, flags);
        return lessThanAll(fd, part < len, n);
    }

    @Override
    public int sendto(int fd, long buf, int len, int flags, long addr, int addrlen) {
        int e = fault(Bsd.EINTR, Bsd.EAGAIN, Bsd.ENOBUFS, Bsd.ENOMEM);
        return lessThanAll(fd, e < 0, e < 0 ? e : real.sendto(fd, buf, len, flags, addr, addrlen));
    }

    @Override
    public int recvfrom(int fd, long buf, int len, int flags, long slot) {
        int e = fault(Bsd.EINTR, Bsd.EAGAIN, Bsd.ENOBUFS, Bsd.ENOMEM);
        return lessThanAll(fd, e < 0, e < 0 ? e : real.recvfrom(fd, buf, len, flags, slot));
    }

    @Override
    public int accept4(int fd, long slot, int flags) {
        accepts.incrementAndGet();
        int e = fault(Bsd.EINTR, Bsd.EAGAIN, Bsd.EMFILE, Bsd.ENFILE, Bsd.ENOBUFS, Bsd.ENOMEM, Bsd.ECONNABORTED);
        return e < 0 ? e : real.accept4(fd, slot, flags);
    }

    @Override
    public int connect(int fd, long addr, int addrlen) {
        int e = fault(Bsd.ENOBUFS, Bsd.ENOMEM, Bsd.EINTR);
        if (e == -Bsd.EINTR) { // as a signal in connect(2): it goes on by itself
            real.connect(fd, addr, addrlen);
        }
        return e < 0 ? e : real.connect(fd, addr, addrlen);
    }

    @Override
    public int pollOne(int fd, int events, long timeoutNanos) {
        int e = fault(Bsd.EINTR, Bsd.ENOMEM);
        return e < 0 ? e : real.pollOne(fd, events, timeoutNanos);
    }

    @Override
    public int pollerCtl(long poller, int op, int fd, int events, long token) {
        int e = op == DELETE ? 0 : fault(Bsd.EINTR, Bsd.ENOMEM, Bsd.ENOSPC);
        int r = e < 0 ? e : real.pollerCtl(poller, op, fd, events, token);
        if (op != DELETE && r >= 0 && (events & EDGE) != 0) {
            byEdge.put(fd, new Watched(poller, events, token));
        } else if (r >= 0) {
            byEdge.remove(fd);
        }
        return r;
    }

    @Override
    public int pollerWait(long poller, long events, int cap, long timeoutNanos, long spinNanos) {
        int e = fault(Bsd.EINTR, Bsd.EAGAIN, Bsd.ENOMEM);
        return e < 0 ? e : real.pollerWait(poller, events, cap, timeoutNanos, spinNanos);
    }
}
