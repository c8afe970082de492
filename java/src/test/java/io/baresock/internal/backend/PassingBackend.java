package io.baresock.internal.backend;

/** Passes on to a real backend what the tests with faults need, and nothing more. */
public class PassingBackend extends FakeBackend {

    protected final Backend real;

    public PassingBackend(Backend real) {
        this.real = real;
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public int abiVersion() {
        return real.abiVersion();
    }

    @Override
    public int force(int mask) {
        return real.force(mask);
    }

    @Override
    public int constants(long buf, int cap) {
        return real.constants(buf, cap);
    }

    @Override
    public int strerror(int err, long buf, int cap) {
        return real.strerror(err, buf, cap);
    }

    @Override
    public int uname(long buf, int cap) {
        return real.uname(buf, cap);
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return real.socket(domain, type, protocol);
    }

    @Override
    public long socketpair(int domain, int type, int protocol) {
        return real.socketpair(domain, type, protocol);
    }

    @Override
    public int close(int fd) {
        return real.close(fd);
    }

    @Override
    public int dup(int fd) {
        return real.dup(fd);
    }

    @Override
    public int fcntl(int fd, int cmd, long arg) {
        return real.fcntl(fd, cmd, arg);
    }

    @Override
    public int setNonblocking(int fd, int on) {
        return real.setNonblocking(fd, on);
    }

    @Override
    public int bind(int fd, long addr, int addrlen) {
        return real.bind(fd, addr, addrlen);
    }

    @Override
    public int listen(int fd, int backlog) {
        return real.listen(fd, backlog);
    }

    @Override
    public int shutdown(int fd, int how) {
        return real.shutdown(fd, how);
    }

    @Override
    public int getsockname(int fd, long slot) {
        return real.getsockname(fd, slot);
    }

    @Override
    public int getpeername(int fd, long slot) {
        return real.getpeername(fd, slot);
    }

    @Override
    public int getsockopt(int fd, int level, int name, long value, int cap) {
        return real.getsockopt(fd, level, name, value, cap);
    }

    @Override
    public int setsockopt(int fd, int level, int name, long value, int len) {
        return real.setsockopt(fd, level, name, value, len);
    }

    @Override
    public long getsockoptInt(int fd, int level, int name) {
        return real.getsockoptInt(fd, level, name);
    }

    @Override
    public int setsockoptInt(int fd, int level, int name, int value) {
        return real.setsockoptInt(fd, level, name, value);
    }

    @Override
    public int connectWait(int fd, int wakefd, long addr, int addrlen, long timeoutNanos) {
        return real.connectWait(fd, wakefd, addr, addrlen, timeoutNanos);
    }

    @Override
    public int acceptWait(int fd, int wakefd, long slot, int flags, long timeoutNanos) {
        return real.acceptWait(fd, wakefd, slot, flags, timeoutNanos);
    }

    @Override
    public int sendWait(int fd, int wakefd, long buf, int len, int flags, long addr, int addrlen, long timeoutNanos) {
        return real.sendWait(fd, wakefd, buf, len, flags, addr, addrlen, timeoutNanos);
    }

    @Override
    public int recvWait(int fd, int wakefd, long buf, int len, int flags, long slot, long timeoutNanos) {
        return real.recvWait(fd, wakefd, buf, len, flags, slot, timeoutNanos);
    }

    @Override
    public long wakeOpen() {
        return real.wakeOpen();
    }

    @Override
    public int wakeSignal(long wake) {
        return real.wakeSignal(wake);
    }

    @Override
    public int wakeDrain(long wake) {
        return real.wakeDrain(wake);
    }

    @Override
    public int wakeClose(long wake) {
        return real.wakeClose(wake);
    }

    @Override
    public long pollerOpen() {
        return real.pollerOpen();
    }

    @Override
    public int pollerClose(long poller) {
        return real.pollerClose(poller);
    }

    @Override
    public int pollerFd(long poller) {
        return real.pollerFd(poller);
    }

    @Override
    public int pollerWake(long poller) {
        return real.pollerWake(poller);
    }
}
