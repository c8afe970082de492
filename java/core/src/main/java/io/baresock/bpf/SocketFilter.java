package io.baresock.bpf;

import static io.baresock.Bsd.SOL_SOCKET;
import static io.baresock.Bsd.SO_ATTACH_BPF;
import static io.baresock.Bsd.SO_ATTACH_FILTER;
import static io.baresock.Bsd.SO_DETACH_FILTER;
import static io.baresock.Bsd.SO_LOCK_FILTER;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketOption;
import io.baresock.internal.Buffers;

/**
 * The filter of a socket: a program that sees each packet that arrives, and returns how many of its bytes to keep; 0 drops it. On UDP
 * and TCP sockets the packet begins with the UDP or TCP header, on Unix sockets with the data, and on raw packet sockets with the
 * link-layer header. The packet loads ({@code BPF_LD | BPF_ABS}) of an eBPF program of type BPF_PROG_TYPE_SOCKET_FILTER see the same.
 * Thread-safe.
 *
 * <p>Each method has two forms. The one for a {@link Socket} throws. The one for a descriptor of {@link Bsd} returns 0 or a negative
 * errno, and throws only for wrong arguments. If you attach a filter before you bind the socket, it sees every packet.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public final class SocketFilter {

    /** Where the payload begins in a filter on a UDP socket: the bytes of a UDP header. */
    public static final int UDP_PAYLOAD = 8;

    private SocketFilter() {}

    /**
     * Attaches a program and replaces the one before. Packets that are already in the socket's queue stay there.
     *
     * @param socket any socket
     * @param program the filter
     * @throws ErrnoException as in setsockopt(2); EPERM if the filter is locked, EINVAL if the kernel refuses the program
     * @throws UnsupportedOperationException if this OS has no socket filters
     */
    public static void attach(Socket socket, BpfProgram program) throws ErrnoException {
        Buffers.present("attach", program).attach(socket, SOL_SOCKET, SO_ATTACH_FILTER, "SO_ATTACH_FILTER");
    }

    /**
     * Attaches a program to a descriptor and replaces the one before.
     *
     * @param fd any socket, bound or not
     * @param program the filter
     * @return 0 or a negative errno: {@code -EBADF}, {@code -ENOTSOCK}, {@code -EPERM} if the filter is locked, {@code -EINVAL}
     *     if the kernel refuses the program
     * @throws UnsupportedOperationException if this OS has no socket filters
     */
    public static int attach(int fd, BpfProgram program) {
        return Buffers.present("attach", program).attach(fd, SOL_SOCKET, SO_ATTACH_FILTER);
    }

    /**
     * Attaches an eBPF program of type BPF_PROG_TYPE_SOCKET_FILTER. Another library has to load it.
     *
     * @param socket any socket
     * @param programFd the program's descriptor; you may close it afterwards
     * @throws ErrnoException as in setsockopt(2); EBADF if it is no open descriptor, EINVAL if it is no such program
     * @throws UnsupportedOperationException if this OS has no socket filters
     */
    public static void attachEbpf(Socket socket, int programFd) throws ErrnoException {
        set(Buffers.present("attachEbpf", socket), "SO_ATTACH_BPF", SO_ATTACH_BPF, programFd);
    }

    /**
     * Attaches an eBPF program of type BPF_PROG_TYPE_SOCKET_FILTER to a descriptor. Another library has to load it.
     *
     * @param fd any socket, bound or not
     * @param programFd the program's descriptor; you may close it afterwards
     * @return 0 or a negative errno: {@code -EBADF} if one of them is no open descriptor, {@code -EINVAL} if it is no such
     *     program
     * @throws UnsupportedOperationException if this OS has no socket filters
     */
    public static int attachEbpf(int fd, int programFd) {
        return Bsd.setsockopt(fd, SOL_SOCKET, SO_ATTACH_BPF, programFd);
    }

    /**
     * Removes the filter, classic or eBPF.
     *
     * @param socket any socket
     * @throws ErrnoException as in setsockopt(2); ENOENT if there is none, EPERM if it is locked
     * @throws UnsupportedOperationException if this OS has no socket filters
     */
    public static void detach(Socket socket) throws ErrnoException {
        set(Buffers.present("detach", socket), "SO_DETACH_FILTER", SO_DETACH_FILTER, 0);
    }

    /**
     * Removes the filter of a descriptor, classic or eBPF.
     *
     * @param fd any socket
     * @return 0 or a negative errno: {@code -ENOENT} if there is none, {@code -EPERM} if it is locked
     * @throws UnsupportedOperationException if this OS has no socket filters
     */
    public static int detach(int fd) {
        return Bsd.setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, 0);
    }

    /**
     * Locks the filter until the socket is closed: no process that has the socket can change it. So a program can do this and then drop
     * its privileges.
     *
     * @param socket any socket
     * @throws ErrnoException as in setsockopt(2)
     * @throws UnsupportedOperationException if this OS has no socket filters
     */
    public static void lock(Socket socket) throws ErrnoException {
        set(Buffers.present("lock", socket), "SO_LOCK_FILTER", SO_LOCK_FILTER, 1);
    }

    /**
     * Locks the filter of a descriptor until the socket is closed: no process that has the socket can change it.
     *
     * @param fd any socket
     * @return 0 or a negative errno
     * @throws UnsupportedOperationException if this OS has no socket filters
     */
    public static int lock(int fd) {
        return Bsd.setsockopt(fd, SOL_SOCKET, SO_LOCK_FILTER, 1);
    }

    /** Sets an option of SOL_SOCKET, so that the message of an error has its name. */
    static void set(Socket socket, String label, int name, int value) throws ErrnoException {
        socket.setOption(SocketOption.ofInt(label, SOL_SOCKET, name), value);
    }
}
