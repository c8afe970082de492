package io.baresock.internal.backend;

import java.nio.ByteBuffer;

/**
 * The C ABI of {@code native/include/baresock.h}, method for function: flat, {@code int} and {@code long} only, the
 * result {@code >= 0} or {@code -errno}. A backend never throws an I/O exception, never retries and never allocates;
 * its callers have checked every argument. (The one object is a view of memory, which no C function makes.) Contracts are written once, in {@code baresock.h}.
 */
public abstract class Backend {

    /** {@code jni} or {@code ffm}. */
    public abstract String name();

    // library

    public abstract int abiVersion();

    public abstract int force(int mask);

    public abstract int constants(long buf, int cap);

    public abstract int strerror(int err, long buf, int cap);

    public abstract int uname(long buf, int cap);

    // memory

    public abstract long memoryMap(long size);

    public abstract int memoryRenew(long address, long size);

    public abstract int memoryUnmap(long address, long size);

    /** The memory at an address as a direct buffer, which does not keep it. */
    public abstract ByteBuffer memoryView(long address, int size);

    // descriptors

    public abstract int socket(int domain, int type, int protocol);

    public abstract long socketpair(int domain, int type, int protocol);

    public abstract int close(int fd);

    public abstract int dup(int fd);

    public abstract int fcntl(int fd, int cmd, long arg);

    public abstract int setNonblocking(int fd, int on);

    public abstract int dup2(int fd, int newfd);

    public abstract long pipe(int flags);

    public abstract int ioctl(int fd, long request, long arg);

    public abstract int ioctlBounded(int fd, long request, long arg, int size);

    public abstract int available(int fd);

    public abstract int sockatmark(int fd);

    // sockets

    public abstract int bind(int fd, long addr, int addrlen);

    public abstract int bindMode(int fd, long addr, int addrlen, int mode);

    public abstract int connect(int fd, long addr, int addrlen);

    public abstract int listen(int fd, int backlog);

    public abstract int accept4(int fd, long slot, int flags);

    public abstract int shutdown(int fd, int how);

    public abstract int getsockname(int fd, long slot);

    public abstract int getpeername(int fd, long slot);

    // options

    public abstract int getsockopt(int fd, int level, int name, long value, int cap);

    public abstract int getsockoptBounded(int fd, int level, int name, long value, int cap);

    public abstract int setsockopt(int fd, int level, int name, long value, int len);

    public abstract long getsockoptInt(int fd, int level, int name);

    public abstract int setsockoptInt(int fd, int level, int name, int value);

    // data

    public abstract int send(int fd, long buf, int len, int flags);

    public abstract int recv(int fd, long buf, int len, int flags);

    public abstract int sendto(int fd, long buf, int len, int flags, long addr, int addrlen);

    public abstract int recvfrom(int fd, long buf, int len, int flags, long slot);

    // messages

    public abstract int sendmsg(int fd, long message, int flags);

    public abstract int recvmsg(int fd, long message, int flags);

    public abstract int messageDiscard(long message);

    public abstract int readv(int fd, long iov, int count);

    public abstract int writev(int fd, long iov, int count);

    public abstract int cmsgLen(int length);

    public abstract int cmsgSpace(int length);

    // batches

    public abstract int sendmmsg(int fd, long batch, int first, int count, int flags);

    public abstract int recvmmsg(int fd, long batch, int first, int count, int flags);

    public abstract int batchDiscard(long batch);

    public abstract int batchRing(long batch);

    // segmentation

    public abstract int gsoProbe();

    public abstract int sendSegments(
            int fd, long gso, long buf, int len, int segment, int flags, long addr, int addrlen);

    // the error queue

    public abstract int errors(int fd, long batch, long errors, int count);

    // transfer

    public abstract long sendfile(int out, int in, long offset, long count);

    public abstract long splice(int in, long inOffset, int out, long outOffset, long count, int flags);

    // readiness of many

    public abstract int poll(long fds, int count, long timeoutNanos);

    public abstract int select(int nfds, long readfds, long writefds, long exceptfds, long timeoutNanos);

    // waiting

    public abstract int pollOne(int fd, int events, long timeoutNanos);

    // calling a wait off

    public abstract long threadSelf();

    public abstract int threadKick(long thread);

    public abstract int alarmStart(long afterNanos);

    public abstract int alarmStop(int alarm);

    // readiness

    public abstract long pollerOpen();

    public abstract int pollerClose(long poller);

    public abstract int pollerFd(long poller);

    public abstract int pollerCtl(long poller, int op, int fd, int events, long token);

    public abstract int pollerWait(long poller, long events, int cap, long timeoutNanos, long spinNanos);

    public abstract int pollerWake(long poller);

    public abstract int barrierOpen();

    public abstract int barrier();

    public abstract int pollerSetBusyPoll(long poller, int usecs, int budget, int prefer);

    public abstract long pollerGetBusyPoll(long poller);

    // names

    public abstract int getaddrinfo(long node, long service, long hints, long buf, int cap);

    public abstract int getnameinfo(long addr, int addrlen, int flags, long buf);

    public abstract int gaiStrerror(int error, long buf, int cap);

    public abstract int gethostname(long buf, int cap);

    public abstract int sethostname(long name, int length);

    public abstract int gethostbyname(long name, int family, int cap, long buf);

    public abstract int gethostbyaddr(long addr, int length, int family, int cap, long buf);

    public abstract int getservbyname(long name, long protocol);

    public abstract int getservbyport(int port, long protocol, long buf, int cap);

    public abstract int getprotobyname(long name);

    public abstract int getprotobynumber(int number, long buf, int cap);

    public abstract int ifNametoindex(long name);

    public abstract int ifIndextoname(int index, long buf, int cap);

    public abstract int ifNameindex(long buf, int cap);
}
