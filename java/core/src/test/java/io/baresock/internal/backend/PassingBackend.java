package io.baresock.internal.backend;

import java.nio.ByteBuffer;

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
    public long memoryMap(long size) {
        return real.memoryMap(size);
    }

    @Override
    public int memoryRenew(long address, long size) {
        return real.memoryRenew(address, size);
    }

    @Override
    public int memoryUnmap(long address, long size) {
        return real.memoryUnmap(address, size);
    }

    @Override
    public ByteBuffer memoryView(long address, int size) {
        return real.memoryView(address, size);
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
    public int getsockoptBounded(int fd, int level, int name, long value, int cap) {
        return real.getsockoptBounded(fd, level, name, value, cap);
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
    public int connect(int fd, long addr, int addrlen) {
        return real.connect(fd, addr, addrlen);
    }

    @Override
    public int accept4(int fd, long slot, int flags) {
        return real.accept4(fd, slot, flags);
    }

    @Override
    public int send(int fd, long buf, int len, int flags) {
        return real.send(fd, buf, len, flags);
    }

    @Override
    public int recv(int fd, long buf, int len, int flags) {
        return real.recv(fd, buf, len, flags);
    }

    @Override
    public int pollOne(int fd, int events, long timeoutNanos) {
        return real.pollOne(fd, events, timeoutNanos);
    }

    @Override
    public long threadSelf() {
        return real.threadSelf();
    }

    @Override
    public int threadKick(long thread) {
        return real.threadKick(thread);
    }

    @Override
    public int alarmStart(long afterNanos) {
        return real.alarmStart(afterNanos);
    }

    @Override
    public int alarmStop(int alarm) {
        return real.alarmStop(alarm);
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
