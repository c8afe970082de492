package io.baresock.internal.backend;

/** Descriptors and sockets: the part of {@link JniBackend} that opens, sets up and closes them. */
abstract sealed class JniSockets extends Backend permits JniData {

    // descriptors

    @Override
    public int socket(int domain, int type, int protocol) {
        return Natives.socket(domain, type, protocol);
    }

    @Override
    public long socketpair(int domain, int type, int protocol) {
        return Natives.socketpair(domain, type, protocol);
    }

    @Override
    public int close(int fd) {
        return Natives.close(fd);
    }

    @Override
    public int dup(int fd) {
        return Natives.dup(fd);
    }

    @Override
    public int fcntl(int fd, int cmd, long arg) {
        return Natives.fcntl(fd, cmd, arg);
    }

    @Override
    public int setNonblocking(int fd, int on) {
        return Natives.setNonblocking(fd, on);
    }

    @Override
    public int dup2(int fd, int newfd) {
        return Natives.dup2(fd, newfd);
    }

    @Override
    public long pipe(int flags) {
        return Natives.pipe(flags);
    }

    @Override
    public int ioctl(int fd, long request, long arg) {
        return Natives.ioctl(fd, request, arg);
    }

    @Override
    public int ioctlBounded(int fd, long request, long arg, int size) {
        return Natives.ioctlBounded(fd, request, arg, size);
    }

    @Override
    public int available(int fd) {
        return Natives.available(fd);
    }

    @Override
    public int sockatmark(int fd) {
        return Natives.sockatmark(fd);
    }

    // sockets

    @Override
    public int bind(int fd, long addr, int addrlen) {
        return Natives.bind(fd, addr, addrlen);
    }

    @Override
    public int bindMode(int fd, long addr, int addrlen, int mode) {
        return Natives.bindMode(fd, addr, addrlen, mode);
    }

    @Override
    public int connect(int fd, long addr, int addrlen) {
        return Natives.connect(fd, addr, addrlen);
    }

    @Override
    public int listen(int fd, int backlog) {
        return Natives.listen(fd, backlog);
    }

    @Override
    public int accept4(int fd, long slot, int flags) {
        return Natives.accept4(fd, slot, flags);
    }

    @Override
    public int shutdown(int fd, int how) {
        return Natives.shutdown(fd, how);
    }

    @Override
    public int getsockname(int fd, long slot) {
        return Natives.getsockname(fd, slot);
    }

    @Override
    public int getpeername(int fd, long slot) {
        return Natives.getpeername(fd, slot);
    }

    // options

    @Override
    public int getsockopt(int fd, int level, int name, long value, int cap) {
        return Natives.getsockopt(fd, level, name, value, cap);
    }

    @Override
    public int getsockoptBounded(int fd, int level, int name, long value, int cap) {
        return Natives.getsockoptBounded(fd, level, name, value, cap);
    }

    @Override
    public int setsockopt(int fd, int level, int name, long value, int len) {
        return Natives.setsockopt(fd, level, name, value, len);
    }

    @Override
    public long getsockoptInt(int fd, int level, int name) {
        return Natives.getsockoptInt(fd, level, name);
    }

    @Override
    public int setsockoptInt(int fd, int level, int name, int value) {
        return Natives.setsockoptInt(fd, level, name, value);
    }
}
