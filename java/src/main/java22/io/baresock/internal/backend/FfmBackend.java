package io.baresock.internal.backend;

import static io.baresock.internal.backend.FfmHandles.*;

/**
 * The backend over the FFM API. The functions return {@code -errno} themselves, so no call state is captured; the handles
 * are {@code static final} and called with {@code invokeExact}, so that the JIT compiles each call to a direct one.
 */
final class FfmBackend extends Backend {

    @Override
    public String name() {
        return "ffm";
    }

    // library

    @Override
    public int abiVersion() {
        try {
            return (int) ABI_VERSION.invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int force(int mask) {
        try {
            return (int) FORCE.invokeExact(mask);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int constants(long buf, int cap) {
        try {
            return (int) CONSTANTS.invokeExact(buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int strerror(int err, long buf, int cap) {
        try {
            return (int) STRERROR.invokeExact(err, buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int uname(long buf, int cap) {
        try {
            return (int) UNAME.invokeExact(buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // descriptors

    @Override
    public int socket(int domain, int type, int protocol) {
        try {
            return (int) SOCKET.invokeExact(domain, type, protocol);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public long socketpair(int domain, int type, int protocol) {
        try {
            return (long) SOCKETPAIR.invokeExact(domain, type, protocol);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int close(int fd) {
        try {
            return (int) CLOSE.invokeExact(fd);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int dup(int fd) {
        try {
            return (int) DUP.invokeExact(fd);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int fcntl(int fd, int cmd, long arg) {
        try {
            return (int) FCNTL.invokeExact(fd, cmd, arg);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int setNonblocking(int fd, int on) {
        try {
            return (int) SET_NONBLOCKING.invokeExact(fd, on);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int dup2(int fd, int newfd) {
        try {
            return (int) DUP2.invokeExact(fd, newfd);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public long pipe(int flags) {
        try {
            return (long) PIPE.invokeExact(flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int ioctl(int fd, long request, long arg) {
        try {
            return (int) IOCTL.invokeExact(fd, request, arg);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int available(int fd) {
        try {
            return (int) AVAILABLE.invokeExact(fd);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int sockatmark(int fd) {
        try {
            return (int) SOCKATMARK.invokeExact(fd);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // sockets

    @Override
    public int bind(int fd, long addr, int addrlen) {
        try {
            return (int) BIND.invokeExact(fd, addr, addrlen);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int bindMode(int fd, long addr, int addrlen, int mode) {
        try {
            return (int) BIND_MODE.invokeExact(fd, addr, addrlen, mode);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int connect(int fd, long addr, int addrlen) {
        try {
            return (int) CONNECT.invokeExact(fd, addr, addrlen);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int listen(int fd, int backlog) {
        try {
            return (int) LISTEN.invokeExact(fd, backlog);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int accept4(int fd, long slot, int flags) {
        try {
            return (int) ACCEPT4.invokeExact(fd, slot, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int shutdown(int fd, int how) {
        try {
            return (int) SHUTDOWN.invokeExact(fd, how);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int getsockname(int fd, long slot) {
        try {
            return (int) GETSOCKNAME.invokeExact(fd, slot);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int getpeername(int fd, long slot) {
        try {
            return (int) GETPEERNAME.invokeExact(fd, slot);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // options

    @Override
    public int getsockopt(int fd, int level, int name, long value, int cap) {
        try {
            return (int) GETSOCKOPT.invokeExact(fd, level, name, value, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int setsockopt(int fd, int level, int name, long value, int len) {
        try {
            return (int) SETSOCKOPT.invokeExact(fd, level, name, value, len);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public long getsockoptInt(int fd, int level, int name) {
        try {
            return (long) GETSOCKOPT_INT.invokeExact(fd, level, name);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int setsockoptInt(int fd, int level, int name, int value) {
        try {
            return (int) SETSOCKOPT_INT.invokeExact(fd, level, name, value);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // data

    @Override
    public int send(int fd, long buf, int len, int flags) {
        try {
            return (int) SEND.invokeExact(fd, buf, len, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int recv(int fd, long buf, int len, int flags) {
        try {
            return (int) RECV.invokeExact(fd, buf, len, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int sendto(int fd, long buf, int len, int flags, long addr, int addrlen) {
        try {
            return (int) SENDTO.invokeExact(fd, buf, len, flags, addr, addrlen);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int recvfrom(int fd, long buf, int len, int flags, long slot) {
        try {
            return (int) RECVFROM.invokeExact(fd, buf, len, flags, slot);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // messages

    @Override
    public int sendmsg(int fd, long message, int flags) {
        try {
            return (int) SENDMSG.invokeExact(fd, message, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int recvmsg(int fd, long message, int flags) {
        try {
            return (int) RECVMSG.invokeExact(fd, message, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int messageDiscard(long message) {
        try {
            return (int) MESSAGE_DISCARD.invokeExact(message);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int readv(int fd, long iov, int count) {
        try {
            return (int) READV.invokeExact(fd, iov, count);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int writev(int fd, long iov, int count) {
        try {
            return (int) WRITEV.invokeExact(fd, iov, count);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int cmsgLen(int length) {
        try {
            return (int) CMSG_LEN.invokeExact(length);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int cmsgSpace(int length) {
        try {
            return (int) CMSG_SPACE.invokeExact(length);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // batches

    @Override
    public int sendmmsg(int fd, long batch, int first, int count, int flags) {
        try {
            return (int) SENDMMSG.invokeExact(fd, batch, first, count, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int recvmmsg(int fd, long batch, int first, int count, int flags) {
        try {
            return (int) RECVMMSG.invokeExact(fd, batch, first, count, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int batchDiscard(long batch) {
        try {
            return (int) BATCH_DISCARD.invokeExact(batch);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int batchRing(long batch) {
        try {
            return (int) BATCH_RING.invokeExact(batch);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // segmentation

    @Override
    public int gsoProbe() {
        try {
            return (int) GSO_PROBE.invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int sendSegments(int fd, long gso, long buf, int len, int segment, int flags, long addr, int addrlen) {
        try {
            return (int) SEND_SEGMENTS.invokeExact(fd, gso, buf, len, segment, flags, addr, addrlen);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // the error queue

    @Override
    public int errors(int fd, long batch, long errors, int count) {
        try {
            return (int) ERRORS.invokeExact(fd, batch, errors, count);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int abandonPages(long address, long length) {
        try {
            return (int) ABANDON_PAGES.invokeExact(address, length);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // transfer

    @Override
    public long sendfile(int out, int in, long offset, long count) {
        try {
            return (long) SENDFILE.invokeExact(out, in, offset, count);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public long splice(int in, long inOffset, int out, long outOffset, long count, int flags) {
        try {
            return (long) SPLICE.invokeExact(in, inOffset, out, outOffset, count, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

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
    public int pollOne(int fd, int wakefd, int events, long timeoutNanos) {
        try {
            return (int) POLL_ONE.invokeExact(fd, wakefd, events, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int connectWait(int fd, int wakefd, long addr, int addrlen, long timeoutNanos) {
        try {
            return (int) CONNECT_WAIT.invokeExact(fd, wakefd, addr, addrlen, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int acceptWait(int fd, int wakefd, long slot, int flags, long timeoutNanos) {
        try {
            return (int) ACCEPT_WAIT.invokeExact(fd, wakefd, slot, flags, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int sendWait(int fd, int wakefd, long buf, int len, int flags, long addr, int addrlen, long timeoutNanos) {
        try {
            return (int) SEND_WAIT.invokeExact(fd, wakefd, buf, len, flags, addr, addrlen, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int recvWait(int fd, int wakefd, long buf, int len, int flags, long slot, long timeoutNanos) {
        try {
            return (int) RECV_WAIT.invokeExact(fd, wakefd, buf, len, flags, slot, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int sendmsgWait(int fd, int wakefd, long message, int flags, long timeoutNanos) {
        try {
            return (int) SENDMSG_WAIT.invokeExact(fd, wakefd, message, flags, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int recvmsgWait(int fd, int wakefd, long message, int flags, long timeoutNanos) {
        try {
            return (int) RECVMSG_WAIT.invokeExact(fd, wakefd, message, flags, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
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
        try {
            return (int) SEND_SEGMENTS_WAIT.invokeExact(
                    fd, wakefd, gso, buf, len, segment, flags, addr, addrlen, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int sendmmsgWait(int fd, int wakefd, long batch, int first, int count, int flags, long timeoutNanos) {
        try {
            return (int) SENDMMSG_WAIT.invokeExact(fd, wakefd, batch, first, count, flags, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int recvmmsgWait(int fd, int wakefd, long batch, int first, int count, int flags, long timeoutNanos) {
        try {
            return (int) RECVMMSG_WAIT.invokeExact(fd, wakefd, batch, first, count, flags, timeoutNanos);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // waking

    @Override
    public long wakeOpen() {
        try {
            return (long) WAKE_OPEN.invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int wakeSignal(long wake) {
        try {
            return (int) WAKE_SIGNAL.invokeExact(wake);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int wakeDrain(long wake) {
        try {
            return (int) WAKE_DRAIN.invokeExact(wake);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int wakeClose(long wake) {
        try {
            return (int) WAKE_CLOSE.invokeExact(wake);
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

    // names

    @Override
    public int getaddrinfo(long node, long service, long hints, long buf, int cap) {
        try {
            return (int) GETADDRINFO.invokeExact(node, service, hints, buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int getnameinfo(long addr, int addrlen, int flags, long buf) {
        try {
            return (int) GETNAMEINFO.invokeExact(addr, addrlen, flags, buf);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int gaiStrerror(int error, long buf, int cap) {
        try {
            return (int) GAI_STRERROR.invokeExact(error, buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int gethostname(long buf, int cap) {
        try {
            return (int) GETHOSTNAME.invokeExact(buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int getservbyname(long name, long protocol) {
        try {
            return (int) GETSERVBYNAME.invokeExact(name, protocol);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int getservbyport(int port, long protocol, long buf, int cap) {
        try {
            return (int) GETSERVBYPORT.invokeExact(port, protocol, buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int getprotobyname(long name) {
        try {
            return (int) GETPROTOBYNAME.invokeExact(name);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int getprotobynumber(int number, long buf, int cap) {
        try {
            return (int) GETPROTOBYNUMBER.invokeExact(number, buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int ifNametoindex(long name) {
        try {
            return (int) IF_NAMETOINDEX.invokeExact(name);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int ifIndextoname(int index, long buf, int cap) {
        try {
            return (int) IF_INDEXTONAME.invokeExact(index, buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int ifNameindex(long buf, int cap) {
        try {
            return (int) IF_NAMEINDEX.invokeExact(buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** A downcall throws nothing of its own: what arrives here is an error of the VM (a stack overflow, say) and goes on. */
    private static RuntimeException unexpected(Throwable t) {
        if (t instanceof Error e) {
            throw e;
        }
        throw new IllegalStateException("a native call failed in the Java linker", t);
    }
}
