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
    public int pollOne(int fd, int wakefd, int events, long timeoutNanos) {
        return Natives.pollOne(fd, wakefd, events, timeoutNanos);
    }

    @Override
    public int connectWait(int fd, int wakefd, long addr, int addrlen, long timeoutNanos) {
        return Natives.connectWait(fd, wakefd, addr, addrlen, timeoutNanos);
    }

    @Override
    public int acceptWait(int fd, int wakefd, long slot, int flags, long timeoutNanos) {
        return Natives.acceptWait(fd, wakefd, slot, flags, timeoutNanos);
    }

    @Override
    public int sendWait(int fd, int wakefd, long buf, int len, int flags, long addr, int addrlen, long timeoutNanos) {
        return Natives.sendWait(fd, wakefd, buf, len, flags, addr, addrlen, timeoutNanos);
    }

    @Override
    public int recvWait(int fd, int wakefd, long buf, int len, int flags, long slot, long timeoutNanos) {
        return Natives.recvWait(fd, wakefd, buf, len, flags, slot, timeoutNanos);
    }

    @Override
    public int sendmsgWait(int fd, int wakefd, long message, int flags, long timeoutNanos) {
        return Natives.sendmsgWait(fd, wakefd, message, flags, timeoutNanos);
    }

    @Override
    public int recvmsgWait(int fd, int wakefd, long message, int flags, long timeoutNanos) {
        return Natives.recvmsgWait(fd, wakefd, message, flags, timeoutNanos);
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
        return Natives.sendSegmentsWait(fd, wakefd, gso, buf, len, segment, flags, addr, addrlen, timeoutNanos);
    }

    @Override
    public int sendmmsgWait(int fd, int wakefd, long batch, int first, int count, int flags, long timeoutNanos) {
        return Natives.sendmmsgWait(fd, wakefd, batch, first, count, flags, timeoutNanos);
    }

    @Override
    public int recvmmsgWait(int fd, int wakefd, long batch, int first, int count, int flags, long timeoutNanos) {
        return Natives.recvmmsgWait(fd, wakefd, batch, first, count, flags, timeoutNanos);
    }

    // waking

    @Override
    public long wakeOpen() {
        return Natives.wakeOpen();
    }

    @Override
    public int wakeSignal(long wake) {
        return Natives.wakeSignal(wake);
    }

    @Override
    public int wakeDrain(long wake) {
        return Natives.wakeDrain(wake);
    }

    @Override
    public int wakeClose(long wake) {
        return Natives.wakeClose(wake);
    }

    // readiness

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
