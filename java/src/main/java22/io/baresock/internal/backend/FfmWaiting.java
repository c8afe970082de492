package io.baresock.internal.backend;

import static io.baresock.internal.backend.FfmHandles.*;

/** Readiness, and calls that a timeout or a wake-up ends: the part of {@link FfmBackend} that waits. */
abstract sealed class FfmWaiting extends FfmData permits FfmNames {

    // readiness of many

    @Override
    public int poll(long fds, int count, long timeoutNanos) {
        try {
            return (int) POLL.invokeExact(fds, count, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int select(int nfds, long readfds, long writefds, long exceptfds, long timeoutNanos) {
        try {
            return (int) SELECT.invokeExact(nfds, readfds, writefds, exceptfds, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // waiting

    @Override
    public int pollOne(int fd, int wakefd, int events, long timeoutNanos) {
        try {
            return (int) POLL_ONE.invokeExact(fd, wakefd, events, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int connectWait(int fd, int wakefd, long addr, int addrlen, long timeoutNanos) {
        try {
            return (int) CONNECT_WAIT.invokeExact(fd, wakefd, addr, addrlen, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int acceptWait(int fd, int wakefd, long slot, int flags, long timeoutNanos) {
        try {
            return (int) ACCEPT_WAIT.invokeExact(fd, wakefd, slot, flags, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int sendWait(int fd, int wakefd, long buf, int len, int flags, long addr, int addrlen, long timeoutNanos) {
        try {
            return (int) SEND_WAIT.invokeExact(fd, wakefd, buf, len, flags, addr, addrlen, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int recvWait(int fd, int wakefd, long buf, int len, int flags, long slot, long timeoutNanos) {
        try {
            return (int) RECV_WAIT.invokeExact(fd, wakefd, buf, len, flags, slot, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int sendmsgWait(int fd, int wakefd, long message, int flags, long timeoutNanos) {
        try {
            return (int) SENDMSG_WAIT.invokeExact(fd, wakefd, message, flags, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int recvmsgWait(int fd, int wakefd, long message, int flags, long timeoutNanos) {
        try {
            return (int) RECVMSG_WAIT.invokeExact(fd, wakefd, message, flags, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int sendSegmentsWait(
            int fd,
            int wakefd,
            long gso,
            long buf,
            int len,
            int segment,
            int flags,
            long addr,
            int addrlen,
            long timeoutNanos) {
        try {
            return (int) SEND_SEGMENTS_WAIT.invokeExact(
                    fd, wakefd, gso, buf, len, segment, flags, addr, addrlen, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int sendmmsgWait(int fd, int wakefd, long batch, int first, int count, int flags, long timeoutNanos) {
        try {
            return (int) SENDMMSG_WAIT.invokeExact(fd, wakefd, batch, first, count, flags, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int recvmmsgWait(int fd, int wakefd, long batch, int first, int count, int flags, long timeoutNanos) {
        try {
            return (int) RECVMMSG_WAIT.invokeExact(fd, wakefd, batch, first, count, flags, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // waking

    @Override
    public long wakeOpen() {
        try {
            return (long) WAKE_OPEN.invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int wakeSignal(long wake) {
        try {
            return (int) WAKE_SIGNAL.invokeExact(wake);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int wakeDrain(long wake) {
        try {
            return (int) WAKE_DRAIN.invokeExact(wake);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int wakeClose(long wake) {
        try {
            return (int) WAKE_CLOSE.invokeExact(wake);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // readiness

    @Override
    public long pollerOpen() {
        try {
            return (long) POLLER_OPEN.invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int pollerClose(long poller) {
        try {
            return (int) POLLER_CLOSE.invokeExact(poller);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int pollerFd(long poller) {
        try {
            return (int) POLLER_FD.invokeExact(poller);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int pollerCtl(long poller, int op, int fd, int events, long token) {
        try {
            return (int) POLLER_CTL.invokeExact(poller, op, fd, events, token);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int pollerWait(long poller, long events, int cap, long timeoutNanos, long spinNanos) {
        try {
            return (int) POLLER_WAIT.invokeExact(poller, events, cap, timeoutNanos, spinNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int pollerWake(long poller) {
        try {
            return (int) POLLER_WAKE.invokeExact(poller);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int barrierOpen() {
        try {
            return (int) BARRIER_OPEN.invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int barrier() {
        try {
            return (int) BARRIER.invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int pollerSetBusyPoll(long poller, int usecs, int budget, int prefer) {
        try {
            return (int) POLLER_SET_BUSY_POLL.invokeExact(poller, usecs, budget, prefer);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public long pollerGetBusyPoll(long poller) {
        try {
            return (long) POLLER_GET_BUSY_POLL.invokeExact(poller);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }
}
