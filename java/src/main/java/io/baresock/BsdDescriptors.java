package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.Library;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.backend.Backend;

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
}
