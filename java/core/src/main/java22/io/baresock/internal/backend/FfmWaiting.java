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
    public int pollOne(int fd, int events, long timeoutNanos) {
        try {
            return (int) POLL_ONE.invokeExact(fd, events, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // calling a wait off

    @Override
    public long threadSelf() {
        try {
            return (long) THREAD_SELF.invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int threadKick(long thread) {
        try {
            return (int) THREAD_KICK.invokeExact(thread);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int alarmStart(long afterNanos) {
        try {
            return (int) ALARM_START.invokeExact(afterNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int alarmStop(int alarm) {
        try {
            return (int) ALARM_STOP.invokeExact(alarm);
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
