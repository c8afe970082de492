package io.baresock.internal.backend;

import java.nio.ByteBuffer;

/** A backend without a kernel: every call fails with ENOSYS until a test overrides it. */
public class FakeBackend extends Backend {

    private static final int ENOSYS = 38;

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public int abiVersion() {
        return -ENOSYS;
    }

    @Override
    public int force(int mask) {
        return -ENOSYS;
    }

    @Override
    public int constants(long buf, int cap) {
        return -ENOSYS;
    }

    @Override
    public int strerror(int err, long buf, int cap) {
        return -ENOSYS;
    }

    @Override
    public int uname(long buf, int cap) {
        return -ENOSYS;
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return -ENOSYS;
    }

    @Override
    public long socketpair(int domain, int type, int protocol) {
        return -ENOSYS;
    }

    @Override
    public int close(int fd) {
        return -ENOSYS;
    }

    @Override
    public int dup(int fd) {
        return -ENOSYS;
    }

    @Override
    public int fcntl(int fd, int cmd, long arg) {
        return -ENOSYS;
    }

    @Override
    public int setNonblocking(int fd, int on) {
        return -ENOSYS;
    }

    @Override
    public int dup2(int fd, int newfd) {
        return -ENOSYS;
    }

    @Override
    public long pipe(int flags) {
        return -ENOSYS;
    }

    @Override
    public int ioctl(int fd, long request, long arg) {
        return -ENOSYS;
    }

    @Override
    public int ioctlBounded(int fd, long request, long arg, int size) {
        return -ENOSYS;
    }

    @Override
    public int available(int fd) {
        return -ENOSYS;
    }

    @Override
    public int sockatmark(int fd) {
        return -ENOSYS;
    }

    @Override
    public int bind(int fd, long addr, int addrlen) {
        return -ENOSYS;
    }

    @Override
    public int bindMode(int fd, long addr, int addrlen, int mode) {
        return -ENOSYS;
    }

    @Override
    public int connect(int fd, long addr, int addrlen) {
        return -ENOSYS;
    }

    @Override
    public int listen(int fd, int backlog) {
        return -ENOSYS;
    }

    @Override
    public int accept4(int fd, long slot, int flags) {
        return -ENOSYS;
    }

    @Override
    public int shutdown(int fd, int how) {
        return -ENOSYS;
    }

    @Override
    public int getsockname(int fd, long slot) {
        return -ENOSYS;
    }

    @Override
    public int getpeername(int fd, long slot) {
        return -ENOSYS;
    }

    @Override
    public int getsockopt(int fd, int level, int name, long value, int cap) {
        return -ENOSYS;
    }

    @Override
    public int getsockoptBounded(int fd, int level, int name, long value, int cap) {
        return -ENOSYS;
    }

    @Override
    public int setsockopt(int fd, int level, int name, long value, int len) {
        return -ENOSYS;
    }

    @Override
    public long getsockoptInt(int fd, int level, int name) {
        return -ENOSYS;
    }

    @Override
    public int setsockoptInt(int fd, int level, int name, int value) {
        return -ENOSYS;
    }

    @Override
    public int send(int fd, long buf, int len, int flags) {
        return -ENOSYS;
    }

    @Override
    public int recv(int fd, long buf, int len, int flags) {
        return -ENOSYS;
    }

    @Override
    public int sendto(int fd, long buf, int len, int flags, long addr, int addrlen) {
        return -ENOSYS;
    }

    @Override
    public int recvfrom(int fd, long buf, int len, int flags, long slot) {
        return -ENOSYS;
    }

    @Override
    public int sendmsg(int fd, long message, int flags) {
        return -ENOSYS;
    }

    @Override
    public int recvmsg(int fd, long message, int flags) {
        return -ENOSYS;
    }

    @Override
    public int messageDiscard(long message) {
        return -ENOSYS;
    }

    @Override
    public int readv(int fd, long iov, int count) {
        return -ENOSYS;
    }

    @Override
    public int writev(int fd, long iov, int count) {
        return -ENOSYS;
    }

    @Override
    public int cmsgLen(int length) {
        return -ENOSYS;
    }

    @Override
    public int cmsgSpace(int length) {
        return -ENOSYS;
    }

    @Override
    public int sendmmsg(int fd, long batch, int first, int count, int flags) {
        return -ENOSYS;
    }

    @Override
    public int recvmmsg(int fd, long batch, int first, int count, int flags) {
        return -ENOSYS;
    }

    @Override
    public int batchDiscard(long batch) {
        return -ENOSYS;
    }

    @Override
    public int batchRing(long batch) {
        return -ENOSYS;
    }

    @Override
    public int gsoProbe() {
        return -ENOSYS;
    }

    @Override
    public int sendSegments(int fd, long gso, long buf, int len, int segment, int flags, long addr, int addrlen) {
        return -ENOSYS;
    }

    @Override
    public int errors(int fd, long batch, long errors, int count) {
        return -ENOSYS;
    }

    @Override
    public long memoryMap(long size) {
        return -ENOSYS;
    }

    @Override
    public int memoryRenew(long address, long size) {
        return -ENOSYS;
    }

    @Override
    public int memoryUnmap(long address, long size) {
        return -ENOSYS;
    }

    @Override
    public ByteBuffer memoryView(long address, int size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long sendfile(int out, int in, long offset, long count) {
        return -ENOSYS;
    }

    @Override
    public long splice(int in, long inOffset, int out, long outOffset, long count, int flags) {
        return -ENOSYS;
    }

    @Override
    public int poll(long fds, int count, long timeoutNanos) {
        return -ENOSYS;
    }

    @Override
    public int select(int nfds, long readfds, long writefds, long exceptfds, long timeoutNanos) {
        return -ENOSYS;
    }

    @Override
    public int pollOne(int fd, int events, long timeoutNanos) {
        return -ENOSYS;
    }

    @Override
    public long threadSelf() {
        return -ENOSYS;
    }

    @Override
    public int threadKick(long thread) {
        return -ENOSYS;
    }

    @Override
    public int alarmStart(long afterNanos) {
        return -ENOSYS;
    }

    @Override
    public int alarmStop(int alarm) {
        return -ENOSYS;
    }

    @Override
    public long pollerOpen() {
        return -ENOSYS;
    }

    @Override
    public int pollerClose(long poller) {
        return -ENOSYS;
    }

    @Override
    public int pollerFd(long poller) {
        return -ENOSYS;
    }

    @Override
    public int pollerCtl(long poller, int op, int fd, int events, long token) {
        return -ENOSYS;
    }

    @Override
    public int pollerWait(long poller, long events, int cap, long timeoutNanos, long spinNanos) {
        return -ENOSYS;
    }

    @Override
    public int pollerWake(long poller) {
        return -ENOSYS;
    }

    @Override
    public int barrierOpen() {
        return -ENOSYS;
    }

    @Override
    public int barrier() {
        return -ENOSYS;
    }

    @Override
    public int pollerSetBusyPoll(long poller, int usecs, int budget, int prefer) {
        return -ENOSYS;
    }

    @Override
    public long pollerGetBusyPoll(long poller) {
        return -ENOSYS;
    }

    @Override
    public int getaddrinfo(long node, long service, long hints, long buf, int cap) {
        return -ENOSYS;
    }

    @Override
    public int getnameinfo(long addr, int addrlen, int flags, long buf) {
        return -ENOSYS;
    }

    @Override
    public int gaiStrerror(int error, long buf, int cap) {
        return -ENOSYS;
    }

    @Override
    public int gethostname(long buf, int cap) {
        return -ENOSYS;
    }

    @Override
    public int sethostname(long name, int length) {
        return -ENOSYS;
    }

    @Override
    public int gethostbyname(long name, int family, int cap, long buf) {
        return -ENOSYS;
    }

    @Override
    public int gethostbyaddr(long addr, int length, int family, int cap, long buf) {
        return -ENOSYS;
    }

    @Override
    public int getservbyname(long name, long protocol) {
        return -ENOSYS;
    }

    @Override
    public int getservbyport(int port, long protocol, long buf, int cap) {
        return -ENOSYS;
    }

    @Override
    public int getprotobyname(long name) {
        return -ENOSYS;
    }

    @Override
    public int getprotobynumber(int number, long buf, int cap) {
        return -ENOSYS;
    }

    @Override
    public int ifNametoindex(long name) {
        return -ENOSYS;
    }

    @Override
    public int ifIndextoname(int index, long buf, int cap) {
        return -ENOSYS;
    }

    @Override
    public int ifNameindex(long buf, int cap) {
        return -ENOSYS;
    }
}
