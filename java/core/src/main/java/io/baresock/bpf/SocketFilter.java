package io.baresock.bpf;

import static io.baresock.Bsd.SOL_SOCKET;
import static io.baresock.Bsd.SO_ATTACH_BPF;
import static io.baresock.Bsd.SO_ATTACH_FILTER;
import static io.baresock.Bsd.SO_DETACH_FILTER;
import static io.baresock.Bsd.SO_LOCK_FILTER;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;

/**
 * The filter of a socket: a program that sees what arrives and returns how many bytes of it to keep, 0 to drop it. What it
 * sees begins with the UDP or TCP header on such sockets, with the data on Unix sockets, with the link-layer header on raw
 * packet sockets. An eBPF program of type BPF_PROG_TYPE_SOCKET_FILTER sees the same by its packet loads ({@code BPF_LD |
 * BPF_ABS}). Thread-safe.
 *
 * <p>Each operation is there for a {@link Socket}, which throws, and for a descriptor as {@link Bsd} has them, which returns 0
 * or a negative errno and throws nothing but for arguments that cannot be. A filter may be attached before a socket is bound:
 * then nothing arrives that it has not seen.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public final class SocketFilter {

    /** Bytes of a UDP header: where the payload begins in a filter on a UDP socket. */
    public static final int UDP_PAYLOAD = 8;

    private SocketFilter() {}

    /**
     * Attaches a program, in place of the one before. What is in the socket's queue already stays there.
     *
     * @param socket any
     * @param program the filter
     * @throws ErrnoException as in setsockopt(2); EPERM if the filter is locked, EINVAL if the kernel refuses the program
     * @throws UnsupportedOperationException if this OS has no socket filters
     */
    public static void attach(Socket socket, BpfProgram program) throws ErrnoException {
        program.attach(socket, SOL_SOCKET, SO_ATTACH_FILTER, "SO_ATTACH_FILTER");
    }

    /**
     * Attaches a program, in place of the one before, to a descriptor.
     *
     * @param fd any socket, bound or not
     * @param program the filter
     * @return 0 or a negative errno: {@code -EBADF}, {@code -ENOTSOCK}, {@code -EPERM} if the filter is locked, {@code -EINVAL}
     *     if the kernel refuses the program
     * @throws UnsupportedOperationException if this OS has no socket filters
     */
    public static int attach(int fd, BpfProgram program) {
        return program.attach(fd, SOL_SOCKET, SO_ATTACH_FILTER);
    }

    /**
     * Attaches an eBPF program of type BPF_PROG_TYPE_SOCKET_FILTER that something else has loaded.
     *
     * @param socket any
     * @param programFd its descriptor; the socket keeps a reference of its own
     * @throws ErrnoException as in setsockopt(2); EBADF if it is no open descriptor, EINVAL if it is no such program
     * @throws UnsupportedOperationException if this OS has no socket filters
     */
    public static void attachEbpf(Socket socket, int programFd) throws ErrnoException {
        socket.setsockopt(SOL_SOCKET, SO_ATTACH_BPF, programFd);
    }

    /**
     * Attaches an eBPF program of type BPF_PROG_TYPE_SOCKET_FILTER that something else has loaded, to a descriptor.
     *
     * @param fd any socket, bound or not
     * @param programFd the program's descriptor; the socket keeps a reference of its own
     * @return 0 or a negative errno: {@code -EBADF} if one of them is no open descriptor, {@code -EINVAL} if it is no such
     *     program
     * @throws UnsupportedOperationException if this OS has no socket filters
     */
    public static int attachEbpf(int fd, int programFd) {
        return Bsd.setsockopt(fd, SOL_SOCKET, SO_ATTACH_BPF, programFd);
    }

    /**
     * Takes the filter off, of either kind.
     *
     * @param socket any
     * @throws ErrnoException as in setsockopt(2); ENOENT if there is none, EPERM if it is locked
     * @throws UnsupportedOperationException if this OS has no socket filters
     */
    public static void detach(Socket socket) throws ErrnoException {
        socket.setsockopt(SOL_SOCKET, SO_DETACH_FILTER, 0);
    }

    /**
     * Takes the filter off a descriptor, of either kind.
     *
     * @param fd any socket
     * @return 0 or a negative errno: {@code -ENOENT} if there is none, {@code -EPERM} if it is locked
     * @throws UnsupportedOperationException if this OS has no socket filters
     */
    public static int detach(int fd) {
        return Bsd.setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, 0);
    }

    /**
     * Keeps the filter as it is until the socket is closed, for everybody who has it: privileges can be dropped then.
     *
     * @param socket any
     * @throws ErrnoException as in setsockopt(2)
     * @throws UnsupportedOperationException if this OS has no socket filters
     */
    public static void lock(Socket socket) throws ErrnoException {
        socket.setsockopt(SOL_SOCKET, SO_LOCK_FILTER, 1);
    }

    /**
     * Keeps the filter of a descriptor as it is until the socket is closed, for everybody who has it.
     *
     * @param fd any socket
     * @return 0 or a negative errno
     * @throws UnsupportedOperationException if this OS has no socket filters
     */
    public static int lock(int fd) {
        return Bsd.setsockopt(fd, SOL_SOCKET, SO_LOCK_FILTER, 1);
    }
}
