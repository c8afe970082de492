package io.baresock.bpf;

import static io.baresock.Bsd.EINVAL;
import static io.baresock.Bsd.SOCK_STREAM;
import static io.baresock.Bsd.SOL_SOCKET;
import static io.baresock.Bsd.SO_ATTACH_REUSEPORT_CBPF;
import static io.baresock.Bsd.SO_ATTACH_REUSEPORT_EBPF;
import static io.baresock.Bsd.SO_DETACH_REUSEPORT_BPF;
import static io.baresock.Bsd.SO_INCOMING_CPU;
import static io.baresock.Bsd.SO_REUSEPORT;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Sockets that share one address (SO_REUSEPORT) and a program that chooses among them. Sockets have the index of the order in
 * which they were added; the program returns the index of the one that gets the datagram or connection. An index that no
 * socket has, and no program, means the kernel's own choice, by a hash of the addresses.
 *
 * <p>What a classic program sees is the payload, for UDP and for TCP: offset 0 is the first byte behind the header. A connection
 * is steered by its SYN, whose payload is empty (except with TCP Fast Open), and a load that reaches behind the packet ends the
 * program with 0: a program that loads the first byte gives every TCP connection to socket 0. So TCP is steered by what is there:
 * by {@link Ancillary}, or by the IP header, of which {@link Bsd#SKF_NET_OFF} is the beginning
 * ({@code loadByte(SKF_NET_OFF + 21)}: the low byte of the source port behind an IPv4 header without options). An eBPF program of
 * type BPF_PROG_TYPE_SOCKET_FILTER sees the same by its packet loads ({@code BPF_LD | BPF_ABS}); to one of type
 * BPF_PROG_TYPE_SK_REUSEPORT the data begins with the UDP or TCP header, and it chooses by {@code bpf_sk_select_reuseport}.
 *
 * <p>Every socket must belong to the same user. Thread-safe. The group owns its sockets: {@link #close} closes them, and
 * {@link #remove} closes one.
 *
 * <p>The static operations are for sockets that no such object keeps, and for descriptors as {@link Bsd} has them. A program
 * can be attached before the first socket of a group is bound, once it has SO_REUSEPORT: then the program chooses from the
 * first packet on.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public final class ReuseportGroup implements AutoCloseable {

    private final List<Socket> members = new ArrayList<>();
    private final int backlog;
    private Sockaddr address;

    /**
     * An empty group.
     *
     * @param address what the sockets will be bound to; with port 0 the first one chooses for all
     * @param backlog of the listeners, for streams
     */
    public ReuseportGroup(Sockaddr address, int backlog) {
        this.address = address;
        this.backlog = backlog;
    }

    /**
     * Binds a socket to the group's address, and makes a stream socket a listener.
     *
     * @param socket UDP or TCP, not bound yet
     * @return its index
     * @throws ErrnoException as in setsockopt(2), bind(2), listen(2)
     */
    public synchronized int add(Socket socket) throws ErrnoException {
        socket.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1);
        socket.bind(address);
        if (socket.type() == SOCK_STREAM) {
            socket.listen(backlog); // a stream socket is in the kernel's group from here on, a datagram one from bind
        }
        if (members.isEmpty()) {
            address = socket.localAddress();
        }
        members.add(socket);
        return members.size() - 1;
    }

    /**
     * Closes a socket and takes it out. As in the kernel the last socket gets its index; all others keep theirs.
     *
     * @param socket a member
     * @return whether it was one
     */
    public synchronized boolean remove(Socket socket) {
        int at = members.indexOf(socket);
        if (at < 0) {
            return false;
        }
        socket.close();
        Socket last = members.remove(members.size() - 1);
        if (last != socket) {
            members.set(at, last);
        }
        return true;
    }

    /**
     * A socket's index.
     *
     * @param socket a member
     * @return the index, -1 if it is none
     */
    public synchronized int indexOf(Socket socket) {
        return members.indexOf(socket);
    }

    /**
     * A member.
     *
     * @param index 0 to {@link #size} - 1
     * @return the socket
     */
    public synchronized Socket get(int index) {
        return members.get(index);
    }

    /**
     * How many sockets it has.
     *
     * @return the number
     */
    public synchronized int size() {
        return members.size();
    }

    /**
     * The address all are bound to.
     *
     * @return the address, with the real port once there is a socket
     */
    public synchronized Sockaddr address() {
        return address;
    }

    /**
     * Attaches a classic program, in place of the one before: packets in flight are steered by either.
     *
     * @param program returns an index
     * @throws ErrnoException as in setsockopt(2); EINVAL if there is no socket yet
     */
    public synchronized void attach(BpfProgram program) throws ErrnoException {
        program.attach(any(), SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, "SO_ATTACH_REUSEPORT_CBPF");
    }

    /**
     * Attaches an eBPF program of type BPF_PROG_TYPE_SK_REUSEPORT or BPF_PROG_TYPE_SOCKET_FILTER that something else has
     * loaded, in place of the one before.
     *
     * @param programFd its descriptor; the group keeps a reference of its own
     * @throws ErrnoException as in setsockopt(2); EBADF if it is no open descriptor, EINVAL if it is no such program
     */
    public synchronized void attachEbpf(int programFd) throws ErrnoException {
        any().setsockopt(SOL_SOCKET, SO_ATTACH_REUSEPORT_EBPF, programFd);
    }

    /**
     * Takes the program off, of either kind: Linux 5.3.
     *
     * @throws ErrnoException as in setsockopt(2); ENOENT if there is none
     */
    public synchronized void detach() throws ErrnoException {
        any().setsockopt(SOL_SOCKET, SO_DETACH_REUSEPORT_BPF, 0);
    }

    /**
     * Makes each socket the preferred one for packets of one CPU, the index being the CPU's number: SO_INCOMING_CPU, which
     * goes without a program. Linux 4.4 for UDP, 6.2 for every group.
     *
     * @throws ErrnoException as in setsockopt(2)
     */
    public synchronized void preferCpus() throws ErrnoException {
        for (int i = 0; i < members.size(); i++) {
            members.get(i).setsockopt(SOL_SOCKET, SO_INCOMING_CPU, i);
        }
    }

    /** Closes every socket. */
    @Override
    public synchronized void close() {
        members.forEach(Socket::close);
        members.clear();
    }

    /**
     * Attaches a classic program to the group of a socket, in place of the one before.
     *
     * @param socket with SO_REUSEPORT, bound or not
     * @param program returns an index
     * @throws ErrnoException as in setsockopt(2); EINVAL if the socket has no SO_REUSEPORT
     * @throws UnsupportedOperationException if this OS has no such programs
     */
    public static void attach(Socket socket, BpfProgram program) throws ErrnoException {
        program.attach(socket, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, "SO_ATTACH_REUSEPORT_CBPF");
    }

    /**
     * Attaches a classic program to the group of a descriptor, in place of the one before.
     *
     * @param fd a socket with SO_REUSEPORT, bound or not
     * @param program returns an index
     * @return 0 or a negative errno: {@code -EBADF}, {@code -ENOTSOCK}, {@code -EINVAL} if the socket has no SO_REUSEPORT
     * @throws UnsupportedOperationException if this OS has no such programs
     */
    public static int attach(int fd, BpfProgram program) {
        return program.attach(fd, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF);
    }

    /**
     * Attaches an eBPF program of type BPF_PROG_TYPE_SK_REUSEPORT or BPF_PROG_TYPE_SOCKET_FILTER to the group of a descriptor.
     *
     * @param fd a socket with SO_REUSEPORT, bound or not
     * @param programFd the program's descriptor; the group keeps a reference of its own
     * @return 0 or a negative errno: {@code -EBADF} if one of them is no open descriptor, {@code -EINVAL} if it is no such
     *     program, or the socket has no SO_REUSEPORT
     * @throws UnsupportedOperationException if this OS has no such programs
     */
    public static int attachEbpf(int fd, int programFd) {
        return Bsd.setsockopt(fd, SOL_SOCKET, SO_ATTACH_REUSEPORT_EBPF, programFd);
    }

    /**
     * Takes the program off the group of a descriptor, of either kind: Linux 5.3.
     *
     * @param fd a socket of the group
     * @return 0 or a negative errno: {@code -ENOENT} if there is no program
     * @throws UnsupportedOperationException if this OS has no such programs
     */
    public static int detach(int fd) {
        return Bsd.setsockopt(fd, SOL_SOCKET, SO_DETACH_REUSEPORT_BPF, 0);
    }

    private Socket any() throws ErrnoException {
        if (members.isEmpty()) {
            throw new ErrnoException("setsockopt", EINVAL, "the reuseport group has no socket yet");
        }
        return members.get(0);
    }

    @Override
    public synchronized String toString() {
        return "ReuseportGroup[" + address + ", " + members.size() + " sockets]";
    }
}
