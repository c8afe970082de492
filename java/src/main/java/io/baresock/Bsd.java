package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.Library;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.Scratch;
import io.baresock.internal.backend.Backend;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The BSD calls by their C names, on {@code int} descriptors, for {@code import static io.baresock.Bsd.*}; the constants
 * come with the same import. Every result is {@code >= 0}, or {@code -errno}: {@code if (n == -EAGAIN)}. Nothing is thrown
 * but for misuse of Java arguments (null, a range outside its array, a read-only buffer to receive into, a constant that
 * this platform lacks).
 *
 * <p>What differs from C: every descriptor is close-on-exec; there is never a SIGPIPE; a call that a signal interrupts is
 * made again; {@link #close} only closes what was opened here. Everything else is the kernel's. There is no guard: as in C
 * a descriptor that one thread closes while another uses it is a bug of the program. {@link Socket} has the guard.
 *
 * <p>Buffers: position and limit are those of NIO; direct and heap both work, read-only too for sending. Thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public final class Bsd
        implements AncillaryConstants,
                CanConstants,
                ErrnoConstants,
                ErrqueueConstants,
                FamilyConstants,
                FcntlConstants,
                FilterConstants,
                Inet6Constants,
                InetConstants,
                IoctlConstants,
                LevelConstants,
                MessageConstants,
                MiscConstants,
                NetdbConstants,
                NetlinkConstants,
                PacketConstants,
                PollConstants,
                SocketConstants,
                TcpConstants,
                TimestampingConstants,
                UdpConstants,
                UnixConstants,
                VsockConstants {

    private static final Backend B = Library.backend();

    private Bsd() {}

    // ---- descriptors ----

    /**
     * socket(2).
     *
     * @param domain such as {@code AF_INET}
     * @param type such as {@code SOCK_STREAM}, with {@code SOCK_NONBLOCK} or-ed in at will
     * @param protocol 0 for the usual one
     * @return a descriptor, or {@code -errno}
     */
    public static int socket(int domain, int type, int protocol) {
        Abi.check(domain, "socket");
        Abi.check(type, "socket");
        Abi.check(protocol, "socket");
        return OwnedFds.opened(B.socket(domain, type, protocol));
    }

    /**
     * socketpair(2).
     *
     * @param domain such as {@code AF_UNIX}
     * @param type such as {@code SOCK_STREAM}
     * @param protocol 0 for the usual one
     * @param sv receives the two descriptors; untouched on failure
     * @return 0, or {@code -errno}
     */
    public static int socketpair(int domain, int type, int protocol, int[] sv) {
        if (Buffers.present("socketpair", sv).length < 2) {
            throw new IllegalArgumentException("socketpair: sv has room for " + sv.length + " descriptors, not 2");
        }
        Abi.check(domain, "socketpair");
        Abi.check(type, "socketpair");
        Abi.check(protocol, "socketpair");
        long both = B.socketpair(domain, type, protocol);
        if (both < 0) {
            return (int) both;
        }
        sv[0] = OwnedFds.opened((int) both);
        sv[1] = OwnedFds.opened((int) (both >>> 32));
        return 0;
    }

    /**
     * close(2), for descriptors that this class opened or was told to {@link #own}. Any other is left open, since the JDK
     * or a {@link Socket} may be using it: {@code -EPERM}. Never retried: also after {@code -EINTR} it is closed.
     *
     * @param fd the descriptor
     * @return 0, or {@code -errno}
     */
    public static int close(int fd) {
        if (!OwnedFds.forget(fd)) {
            int flags = B.fcntl(fd, F_GETFD, 0);
            return flags < 0 ? flags : -EPERM;
        }
        return B.close(fd);
    }

    /**
     * Says that {@link #close} may close a descriptor that something else opened.
     *
     * @param fd an open descriptor
     * @return 0, or {@code -EBADF}
     */
    public static int own(int fd) {
        int flags = B.fcntl(fd, F_GETFD, 0);
        if (flags < 0) {
            return flags;
        }
        OwnedFds.opened(fd);
        return 0;
    }

    /**
     * dup(2), but close-on-exec: {@code fcntl(fd, F_DUPFD_CLOEXEC, 0)}.
     *
     * @param fd the descriptor
     * @return another for the same open file, or {@code -errno}
     */
    public static int dup(int fd) {
        return OwnedFds.opened(B.dup(fd));
    }

    /**
     * fcntl(2). {@code F_DUPFD} makes a close-on-exec copy.
     *
     * @param fd the descriptor
     * @param cmd such as {@code F_GETFL}; one that takes a pointer is refused ({@code -EINVAL})
     * @param arg its argument, 0 if it has none
     * @return what the command returns, or {@code -errno}
     */
    public static int fcntl(int fd, int cmd, long arg) {
        Abi.check(cmd, "fcntl");
        int r = B.fcntl(fd, cmd, arg);
        return cmd == F_DUPFD || cmd == F_DUPFD_CLOEXEC ? OwnedFds.opened(r) : r;
    }

    // ---- sockets ----

    /**
     * bind(2).
     *
     * @param fd the socket
     * @param a the local address
     * @return 0, or {@code -errno}
     */
    public static int bind(int fd, Sockaddr a) {
        int r = B.bind(fd, Buffers.present("bind", a).address(), a.length());
        Reference.reachabilityFence(a);
        return r;
    }

    /**
     * connect(2). Interrupted by a signal it goes on waiting, where C would have to ask for the outcome.
     *
     * @param fd the socket
     * @param a the peer
     * @return 0, or {@code -errno}: {@code -EINPROGRESS} on a non-blocking socket
     */
    public static int connect(int fd, Sockaddr a) {
        int r = B.connect(fd, Buffers.present("connect", a).address(), a.length());
        Reference.reachabilityFence(a);
        return r;
    }

    /**
     * listen(2).
     *
     * @param fd the socket
     * @param backlog how many connections may wait; the kernel cuts it at somaxconn
     * @return 0, or {@code -errno}
     */
    public static int listen(int fd, int backlog) {
        return B.listen(fd, backlog);
    }

    /**
     * accept(2). The new descriptor is blocking and close-on-exec.
     *
     * @param fd the listener
     * @param peerOrNull receives the peer's address
     * @return a descriptor, or {@code -errno}
     */
    public static int accept(int fd, @Nullable SockaddrStorage peerOrNull) {
        return accept4(fd, peerOrNull, 0);
    }

    /**
     * accept4(2).
     *
     * @param fd the listener
     * @param peerOrNull receives the peer's address
     * @param flags {@code SOCK_NONBLOCK}, or 0
     * @return a descriptor, or {@code -errno}
     */
    public static int accept4(int fd, @Nullable SockaddrStorage peerOrNull, int flags) {
        Abi.check(flags, "accept4");
        int r = B.accept4(fd, peerOrNull == null ? 0 : peerOrNull.slot(), flags);
        Reference.reachabilityFence(peerOrNull);
        return OwnedFds.opened(r);
    }

    /**
     * shutdown(2).
     *
     * @param fd the socket
     * @param how {@code SHUT_RD}, {@code SHUT_WR} or {@code SHUT_RDWR}
     * @return 0, or {@code -errno}
     */
    public static int shutdown(int fd, int how) {
        return B.shutdown(fd, how);
    }

    /**
     * getsockname(2).
     *
     * @param fd the socket
     * @param a receives the local address
     * @return 0, or {@code -errno}
     */
    public static int getsockname(int fd, SockaddrStorage a) {
        int r = B.getsockname(fd, Buffers.present("getsockname", a).slot());
        Reference.reachabilityFence(a);
        return r;
    }

    /**
     * getpeername(2).
     *
     * @param fd the socket
     * @param a receives the peer's address
     * @return 0, or {@code -errno}
     */
    public static int getpeername(int fd, SockaddrStorage a) {
        int r = B.getpeername(fd, Buffers.present("getpeername", a).slot());
        Reference.reachabilityFence(a);
        return r;
    }

    // ---- data ----

    /**
     * send(2) from the buffer's position, which moves by what was sent.
     *
     * @param fd the socket
     * @param b direct or heap, read-only too
     * @param flags {@code MSG_*}
     * @return bytes sent, or {@code -errno}
     */
    public static int send(int fd, ByteBuffer b, int flags) {
        Abi.check(flags, "send");
        return Io.send(fd, Io.PLAIN, Buffers.present("send", b), flags, null, 0);
    }

    /**
     * send(2) from native memory.
     *
     * @param fd the socket
     * @param address of the first byte
     * @param length how many bytes
     * @param flags {@code MSG_*}
     * @return bytes sent, or {@code -errno}
     */
    public static int send(int fd, long address, int length, int flags) {
        Buffers.range("send", address, length);
        Abi.check(flags, "send");
        return B.send(fd, address, length, flags);
    }

    /**
     * recv(2) at the buffer's position, which moves by what arrived.
     *
     * @param fd the socket
     * @param b direct or heap
     * @param flags {@code MSG_*}; with {@code MSG_TRUNC} the result can be more than the buffer had room for
     * @return bytes received, 0 at the end of a stream, or {@code -errno}
     */
    public static int recv(int fd, ByteBuffer b, int flags) {
        Abi.check(flags, "recv");
        return Io.recv(fd, Io.PLAIN, Buffers.writable("recv", b), flags, null, 0);
    }

    /**
     * recv(2) into native memory.
     *
     * @param fd the socket
     * @param address of the first byte
     * @param length how many bytes at most
     * @param flags {@code MSG_*}
     * @return bytes received, 0 at the end of a stream, or {@code -errno}
     */
    public static int recv(int fd, long address, int length, int flags) {
        Buffers.range("recv", address, length);
        Abi.check(flags, "recv");
        return B.recv(fd, address, length, flags);
    }

    /**
     * sendto(2).
     *
     * @param fd the socket
     * @param b the message: what remains in the buffer
     * @param flags {@code MSG_*}
     * @param to the destination
     * @return bytes sent, or {@code -errno}
     */
    public static int sendto(int fd, ByteBuffer b, int flags, Sockaddr to) {
        Abi.check(flags, "sendto");
        return Io.send(fd, Io.PLAIN, Buffers.present("sendto", b), flags, Buffers.present("sendto", to), 0);
    }

    /**
     * sendto(2) from native memory.
     *
     * @param fd the socket
     * @param address of the first byte
     * @param length how many bytes
     * @param flags {@code MSG_*}
     * @param to the destination
     * @return bytes sent, or {@code -errno}
     */
    public static int sendto(int fd, long address, int length, int flags, Sockaddr to) {
        Buffers.range("sendto", address, length);
        Abi.check(flags, "sendto");
        return Io.send(fd, Io.PLAIN, address, length, flags, Buffers.present("sendto", to), 0);
    }

    /**
     * recvfrom(2).
     *
     * @param fd the socket
     * @param b direct or heap
     * @param flags {@code MSG_*}
     * @param from receives the sender's address
     * @return bytes received, or {@code -errno}
     */
    public static int recvfrom(int fd, ByteBuffer b, int flags, SockaddrStorage from) {
        Abi.check(flags, "recvfrom");
        return Io.recv(fd, Io.PLAIN, Buffers.writable("recvfrom", b), flags, Buffers.present("recvfrom", from), 0);
    }

    /**
     * recvfrom(2) into native memory.
     *
     * @param fd the socket
     * @param address of the first byte
     * @param length how many bytes at most
     * @param flags {@code MSG_*}
     * @param from receives the sender's address
     * @return bytes received, or {@code -errno}
     */
    public static int recvfrom(int fd, long address, int length, int flags, SockaddrStorage from) {
        Buffers.range("recvfrom", address, length);
        Abi.check(flags, "recvfrom");
        return Io.recv(fd, Io.PLAIN, address, length, flags, Buffers.present("recvfrom", from), 0);
    }

    /**
     * poll(2) on one descriptor.
     *
     * @param fd the descriptor
     * @param events {@code POLLIN}, {@code POLLOUT}, {@code POLLPRI} and so on, or-ed
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return the events that are there, {@code POLLERR}, {@code POLLHUP} and {@code POLLNVAL} unasked; 0 if the time
     *     passed; or {@code -errno}
     */
    public static int poll(int fd, int events, long timeoutNanos) {
        return B.pollOne(fd, -1, events, timeoutNanos);
    }

    // ---- options ----

    /**
     * getsockopt(2) into the buffer at its position, which moves by what the kernel wrote.
     *
     * @param fd the socket
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_LINGER}
     * @param value direct or heap; the bytes are in native order
     * @return how many bytes the value has, or {@code -errno}
     */
    public static int getsockopt(int fd, int level, int name, ByteBuffer value) {
        Abi.check(name, "getsockopt");
        int room = Buffers.writable("getsockopt", value).remaining();
        Scratch scratch = Scratch.take(room);
        try {
            // What the option already holds may be an argument (TCP_ZEROCOPY_RECEIVE, IP_MSFILTER).
            scratch.buffer().put(0, value, value.position(), room);
            int n = B.getsockopt(fd, level, name, scratch.address(), room);
            if (n > 0) {
                int stored = Math.min(n, room);
                value.put(value.position(), scratch.buffer(), 0, stored).position(value.position() + stored);
            }
            return n;
        } finally {
            scratch.give();
        }
    }

    /**
     * setsockopt(2) from what remains in the buffer, whose position moves to its limit on success.
     *
     * @param fd the socket
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_LINGER}
     * @param value direct or heap; the bytes in native order
     * @return 0, or {@code -errno}
     */
    public static int setsockopt(int fd, int level, int name, ByteBuffer value) {
        Abi.check(name, "setsockopt");
        int length = Buffers.present("setsockopt", value).remaining();
        Scratch scratch = Scratch.take(length);
        try {
            scratch.buffer().put(0, value, value.position(), length);
            int r = B.setsockopt(fd, level, name, scratch.address(), length);
            if (r >= 0) {
                value.position(value.limit());
            }
            return r;
        } finally {
            scratch.give();
        }
    }

    /**
     * getsockopt(2) of an {@code int}.
     *
     * @param fd the socket
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_RCVBUF}
     * @param value receives it in its first element
     * @return 0, or {@code -errno}
     */
    public static int getsockopt(int fd, int level, int name, int[] value) {
        Abi.check(name, "getsockopt");
        if (Buffers.present("getsockopt", value).length < 1) {
            throw new IllegalArgumentException("getsockopt: the array for the value is empty");
        }
        long v = B.getsockoptInt(fd, level, name);
        if (v < 0) {
            return (int) v;
        }
        value[0] = (int) v;
        return 0;
    }

    /**
     * setsockopt(2) of an {@code int}.
     *
     * @param fd the socket
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_RCVBUF}
     * @param value the value
     * @return 0, or {@code -errno}
     */
    public static int setsockopt(int fd, int level, int name, int value) {
        Abi.check(name, "setsockopt");
        return B.setsockoptInt(fd, level, name, value);
    }
}
