package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.Library;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.Scratch;
import io.baresock.internal.backend.Backend;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Opening, copying and closing descriptors: part of {@link Bsd}. */
abstract sealed class BsdDescriptors
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
                TipcConstants,
                UdpConstants,
                UnixConstants,
                VsockConstants
        permits BsdSockets {

    static final Backend B = Library.backend();

    BsdDescriptors() {}

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
     * dup(2), and whether a program that this one executes inherits the copy.
     *
     * @param fd the descriptor
     * @param flags {@code O_CLOEXEC}, or 0 for a copy to be inherited: the one descriptor here that is
     * @return another for the same open file, or {@code -errno}; {@code -EINVAL} for other flags
     */
    public static int dup(int fd, int flags) {
        Abi.check(flags, "dup");
        if (flags != 0 && flags != O_CLOEXEC) {
            return -EINVAL;
        }
        int copy = dup(fd);
        if (copy >= 0 && flags == 0) {
            B.fcntl(copy, F_SETFD, 0); // cannot fail: the descriptor is open
        }
        return copy;
    }

    /**
     * dup2(2), but close-on-exec. It closes what {@code newfd} was, and so takes only what {@link #close} would: a
     * descriptor that this class opened or was told to {@link #own}; any other is {@code -EPERM}.
     *
     * @param fd the descriptor
     * @param newfd the one that becomes a copy of it
     * @return {@code newfd}, or {@code -errno}
     */
    public static int dup2(int fd, int newfd) {
        return OwnedFds.owns(newfd) ? B.dup2(fd, newfd) : -EPERM;
    }

    /**
     * pipe(2), close-on-exec.
     *
     * @param fds receives the read end and the write end; untouched on failure
     * @return 0, or {@code -errno}
     */
    public static int pipe(int[] fds) {
        return pipe2(fds, 0);
    }

    /**
     * pipe2(2), close-on-exec whatever the flags say.
     *
     * @param fds receives the read end and the write end; untouched on failure
     * @param flags {@code O_NONBLOCK}, or 0
     * @return 0, or {@code -errno}
     */
    public static int pipe2(int[] fds, int flags) {
        if (Buffers.present("pipe2", fds).length < 2) {
            throw new IllegalArgumentException("pipe2: fds has room for " + fds.length + " descriptors, not 2");
        }
        Abi.check(flags, "pipe2");
        long both = B.pipe(flags);
        if (both < 0) {
            return (int) both;
        }
        fds[0] = OwnedFds.opened((int) both);
        fds[1] = OwnedFds.opened((int) (both >>> 32));
        return 0;
    }

    /**
     * ioctl(2) with a struct. The kernel works on a copy of what remains in the buffer; whatever it changed is there
     * afterwards, position and limit as before. The copy ends at a page that cannot be written: a request that would write more than
     * the buffer has ({@code FS_IOC_FIEMAP} with too large a count) fails with {@code -EFAULT}, and one that reads more reads zeros.
     *
     * <p>A struct that holds a pointer ({@code SIOCGIFCONF}, {@code SIOCETHTOOL}, {@code SIOCGHWTSTAMP}) names memory that
     * the kernel follows: it must be native, valid and as large as the request says, which nothing can check here.
     *
     * @param fd the descriptor
     * @param request such as {@code FIONREAD} or {@code SIOCGIFMTU}
     * @param argOrNull the struct in native byte order, direct or heap; null for a request that has none
     * @return what the request returns, mostly 0, or {@code -errno}
     * @throws IllegalArgumentException if the buffer has less room than the request's struct needs
     * @see <a href="https://man7.org/linux/man-pages/man2/ioctl.2.html">ioctl(2)</a>
     * @see <a href="https://man7.org/linux/man-pages/man7/netdevice.7.html">netdevice(7)</a>
     */
    public static int ioctl(int fd, long request, @Nullable ByteBuffer argOrNull) {
        int number = IoctlSizes.number(request);
        int needed = IoctlSizes.of(number);
        if (argOrNull == null) {
            if (needed > 0) {
                throw new IllegalArgumentException(IoctlSizes.message(number, needed, 0));
            }
            return opened(number, B.ioctl(fd, number & 0xFFFF_FFFFL, 0));
        }
        int position =
                Buffers.writable("ioctl", argOrNull).position(); // each read once: another thread may be moving them
        int room = Math.max(argOrNull.limit() - position, 0);
        if (room < needed) {
            throw new IllegalArgumentException(IoctlSizes.message(number, needed, room));
        }
        Scratch scratch = Scratch.take(room);
        try {
            ByteBuffer struct = scratch.buffer();
            struct.put(0, argOrNull, position, room);
            int r = B.ioctlBounded(fd, number & 0xFFFF_FFFFL, scratch.address(), room);
            if (r >= 0) {
                argOrNull.put(position, struct, 0, room);
            }
            return opened(number, r);
        } finally {
            scratch.give();
        }
    }

    /**
     * ioctl(2) with a number, or with the address of native memory: nothing is checked or copied, as in C. The kernel writes as
     * much as the request says, and whoever passes an address sees to it that so much is there.
     *
     * @param fd the descriptor
     * @param request the request
     * @param arg as the request wants it
     * @return what the request returns, mostly 0, or {@code -errno}
     */
    public static int ioctl(int fd, long request, long arg) {
        int number = IoctlSizes.number(request);
        return opened(number, B.ioctl(fd, number & 0xFFFF_FFFFL, arg));
    }

    /** SIOCGSKNS returns a descriptor, of the socket's network namespace. */
    private static int opened(int request, int result) {
        return request == SIOCGSKNS ? OwnedFds.opened(result) : result;
    }

    /**
     * sockatmark(3).
     *
     * @param fd a stream socket
     * @return 1 if the next byte to read is the one after the out-of-band mark, else 0; or {@code -errno}
     */
    public static int sockatmark(int fd) {
        return B.sockatmark(fd);
    }

    /**
     * fcntl(2). {@code F_DUPFD} makes a close-on-exec copy.
     *
     * @param fd the descriptor
     * @param cmd such as {@code F_GETFL}; one that takes a struct ({@code F_SETLK}, {@code F_SETOWN_EX}) is {@code -EINVAL}
     * @param arg its argument, 0 if it has none
     * @return what the command returns, or {@code -errno}
     */
    public static int fcntl(int fd, int cmd, long arg) {
        Abi.check(cmd, "fcntl");
        if (cmd == F_SETFL) {
            Abi.check((int) arg, "fcntl");
        }
        int r = B.fcntl(fd, cmd, arg);
        return cmd == F_DUPFD || cmd == F_DUPFD_CLOEXEC ? OwnedFds.opened(r) : r;
    }
}
