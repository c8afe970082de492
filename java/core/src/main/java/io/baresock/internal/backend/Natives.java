package io.baresock.internal.backend;

import java.nio.ByteBuffer;

/**
 * The native methods, registered by {@code native/src/jni} from one table in {@code JNI_OnLoad}. No static state: a static
 * initialiser that called a native method would run before the registration.
 */
final class Natives {

    private Natives() {}

    // library

    static native int abiVersion();

    static native int force(int mask);

    static native int constants(long buf, int cap);

    static native int strerror(int err, long buf, int cap);

    static native int uname(long buf, int cap);

    // memory

    static native long memoryMap(long size);

    static native int memoryRenew(long address, long size);

    static native int memoryUnmap(long address, long size);

    static native ByteBuffer memoryView(long address, int size);

    // descriptors

    static native int socket(int domain, int type, int protocol);

    static native long socketpair(int domain, int type, int protocol);

    static native int close(int fd);

    static native int dup(int fd);

    static native int fcntl(int fd, int cmd, long arg);

    static native int setNonblocking(int fd, int on);

    static native int dup2(int fd, int newfd);

    static native long pipe(int flags);

    static native int ioctl(int fd, long request, long arg);

    static native int ioctlBounded(int fd, long request, long arg, int size);

    static native int available(int fd);

    static native int sockatmark(int fd);

    // sockets

    static native int bind(int fd, long addr, int addrlen);

    static native int bindMode(int fd, long addr, int addrlen, int mode);

    static native int connect(int fd, long addr, int addrlen);

    static native int listen(int fd, int backlog);

    static native int accept4(int fd, long slot, int flags);

    static native int shutdown(int fd, int how);

    static native int getsockname(int fd, long slot);

    static native int getpeername(int fd, long slot);

    // options

    static native int getsockopt(int fd, int level, int name, long value, int cap);

    static native int getsockoptBounded(int fd, int level, int name, long value, int cap);

    static native int setsockopt(int fd, int level, int name, long value, int len);

    static native long getsockoptInt(int fd, int level, int name);

    static native int setsockoptInt(int fd, int level, int name, int value);

    // data

    static native int send(int fd, long buf, int len, int flags);

    static native int recv(int fd, long buf, int len, int flags);

    static native int sendto(int fd, long buf, int len, int flags, long addr, int addrlen);

    static native int recvfrom(int fd, long buf, int len, int flags, long slot);

    // messages

    static native int sendmsg(int fd, long message, int flags);

    static native int recvmsg(int fd, long message, int flags);

    static native int messageDiscard(long message);

    static native int readv(int fd, long iov, int count);

    static native int writev(int fd, long iov, int count);

    static native int cmsgLen(int length);

    static native int cmsgSpace(int length);

    // batches

    static native int sendmmsg(int fd, long batch, int first, int count, int flags);

    static native int recvmmsg(int fd, long batch, int first, int count, int flags);

    static native int batchDiscard(long batch);

    static native int batchRing(long batch);

    // segmentation

    static native int gsoProbe();

    static native int sendSegments(int fd, long gso, long buf, int len, int segment, int flags, long addr, int addrlen);

    // the error queue

    static native int errors(int fd, long batch, long errors, int count);

    // transfer

    static native long sendfile(int out, int in, long offset, long count);

    static native long splice(int in, long inOffset, int out, long outOffset, long count, int flags);

    // readiness of many

    static native int poll(long fds, int count, long timeoutNanos);

    static native int select(int nfds, long readfds, long writefds, long exceptfds, long timeoutNanos);

    // waiting

    static native int pollOne(int fd, int events, long timeoutNanos);

    static native long threadSelf();

    static native int threadKick(long thread);

    static native int alarmStart(long afterNanos);

    static native int alarmStop(int alarm);

    static native long pollerOpen();

    static native int pollerClose(long poller);

    static native int pollerFd(long poller);

    static native int pollerCtl(long poller, int op, int fd, int events, long token);

    static native int pollerWait(long poller, long events, int cap, long timeoutNanos, long spinNanos);

    static native int pollerWake(long poller);

    static native int barrierOpen();

    static native int barrier();

    static native int pollerSetBusyPoll(long poller, int usecs, int budget, int prefer);

    static native long pollerGetBusyPoll(long poller);

    // names

    static native int getaddrinfo(long node, long service, long hints, long buf, int cap);

    static native int getnameinfo(long addr, int addrlen, int flags, long buf);

    static native int gaiStrerror(int error, long buf, int cap);

    static native int gethostname(long buf, int cap);

    static native int sethostname(long name, int length);

    static native int gethostbyname(long name, int family, int cap, long buf);

    static native int gethostbyaddr(long addr, int length, int family, int cap, long buf);

    static native int getservbyname(long name, long protocol);

    static native int getservbyport(int port, long protocol, long buf, int cap);

    static native int getprotobyname(long name);

    static native int getprotobynumber(int number, long buf, int cap);

    static native int ifNametoindex(long name);

    static native int ifIndextoname(int index, long buf, int cap);

    static native int ifNameindex(long buf, int cap);
}
