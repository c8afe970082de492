package io.baresock.bpf;

import static io.baresock.Bsd.SOCK_STREAM;
import static io.baresock.Bsd.SOL_SOCKET;
import static io.baresock.Bsd.SOMAXCONN;
import static io.baresock.Bsd.SO_ATTACH_REUSEPORT_CBPF;
import static io.baresock.Bsd.SO_ATTACH_REUSEPORT_EBPF;
import static io.baresock.Bsd.SO_DETACH_REUSEPORT_BPF;
import static io.baresock.Bsd.SO_INCOMING_CPU;
import static io.baresock.Bsd.SO_REUSEPORT;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.internal.Buffers;
import java.util.ArrayList;

/**
 * Sockets that share one address (SO_REUSEPORT), and a program that chooses among them. The sockets are numbered in the order in
 * which they were added. The program returns the index of the socket that gets the datagram or connection. Without a program, or if
 * no socket has that index, the kernel chooses by a hash of the addresses.
 *
 * <pre>{@code
 * ReuseportGroup group = new ReuseportGroup(Sockaddr.any4(7000));
 * for (int i = 0; i < 4; i++) {
 *     group.add(Socket.open(AF_INET, SOCK_DGRAM, 0)); // one for each thread that receives
 * }
 * group.attach(new BpfAssembler().loadByte(0).returnA().assemble()); // the first byte is the index
 * }</pre>
 *
 * <p><b>UDP and TCP.</b> A classic program sees the payload: offset 0 is the first byte after the UDP or TCP header. For TCP it runs
 * on the SYN, whose payload is empty (except with TCP Fast Open), and a load beyond the packet's end ends the program with 0. So a
 * program that loads the first byte gives every TCP connection to socket 0. Steer TCP by {@link Ancillary} or by the IP header, which
 * begins at {@link Bsd#SKF_NET_OFF}: {@code loadByte(SKF_NET_OFF + 21)} is the low byte of the source port after an IPv4 header without
 * options.
 *
 * <p><b>eBPF.</b> The packet loads ({@code BPF_LD | BPF_ABS}) of a BPF_PROG_TYPE_SOCKET_FILTER program see the same. For a
 * BPF_PROG_TYPE_SK_REUSEPORT program the data begins with the UDP or TCP header, and it chooses by {@code bpf_sk_select_reuseport}.
 *
 * <p>Every socket must belong to the same user. Thread-safe. The group owns its sockets: {@link #close} closes them, and
 * {@link #remove} closes one. A closed group is empty.
 *
 * <p>The static methods work on sockets that are in no such object, and on descriptors of {@link Bsd}. A socket with SO_REUSEPORT takes a
 * program before it is bound: then the program chooses from the first packet on.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public final class ReuseportGroup implements AutoCloseable {

    private final ArrayList<Socket> members = new ArrayList<>();
    private final int backlog;
    private Sockaddr address;

    /**
     * Makes an empty group, whose listeners have a backlog of SOMAXCONN.
     *
     * @param address the sockets are bound to it; with port 0 the first socket gets a free port, and the others the same
     */
    public ReuseportGroup(Sockaddr address) {
        this(address, SOMAXCONN);
    }

    /**
     * Makes an empty group.
     *
     * @param address the sockets are bound to it; with port 0 the first socket gets a free port, and the others the same
     * @param backlog of the listeners; it means nothing for datagrams
     */
    public ReuseportGroup(Sockaddr address, int backlog) {
        this.address = Buffers.present("ReuseportGroup", address);
        this.backlog = backlog;
    }

    /**
     * Binds a socket to the group's address, and makes a stream socket a listener. If this throws, close the socket: it is no member, but it
     * may be bound.
     *
     * @param socket a UDP or TCP socket that is not bound yet
     * @return its index
     * @throws ErrnoException as in setsockopt(2), bind(2), listen(2)
     */
    public synchronized int add(Socket socket) throws ErrnoException {
        members.ensureCapacity(members.size() + 1); // before it is in the kernel's group: both have the same members
        socket.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1);
        socket.bind(address);
        if (members.isEmpty()) {
            address = socket.localAddress();
        }
        if (socket.type() == SOCK_STREAM) {
            socket.listen(backlog); // now it is in the kernel's group; a datagram socket is after bind
        }
        members.add(socket);
        return members.size() - 1;
    }

    /**
     * Closes a socket and removes it. As in the kernel, the last socket gets its index; all others keep theirs.
     *
     * @param socket a member
     * @return whether it was a member
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
     * {@return the index of a socket; -1 if it is no member}
     *
     * @param socket a member
     */
    public synchronized int indexOf(Socket socket) {
        return members.indexOf(socket);
    }

    /**
     * {@return the socket with an index}
     *
     * @param index 0 to {@link #size} - 1
     */
    public synchronized Socket get(int index) {
        return members.get(index);
    }

    /** {@return the number of sockets} */
    public synchronized int size() {
        return members.size();
    }

    /** {@return the address of all sockets; it has the real port as soon as the group has a socket} */
    public synchronized Sockaddr address() {
        return address;
    }

    /**
     * Attaches a classic program and replaces the one before. During the change, either program may steer a packet.
     *
     * @param program returns an index
     * @throws ErrnoException as in setsockopt(2)
     * @throws IllegalStateException if there is no socket yet
     */
    public synchronized void attach(BpfProgram program) throws ErrnoException {
        attach(any(), program);
    }

    /**
     * Attaches an eBPF program of type BPF_PROG_TYPE_SK_REUSEPORT or BPF_PROG_TYPE_SOCKET_FILTER and replaces the one before. Another
     * library or program has to load it by bpf(2). From a program the descriptor comes by SCM_RIGHTS: {@link io.baresock.Message#takeFd}.
     *
     * @param programFd the program's descriptor; you may close it afterwards
     * @throws ErrnoException as in setsockopt(2); EBADF if it is no open descriptor, EINVAL if it is no such program
     * @throws IllegalStateException if there is no socket yet
     */
    public synchronized void attachEbpf(int programFd) throws ErrnoException {
        SocketFilter.set(any(), "SO_ATTACH_REUSEPORT_EBPF", SO_ATTACH_REUSEPORT_EBPF, programFd);
    }

    /**
     * Removes the program, classic or eBPF. Linux 5.3.
     *
     * @throws ErrnoException as in setsockopt(2); ENOENT if there is none
     * @throws IllegalStateException if there is no socket yet
     */
    public synchronized void detach() throws ErrnoException {
        SocketFilter.set(any(), "SO_DETACH_REUSEPORT_BPF", SO_DETACH_REUSEPORT_BPF, 0);
    }

    /**
     * Makes each socket the preferred one for packets of the CPU whose number is the socket's index (SO_INCOMING_CPU). This needs no
     * program. Linux 4.4 for UDP, 6.2 for every group.
     *
     * @throws ErrnoException as in setsockopt(2)
     */
    public synchronized void preferCpus() throws ErrnoException {
        for (int i = 0; i < members.size(); i++) {
            members.get(i).setsockopt(SOL_SOCKET, SO_INCOMING_CPU, i);
        }
    }

    /** Closes every socket. Harmless when repeated. */
    @Override
    public synchronized void close() {
        members.forEach(Socket::close);
        members.clear();
    }

    /**
     * Attaches a classic program to the group of a socket and replaces the one before.
     *
     * @param socket a socket with SO_REUSEPORT, bound or not
     * @param program returns an index
     * @throws ErrnoException as in setsockopt(2); EINVAL if the socket has no SO_REUSEPORT
     * @throws UnsupportedOperationException if this OS has no such programs
     */
    public static void attach(Socket socket, BpfProgram program) throws ErrnoException {
        Buffers.present("attach", program)
                .attach(socket, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, "SO_ATTACH_REUSEPORT_CBPF");
    }

    /**
     * Attaches a classic program to the group of a descriptor and replaces the one before.
     *
     * @param fd a socket with SO_REUSEPORT, bound or not
     * @param program returns an index
     * @return 0 or a negative errno: {@code -EBADF}, {@code -ENOTSOCK}, {@code -EINVAL} if the socket has no SO_REUSEPORT
     * @throws UnsupportedOperationException if this OS has no such programs
     */
    public static int attach(int fd, BpfProgram program) {
        return Buffers.present("attach", program).attach(fd, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF);
    }

    /**
     * Attaches an eBPF program of type BPF_PROG_TYPE_SK_REUSEPORT or BPF_PROG_TYPE_SOCKET_FILTER to the group of a descriptor.
     *
     * @param fd a socket with SO_REUSEPORT, bound or not
     * @param programFd the program's descriptor; you may close it afterwards
     * @return 0 or a negative errno: {@code -EBADF} if one of them is no open descriptor, {@code -EINVAL} if it is no such
     *     program or the socket has no SO_REUSEPORT
     * @throws UnsupportedOperationException if this OS has no such programs
     */
    public static int attachEbpf(int fd, int programFd) {
        return Bsd.setsockopt(fd, SOL_SOCKET, SO_ATTACH_REUSEPORT_EBPF, programFd);
    }

    /**
     * Removes the program, classic or eBPF, from the group of a descriptor. Linux 5.3.
     *
     * @param fd a socket of the group
     * @return 0 or a negative errno: {@code -ENOENT} if there is no program
     * @throws UnsupportedOperationException if this OS has no such programs
     */
    public static int detach(int fd) {
        return Bsd.setsockopt(fd, SOL_SOCKET, SO_DETACH_REUSEPORT_BPF, 0);
    }

    private Socket any() {
        if (members.isEmpty()) {
            throw new IllegalStateException("attach: the group has no socket yet; add one first");
        }
        return members.get(0);
    }

    @Override
    public synchronized String toString() {
        return "ReuseportGroup[" + address + ", " + members.size() + " sockets]";
    }
}
