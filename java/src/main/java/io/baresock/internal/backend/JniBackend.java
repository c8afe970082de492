package io.baresock.internal.backend;

/** The backend over JNI, for every JDK. */
final class JniBackend extends Backend {

    @Override
    public String name() {
        return "jni";
    }

    // library

    @Override
    public int abiVersion() {
        return Natives.abiVersion();
    }

    @Override
    public int force(int mask) {
        return Natives.force(mask);
    }

    @Override
    public int constants(long buf, int cap) {
        return Natives.constants(buf, cap);
    }

    @Override
    public int strerror(int err, long buf, int cap) {
        return Natives.strerror(err, buf, cap);
    }

    @Override
    public int uname(long buf, int cap) {
        return Natives.uname(buf, cap);
    }

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

    // data

    @Override
    public int send(int fd, long buf, int len, int flags) {
        return Natives.send(fd, buf, len, flags);
    }

    @Override
    public int recv(int fd, long buf, int len, int flags) {
        return Natives.recv(fd, buf, len, flags);
    }

    @Override
    public int sendto(int fd, long buf, int len, int flags, long addr, int addrlen) {
        return Natives.sendto(fd, buf, len, flags, addr, addrlen);
    }

    @Override
    public int recvfrom(int fd, long buf, int len, int flags, long slot) {
        return Natives.recvfrom(fd, buf, len, flags, slot);
    }

    // messages

    @Override
    public int sendmsg(int fd, long message, int flags) {
        return Natives.sendmsg(fd, message, flags);
    }

    @Override
    public int recvmsg(int fd, long message, int flags) {
        return Natives.recvmsg(fd, message, flags);
    }

    @Override
    public int messageDiscard(long message) {
        return Natives.messageDiscard(message);
    }

    @Override
    public int readv(int fd, long iov, int count) {
        return Natives.readv(fd, iov, count);
    }

    @Override
    public int writev(int fd, long iov, int count) {
        return Natives.writev(fd, iov, count);
    }

    @Override
    public int cmsgLen(int length) {
        return Natives.cmsgLen(length);
    }

    @Override
    public int cmsgSpace(int length) {
        return Natives.cmsgSpace(length);
    }

    // batches

    @Override
    public int sendmmsg(int fd, long batch, int first, int count, int flags) {
        return Natives.sendmmsg(fd, batch, first, count, flags);
    }

    @Override
    public int recvmmsg(int fd, long batch, int first, int count, int flags) {
        return Natives.recvmmsg(fd, batch, first, count, flags);
    }

    @Override
    public int batchDiscard(long batch) {
        return Natives.batchDiscard(batch);
    }

    @Override
    public int batchRing(long batch) {
        return Natives.batchRing(batch);
    }

    // segmentation

    @Override
    public int gsoProbe() {
        return Natives.gsoProbe();
    }

    @Override
    public int sendSegments(int fd, long gso, long buf, int len, int segment, int flags, long addr, int addrlen) {
        return Natives.sendSegments(fd, gso, buf, len, segment, flags, addr, addrlen);
    }

    // the error queue

    @Override
    public int errors(int fd, long batch, long errors, int count) {
        return Natives.errors(fd, batch, errors, count);
    }

    @Override
    public int abandonPages(long address, long length) {
        return Natives.abandonPages(address, length);
    }

    // transfer

    @Override
    public long sendfile(int out, int in, long offset, long count) {
        return Natives.sendfile(out, in, offset, count);
    }

    @Override
    public long splice(int in, long inOffset, int out, long outOffset, long count, int flags) {
        return Natives.splice(in, inOffset, out, outOffset, count, flags);
    }

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

    // names

    @Override
    public int getaddrinfo(long node, long service, long hints, long buf, int cap) {
        return Natives.getaddrinfo(node, service, hints, buf, cap);
    }

    @Override
    public int getnameinfo(long addr, int addrlen, int flags, long buf) {
        return Natives.getnameinfo(addr, addrlen, flags, buf);
    }

    @Override
    public int gaiStrerror(int error, long buf, int cap) {
        return Natives.gaiStrerror(error, buf, cap);
    }

    @Override
    public int gethostname(long buf, int cap) {
        return Natives.gethostname(buf, cap);
    }

    @Override
    public int getservbyname(long name, long protocol) {
        return Natives.getservbyname(name, protocol);
    }

    @Override
    public int getservbyport(int port, long protocol, long buf, int cap) {
        return Natives.getservbyport(port, protocol, buf, cap);
    }

    @Override
    public int getprotobyname(long name) {
        return Natives.getprotobyname(name);
    }

    @Override
    public int getprotobynumber(int number, long buf, int cap) {
        return Natives.getprotobynumber(number, buf, cap);
    }

    @Override
    public int ifNametoindex(long name) {
        return Natives.ifNametoindex(name);
    }

    @Override
    public int ifIndextoname(int index, long buf, int cap) {
        return Natives.ifIndextoname(index, buf, cap);
    }

    @Override
    public int ifNameindex(long buf, int cap) {
        return Natives.ifNameindex(buf, cap);
    }
}
