package io.baresock.internal.backend;

/** Readiness, and calls that a timeout or a wake-up ends: the part of {@link JniBackend} that waits. */
abstract sealed class JniWaiting extends JniData permits JniNames {

    // readiness of many

    @Override
    public int poll(long fds, int count, long timeoutNanos) {
        return Natives.poll(fds, count, timeoutNanos);
    }

    @Override
    public int select(int nfds, long readfds, long writefds, long exceptfds, long timeoutNanos) {
        return Natives.select(nfds, readfds, writefds, exceptfds, timeoutNanos);
    }

    // waiting

    @Override
    public int pollOne(int fd, int events, long timeoutNanos) {
        return Natives.pollOne(fd, events, timeoutNanos);
    }

    // calling a wait off

    @Override
    public long threadSelf() {
        return Natives.threadSelf();
    }

    @Override
    public int threadKick(long thread) {
        return Natives.threadKick(thread);
    }

    @Override
    public int alarmStart(long afterNanos) {
        return Natives.alarmStart(afterNanos);
    }

    @Override
    public int alarmStop(int alarm) {
        return Natives.alarmStop(alarm);
    }

    @Override
    public long pollerOpen() {
        return Natives.pollerOpen();
    }

    @Override
    public int pollerClose(long poller) {
        return Natives.pollerClose(poller);
    }

    @Override
    public int pollerFd(long poller) {
        return Natives.pollerFd(poller);
    }

    @Override
    public int pollerCtl(long poller, int op, int fd, int events, long token) {
        return Natives.pollerCtl(poller, op, fd, events, token);
    }

    @Override
    public int pollerWait(long poller, long events, int cap, long timeoutNanos, long spinNanos) {
        return Natives.pollerWait(poller, events, cap, timeoutNanos, spinNanos);
    }

    @Override
    public int pollerWake(long poller) {
        return Natives.pollerWake(poller);
    }

    @Override
    public int barrierOpen() {
        return Natives.barrierOpen();
    }

    @Override
    public int barrier() {
        return Natives.barrier();
    }

    @Override
    public int pollerSetBusyPoll(long poller, int usecs, int budget, int prefer) {
        return Natives.pollerSetBusyPoll(poller, usecs, budget, prefer);
    }

    @Override
    public long pollerGetBusyPoll(long poller) {
        return Natives.pollerGetBusyPoll(poller);
    }
}
