package io.baresock;

import io.baresock.constants.Constants;
import io.baresock.internal.Abi;
import io.baresock.internal.Buffers;
import io.baresock.internal.Deadlines;
import io.baresock.internal.Library;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.Ranges;
import io.baresock.internal.address.InetLiterals;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.call.Connecting;
import io.baresock.internal.message.CmsgSizes;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The BSD socket calls by their C names, on {@code int} descriptors. {@code import static io.baresock.Bsd.*} brings all calls and all
 * constants. Each method names its man page: {@code bind(2)} is page bind of section 2.
 *
 * <p>How a call reports an error:
 *
 * <ul>
 *   <li>A call that returns a number returns {@code -errno}: {@code if (n == -EAGAIN)}. Any other result is {@code >= 0}.
 *   <li>A call that returns a name, an entry or a list throws. It throws {@link GaiException} where C has {@code EAI_*} codes, and
 *       {@link ErrnoException} elsewhere.
 *   <li>{@code null} is not an error. It means that a text is not an address, or that the system's tables have no such entry.
 *   <li>Misuse of Java arguments is an unchecked exception, and the kernel sees nothing of the call: null, a range outside its array, a
 *       read-only buffer to receive into, a constant that this platform lacks ({@link UnsupportedOperationException}).
 * </ul>
 *
 * <p>What differs from C: every descriptor is close-on-exec. There is never a SIGPIPE. A call that a signal interrupts is made again.
 * {@link #close} only closes what this class opened. Everything else is the kernel's.
 *
 * <p>There is no guard: as in C, it is a bug of the program if one thread closes a descriptor while another uses it. {@link Socket} has
 * a guard. A call that blocks holds the carrier of a virtual thread; a call of {@link Socket} parks the virtual thread.
 *
 * <p>Buffers work as in NIO: a call uses what is between position and limit, and moves the position. Direct and heap buffers both work;
 * to send, read-only ones too. All methods are thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7), and all other man pages</a>
 */
public final class Bsd implements Constants {

    private static final Backend B = Library.backend();
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private Bsd() {}

    // ---- opening, naming, connecting ----

    /**
     * socket(2): opens a socket.
     *
     * @param domain such as {@code AF_INET}
     * @param type such as {@code SOCK_STREAM}; {@code SOCK_NONBLOCK} can be or-ed in
     * @param protocol 0 for the usual one
     * @return a descriptor, or {@code -errno}
     */
    public static int socket(int domain, int type, int protocol) {
        check("socket", domain, type, protocol);
        OwnedFds.ask();
        return OwnedFds.opened(B.socket(domain, type, protocol));
    }

    /**
     * socketpair(2): opens two sockets that are connected to each other.
     *
     * @param domain such as {@code AF_UNIX}
     * @param type such as {@code SOCK_STREAM}
     * @param protocol 0 for the usual one
     * @param sv receives the two descriptors; untouched on failure
     * @return 0, or {@code -errno}
     */
    public static int socketpair(int domain, int type, int protocol, int[] sv) {
        checkPair("socketpair", "sv", sv);
        check("socketpair", domain, type, protocol);
        OwnedFds.ask();
        return openedPair(B.socketpair(domain, type, protocol), sv);
    }

    /**
     * bind(2): gives a socket its local address.
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
     * connect(2): connects a socket to a peer. After a signal it goes on waiting, where C would have to ask for the outcome.
     *
     * @param fd the socket
     * @param a the peer
     * @return 0, or {@code -errno}: {@code -EINPROGRESS} on a non-blocking socket
     */
    public static int connect(int fd, Sockaddr a) {
        Buffers.present("connect", a);
        int r = Connecting.plain(fd, a.address(), a.length());
        Reference.reachabilityFence(a);
        return r;
    }

    /**
     * listen(2): makes a socket a listener.
     *
     * @param fd the socket
     * @param backlog how many connections may wait; the kernel cuts it at somaxconn
     * @return 0, or {@code -errno}
     */
    public static int listen(int fd, int backlog) {
        return B.listen(fd, backlog);
    }

    /**
     * accept(2): takes the next connection of a listener. The new descriptor is blocking and close-on-exec.
     *
     * @param fd the listener
     * @param peerOrNull receives the peer's address
     * @return a descriptor, or {@code -errno}
     */
    public static int accept(int fd, @Nullable SockaddrStorage peerOrNull) {
        return accept4(fd, peerOrNull, 0);
    }

    /**
     * accept4(2): takes the next connection of a listener, with flags for the new descriptor.
     *
     * @param fd the listener
     * @param peerOrNull receives the peer's address
     * @param flags {@code SOCK_NONBLOCK}, or 0
     * @return a descriptor, or {@code -errno}
     */
    public static int accept4(int fd, @Nullable SockaddrStorage peerOrNull, int flags) {
        Abi.check(flags, "accept4");
        OwnedFds.ask();
        long slot = SockaddrStorage.enterIfAny(peerOrNull);
        int r;
        try {
            do {
                r = B.accept4(fd, slot, flags);
            } while (r == -EINTR);
        } finally {
            SockaddrStorage.leaveIfAny(peerOrNull);
        }
        return OwnedFds.opened(r);
    }

    /**
     * getsockname(2): the local address of a socket.
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
     * getpeername(2): the peer's address of a connected socket.
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

    // ---- options ----

    /**
     * getsockopt(2): the value of an {@code int} option.
     *
     * @param fd the socket
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_RCVBUF}
     * @param value receives it in its first element
     * @return 0, or {@code -errno}
     */
    public static int getsockopt(int fd, int level, int name, int[] value) {
        check("getsockopt", level, name);
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
     * getsockopt(2): the value of an option, as bytes in native order. They are put at the buffer's position, which moves.
     *
     * <p>The kernel writes nothing beyond the buffer, also where an option obeys a count instead of the length. The length of
     * {@code SO_GET_FILTER} is in instructions of 8 bytes, as argument and as result. {@code gf_numsrc} of {@code MCAST_MSFILTER} and
     * {@code imsf_numsrc} of {@code IP_MSFILTER} are lowered to what there is room for. Any other option that would write more fails
     * with {@code -EFAULT}.
     *
     * @param fd the socket
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_LINGER}
     * @param value direct or heap; what it holds is passed on, since some options take an argument there
     * @return how many bytes the value has (of {@code SO_GET_FILTER}: instructions), or {@code -errno}
     */
    public static int getsockopt(int fd, int level, int name, ByteBuffer value) {
        check("getsockopt", level, name);
        return Structs.getsockopt(fd, level, name, value);
    }

    /**
     * getsockopt(2): the value of an option, into native memory. Nothing is checked or copied, as in C: an option that obeys a count
     * instead of the length ({@code SO_GET_FILTER}, {@code MCAST_MSFILTER}, {@code IP_MSFILTER}, {@code TCP_AO_GET_KEYS}) writes beyond
     * the memory if the count is too large.
     *
     * @param fd the socket
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_MEMINFO}
     * @param address of the memory; what it holds is passed on, since some options take an argument there
     * @param length its size in bytes
     * @return how many bytes the value has, or {@code -errno}
     */
    public static int getsockopt(int fd, int level, int name, long address, int length) {
        check("getsockopt", level, name);
        Buffers.range("getsockopt", address, length);
        return B.getsockopt(fd, level, name, address, length);
    }

    /**
     * setsockopt(2): sets an {@code int} option.
     *
     * @param fd the socket
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_RCVBUF}
     * @param value the value
     * @return 0, or {@code -errno}
     */
    public static int setsockopt(int fd, int level, int name, int value) {
        check("setsockopt", level, name);
        return B.setsockoptInt(fd, level, name, value);
    }

    /**
     * setsockopt(2): sets an option to what remains in the buffer. The position moves to the limit on success.
     *
     * @param fd the socket
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_LINGER}
     * @param value direct or heap; the bytes in native order
     * @return 0, or {@code -errno}
     */
    public static int setsockopt(int fd, int level, int name, ByteBuffer value) {
        check("setsockopt", level, name);
        return Structs.setsockopt(fd, level, name, value);
    }

    /**
     * setsockopt(2): sets an option from native memory.
     *
     * @param fd the socket
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_ATTACH_FILTER}
     * @param address of the value; 0 for an option whose value is the length alone ({@code ALG_SET_AEAD_AUTHSIZE})
     * @param length its size in bytes
     * @return 0, or {@code -errno}
     */
    public static int setsockopt(int fd, int level, int name, long address, int length) {
        check("setsockopt", level, name);
        Buffers.rangeOrNull("setsockopt", address, length);
        return B.setsockopt(fd, level, name, address, length);
    }

    // ---- sending ----

    /**
     * send(2): sends what remains in the buffer. The position moves by what was sent.
     *
     * @param fd the socket
     * @param b direct or heap, read-only too
     * @param flags {@code MSG_*}
     * @return bytes sent, or {@code -errno}
     */
    public static int send(int fd, ByteBuffer b, int flags) {
        Abi.check(flags, "send");
        return Io.send(fd, Buffers.present("send", b), flags, 0, 0);
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
        return Io.send(fd, address, length, flags, 0, 0);
    }

    /**
     * sendto(2): sends what remains in the buffer to an address.
     *
     * @param fd the socket
     * @param b direct or heap, read-only too
     * @param flags {@code MSG_*}
     * @param to the destination
     * @return bytes sent, or {@code -errno}
     */
    public static int sendto(int fd, ByteBuffer b, int flags, Sockaddr to) {
        Abi.check(flags, "sendto");
        int n = Io.send(
                fd,
                Buffers.present("sendto", b),
                flags,
                Buffers.present("sendto", to).address(),
                to.length());
        Reference.reachabilityFence(to);
        return n;
    }

    /**
     * sendto(2): sends what remains in the buffer to the address in a storage, such as where {@link #recvfrom} has put it. Nothing is
     * allocated.
     *
     * @param fd the socket
     * @param b direct or heap, read-only too
     * @param flags {@code MSG_*}
     * @param to holds the destination; without an address it is as {@link #send}
     * @return bytes sent, or {@code -errno}
     */
    public static int sendto(int fd, ByteBuffer b, int flags, SockaddrStorage to) {
        Abi.check(flags, "sendto");
        Buffers.present("sendto", b);
        Buffers.present("sendto", to).enter();
        try {
            int length = to.length();
            return Io.send(fd, b, flags, length == 0 ? 0 : to.bytes(), length);
        } finally {
            to.leave();
        }
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
        int n = Io.send(
                fd, address, length, flags, Buffers.present("sendto", to).address(), to.length());
        Reference.reachabilityFence(to);
        return n;
    }

    /**
     * sendmsg(2): sends buffers, with control messages if the message has any.
     *
     * @param fd the socket
     * @param m what to send: its buffers, whose positions move; its destination; its control messages
     * @param flags {@code MSG_*}
     * @return bytes sent, or {@code -errno}: {@code -EMSGSIZE} also for more than {@code IOV_MAX} buffers
     * @throws IllegalStateException if the message is closed, or in another call
     * @throws IllegalArgumentException if the socket is a stream, and the message has control messages and no byte of data: the kernel
     *     would drop them, descriptors too, and return 0
     */
    public static int sendmsg(int fd, Message m, int flags) {
        Abi.check(flags, "sendmsg");
        return Buffers.present("sendmsg", m).send("sendmsg", fd, flags);
    }

    /**
     * sendmmsg(2): sends the messages in the batch's range. The range moves past those that were sent.
     *
     * @param fd the socket
     * @param m what to send, as {@link MessageBatch} says
     * @param flags {@code MSG_*}
     * @return how many messages were sent; {@code -errno} if there were some and none was sent
     * @throws IllegalStateException if the batch is closed, or in another call
     */
    public static int sendmmsg(int fd, MessageBatch m, int flags) {
        Abi.check(flags, "sendmmsg");
        return BatchCalls.send(fd, m, flags);
    }

    /**
     * sendmmsg(2) with segmentation: messages in the range that follow each other, with one size and one destination, go to the kernel
     * in one piece. See udp(7), {@code UDP_SEGMENT}.
     *
     * @param fd a UDP socket
     * @param m what to send, as {@link MessageBatch} says
     * @param how how to segment; it also counts what was sent which way
     * @param flags {@code MSG_*}
     * @return how many messages were sent; {@code -errno} if there were some and none was sent
     * @throws IllegalArgumentException if it is not a UDP socket
     * @throws IllegalStateException if the batch is closed, or one of the two is in another call
     */
    public static int sendmmsg(int fd, MessageBatch m, Gso how, int flags) {
        Abi.check(flags, "sendmmsg");
        return BatchCalls.send(fd, m, how, flags);
    }

    /**
     * Sends what remains in a buffer as datagrams of one size, by sendmsg(2) with {@code UDP_SEGMENT}. The last datagram may be
     * shorter. It makes as many calls as it needs. The position moves by what was sent, in whole datagrams.
     *
     * @param fd a UDP socket
     * @param how how to segment; it also counts what was sent which way
     * @param b direct or heap, read-only too; nothing is sent if it is empty
     * @param segmentSize bytes of a datagram, 1 to 65507
     * @param flags {@code MSG_*}
     * @param to the destination; null for the connected peer
     * @return bytes sent if they are more than 0, else {@code -errno}
     * @throws IllegalArgumentException if the segment size is out of range, or it is not a UDP socket
     * @throws IllegalStateException if {@code how} is in another call
     */
    public static int sendSegments(int fd, Gso how, ByteBuffer b, int segmentSize, int flags, @Nullable Sockaddr to) {
        Abi.check(flags, "sendSegments");
        return BatchCalls.sendSegments(fd, how, b, segmentSize, flags, to);
    }

    /**
     * writev(2): writes what remains in the buffers, one after the other. Their positions move. It raises no SIGPIPE: on a socket it is
     * sendmsg(2), elsewhere writev(2) with a flag for that (Linux 6.18), or with the signal blocked.
     *
     * @param fd the descriptor
     * @param buffers direct or heap, read-only too
     * @return bytes written, or {@code -errno}: {@code -EINVAL} for more than {@code IOV_MAX} buffers
     */
    public static int writev(int fd, ByteBuffer... buffers) {
        return Vectors.call("writev", fd, buffers, false);
    }

    /**
     * writev(2) from native memory. It raises no SIGPIPE.
     *
     * @param fd the descriptor
     * @param iov address of {@code iovcnt} struct iovec: pairs of 64-bit address and length. The kernel gets it as it is
     * @param iovcnt how many, not negative; more than {@code IOV_MAX} is {@code -EINVAL}
     * @return bytes written, or {@code -errno}: {@code -EFAULT} for memory that is not there
     */
    public static int writev(int fd, long iov, int iovcnt) {
        if (iovcnt > IOV_MAX) {
            return -EINVAL;
        }
        Buffers.range("writev", iov, iovcnt);
        return B.writev(fd, iov, iovcnt);
    }

    // ---- receiving ----

    /**
     * recv(2): receives into the buffer. The position moves by what arrived.
     *
     * <p>The result is C's. Of a datagram that is longer than the buffer it is how many bytes were copied, and nothing shows that the
     * end is lost ({@link #recvmsg} shows it). With {@code MSG_TRUNC} among the flags it is the datagram's own length, which can be
     * more than the buffer had room for.
     *
     * @param fd the socket
     * @param b direct or heap
     * @param flags {@code MSG_*}
     * @return bytes received, 0 at the end of a stream, or {@code -errno}
     */
    public static int recv(int fd, ByteBuffer b, int flags) {
        Abi.check(flags, "recv");
        return Io.recv(fd, Buffers.writable("recv", b), flags, null);
    }

    /**
     * recv(2) into native memory. The result is as in {@link #recv(int, ByteBuffer, int)}.
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
        return Io.recv(fd, address, length, flags, null);
    }

    /**
     * recvfrom(2): receives into the buffer, with the sender's address. The result is as in {@link #recv(int, ByteBuffer, int)}.
     *
     * @param fd the socket
     * @param b direct or heap
     * @param flags {@code MSG_*}
     * @param from receives the sender's address
     * @return bytes received, or {@code -errno}
     */
    public static int recvfrom(int fd, ByteBuffer b, int flags, SockaddrStorage from) {
        Abi.check(flags, "recvfrom");
        return Io.recv(fd, Buffers.writable("recvfrom", b), flags, Buffers.present("recvfrom", from));
    }

    /**
     * recvfrom(2) into native memory. The result is as in {@link #recv(int, ByteBuffer, int)}.
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
        return Io.recv(fd, address, length, flags, Buffers.present("recvfrom", from));
    }

    /**
     * recvmsg(2): receives into buffers, with the sender's address, flags and control messages. Descriptors that came with the last
     * receive into the message and were not taken are closed first.
     *
     * <p>The result is C's. Of a datagram that is longer than the buffers it is how many bytes were copied, and
     * {@link Message#isTruncated} is true. With {@code MSG_TRUNC} among the flags it is the datagram's own length.
     *
     * @param fd the socket
     * @param m receives all of it: its buffers, whose positions move; its sender, flags and control messages
     * @param flags {@code MSG_*}; {@code MSG_CMSG_CLOEXEC} is added wherever descriptors can arrive
     * @return bytes received, 0 at the end of a stream, or {@code -errno}: {@code -EMSGSIZE} for more than {@code IOV_MAX} buffers
     * @throws IllegalStateException if the message is closed, or in another call
     */
    public static int recvmsg(int fd, Message m, int flags) {
        Abi.check(flags, "recvmsg");
        return Buffers.present("recvmsg", m).receive("recvmsg", fd, flags);
    }

    /**
     * recvmmsg(2) without a timeout: fills the slots of the batch from the first. On a blocking descriptor it waits until all are
     * filled, with {@code MSG_WAITFORONE} until one is.
     *
     * @param fd the socket
     * @param m receives the messages, as {@link MessageBatch} says
     * @param flags {@code MSG_*}; {@code MSG_CMSG_CLOEXEC} is added wherever descriptors can arrive
     * @return how many messages came, or {@code -errno}
     * @throws IllegalStateException if the batch is closed, or in another call
     */
    public static int recvmmsg(int fd, MessageBatch m, int flags) {
        Abi.check(flags, "recvmmsg");
        return BatchCalls.receive(fd, m, flags);
    }

    /**
     * recvmmsg(2) with a timeout that is kept by poll(2), whatever the mode of the descriptor. (The kernel's own timeout of recvmmsg(2)
     * is not used: the kernel looks at it only when a message has come, so it can end late by any time.)
     *
     * @param fd the socket
     * @param m receives the messages, as {@link MessageBatch} says
     * @param flags {@code MSG_*}
     * @param timeoutNanos nanoseconds for the whole call; 0 does not wait, negative waits for ever
     * @return how many messages came by then; {@code -EAGAIN} if none, or another {@code -errno}
     * @throws IllegalStateException if the batch is closed, or in another call
     */
    public static int recvmmsg(int fd, MessageBatch m, int flags, long timeoutNanos) {
        Abi.check(flags, "recvmmsg");
        return BatchCalls.receive(fd, m, flags, timeoutNanos);
    }

    /**
     * Takes what the error queue has, as much as fits: recvmmsg(2) with {@code MSG_ERRQUEUE}, which never waits.
     *
     * @param fd the socket
     * @param queue receives the entries; what it had before is forgotten
     * @return how many entries came, 0 if there were none, or {@code -errno}
     * @throws IllegalStateException if the queue is closed, or in another call
     */
    public static int errors(int fd, ErrorQueue queue) {
        return Buffers.present("errors", queue).drain("errors", fd);
    }

    /**
     * readv(2): fills the buffers, one after the other. Their positions move.
     *
     * @param fd the descriptor
     * @param buffers direct or heap
     * @return bytes read, 0 at the end, or {@code -errno}: {@code -EINVAL} for more than {@code IOV_MAX} buffers
     */
    public static int readv(int fd, ByteBuffer... buffers) {
        return Vectors.call("readv", fd, buffers, true);
    }

    /**
     * readv(2) into native memory.
     *
     * @param fd the descriptor
     * @param iov address of {@code iovcnt} struct iovec: pairs of 64-bit address and length
     * @param iovcnt how many, not negative; more than {@code IOV_MAX} is {@code -EINVAL}
     * @return bytes read, 0 at the end, or {@code -errno}
     */
    public static int readv(int fd, long iov, int iovcnt) {
        if (iovcnt > IOV_MAX) {
            return -EINVAL;
        }
        Buffers.range("readv", iov, iovcnt);
        return B.readv(fd, iov, iovcnt);
    }

    // ---- from descriptor to descriptor ----

    /**
     * sendfile(2) of Linux: sends a part of a file without a copy to user space. It may send less than was asked for. It raises no
     * SIGPIPE: the signal is blocked in this thread during the call, which takes two system calls more.
     *
     * @param outFd a socket
     * @param inFd a file
     * @param offset of the first byte; -1 for the file's own position, which moves (Linux)
     * @param count how many bytes; Linux takes 2 GiB at most in one call
     * @return bytes sent, 0 at the end of the file, or {@code -errno}
     */
    public static long sendfile(int outFd, int inFd, long offset, long count) {
        Ranges.count("sendfile", count);
        Ranges.offset("sendfile", offset);
        long n;
        do {
            n = B.sendfile(outFd, inFd, offset, count);
        } while (n == -EINTR);
        return n;
    }

    /**
     * splice(2): moves data between a pipe and another descriptor without a copy to user space. Linux only, {@code -ENOSYS} elsewhere.
     * It raises no SIGPIPE, as {@link #sendfile}.
     *
     * @param inFd where from
     * @param inOffset of the first byte; -1 for the descriptor's own position, or if it has none
     * @param outFd where to
     * @param outOffset of the first byte; -1 for the descriptor's own position, or if it has none
     * @param count how many bytes at most
     * @param flags {@code SPLICE_F_MOVE}, {@code SPLICE_F_NONBLOCK}, {@code SPLICE_F_MORE}, or-ed
     * @return bytes moved, 0 at the end, or {@code -errno}
     */
    public static long splice(int inFd, long inOffset, int outFd, long outOffset, long count, int flags) {
        Ranges.count("splice", count);
        Ranges.offset("splice", inOffset);
        Ranges.offset("splice", outOffset);
        Abi.check(flags, "splice");
        return B.splice(inFd, inOffset, outFd, outOffset, count, flags);
    }

    // ---- waiting ----

    /**
     * poll(2) on one descriptor.
     *
     * @param fd the descriptor; a negative one is passed over, as in C, and the call waits until the time has passed
     * @param events {@code POLLIN}, {@code POLLOUT}, {@code POLLPRI} and so on, or-ed
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return the events that are there, and unasked {@code POLLERR}, {@code POLLHUP} and {@code POLLNVAL}; 0 if the time passed; or
     *     {@code -errno}
     */
    public static int poll(int fd, int events, long timeoutNanos) {
        Abi.check(events, "poll");
        Ranges.check("poll", "events", events, 0, 0xFFFF);
        long deadline = timeoutNanos > 0 ? Deadlines.in(timeoutNanos) : 0;
        int r = B.pollOne(fd, events, timeoutNanos);
        while (r == -EINTR) {
            r = B.pollOne(fd, events, timeoutNanos > 0 ? Deadlines.left(deadline) : timeoutNanos);
        }
        return r;
    }

    /**
     * poll(2), with the resolution of ppoll(2). A signal does not end it and does not make it longer.
     *
     * @param fds what to wait for; receives what was found
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return how many entries are ready, 0 if the time passed; or {@code -errno}
     * @throws IllegalStateException if another poll has it
     */
    public static int poll(PollFds fds, long timeoutNanos) {
        return Buffers.present("poll", fds).poll(B, timeoutNanos);
    }

    /**
     * select(2), with the resolution of pselect(2) and descriptors of any number. A signal does not end it and does not make it longer.
     * On success the sets hold what is ready, and nothing if the time passed. After an error they are as before. What a set holds at
     * {@code nfds} and above is not looked at, and may be cleared.
     *
     * @param nfds the highest descriptor in any set, plus one
     * @param r the descriptors to become readable (a listener: accept would not wait); or null
     * @param w the descriptors to become writable; or null
     * @param e the descriptors to have an exceptional condition, such as out-of-band data; or null
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return how many bits are set in all sets, 0 if the time passed; or {@code -errno}, {@code -EBADF} if a descriptor in a set is
     *     not open
     * @throws IllegalStateException if another select has one of the sets
     */
    public static int select(int nfds, @Nullable FdSet r, @Nullable FdSet w, @Nullable FdSet e, long timeoutNanos) {
        return FdSet.select(B, nfds, r, w, e, timeoutNanos);
    }

    /**
     * FD_ZERO of select(2): makes a set empty.
     *
     * @param set the set
     */
    public static void FD_ZERO(FdSet set) {
        Buffers.present("FD_ZERO", set).zero();
    }

    /**
     * FD_SET of select(2): puts a descriptor into a set.
     *
     * @param fd the descriptor
     * @param set the set, which grows as needed
     */
    public static void FD_SET(int fd, FdSet set) {
        Buffers.present("FD_SET", set).set(fd);
    }

    /**
     * FD_CLR of select(2): takes a descriptor out of a set.
     *
     * @param fd the descriptor
     * @param set the set
     */
    public static void FD_CLR(int fd, FdSet set) {
        Buffers.present("FD_CLR", set).clr(fd);
    }

    /**
     * FD_ISSET of select(2): whether a descriptor is in a set.
     *
     * @param fd the descriptor
     * @param set the set
     * @return whether it is
     */
    public static boolean FD_ISSET(int fd, FdSet set) {
        return Buffers.present("FD_ISSET", set).isSet(fd);
    }

    /**
     * sockatmark(3): whether a stream socket is at its out-of-band mark.
     *
     * @param fd a stream socket
     * @return 1 if the next byte to read is the one after the mark, else 0; or {@code -errno}
     */
    public static int sockatmark(int fd) {
        return B.sockatmark(fd);
    }

    // ---- descriptors ----

    /**
     * shutdown(2): ends one direction of a connection, or both.
     *
     * @param fd the socket
     * @param how {@code SHUT_RD}, {@code SHUT_WR} or {@code SHUT_RDWR}
     * @return 0, or {@code -errno}
     */
    public static int shutdown(int fd, int how) {
        Abi.check(how, "shutdown");
        return B.shutdown(fd, how);
    }

    /**
     * close(2), for descriptors that this class opened, or that {@link #own} named. Any other stays open, since the JDK or a
     * {@link Socket} may be using it: {@code -EPERM}. Never call it again for the same descriptor: also after {@code -EINTR} it is
     * closed.
     *
     * @param fd the descriptor
     * @return 0, or {@code -errno}
     */
    public static int close(int fd) {
        OwnedFds.ask(); // what is forgotten has to be closed
        if (!OwnedFds.forget(fd)) {
            int flags = B.fcntl(fd, F_GETFD, 0);
            return flags < 0 ? flags : -EPERM;
        }
        return B.close(fd);
    }

    /**
     * Allows {@link #close}, close(2), for a descriptor that something else opened.
     *
     * @param fd an open descriptor
     * @return 0, or {@code -EBADF}
     */
    public static int own(int fd) {
        OwnedFds.ask();
        int flags = B.fcntl(fd, F_GETFD, 0);
        if (flags < 0) {
            return flags;
        }
        OwnedFds.note(fd);
        return 0;
    }

    /**
     * dup(2), but close-on-exec: {@code fcntl(fd, F_DUPFD_CLOEXEC, 0)}.
     *
     * @param fd the descriptor
     * @return another for the same open file, or {@code -errno}
     */
    public static int dup(int fd) {
        OwnedFds.ask();
        return OwnedFds.opened(B.dup(fd));
    }

    /**
     * dup(2), with or without close-on-exec.
     *
     * @param fd the descriptor
     * @param flags {@code O_CLOEXEC}; or 0, and a program that this process executes inherits the copy. No other call here makes a
     *     descriptor that is inherited
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
     * dup2(2), but close-on-exec. It closes what {@code newfd} was, so it takes only what {@link #close} would close: any other is
     * {@code -EPERM}.
     *
     * @param fd the descriptor
     * @param newfd the one that becomes a copy of it
     * @return {@code newfd}, or {@code -errno}
     */
    public static int dup2(int fd, int newfd) {
        if (!OwnedFds.owns(newfd)) {
            return -EPERM;
        }
        int r = B.dup2(fd, newfd);
        OwnedFds.note(r); // another opening: what is known about the socket before is not true of this one
        return r;
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
        checkPair("pipe2", "fds", fds);
        Abi.check(flags, "pipe2");
        OwnedFds.ask();
        return openedPair(B.pipe(flags), fds);
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
        OwnedFds.ask();
        int r = B.fcntl(fd, cmd, arg);
        return cmd == F_DUPFD || cmd == F_DUPFD_CLOEXEC ? OwnedFds.opened(r) : r;
    }

    /**
     * ioctl(2) with a struct; see also netdevice(7). The kernel works on a copy of what remains in the buffer. What it changed is in
     * the buffer afterwards; position and limit stay. Behind the copy is a page that cannot be written: a request that would write more
     * than the buffer has ({@code FS_IOC_FIEMAP} with too large a count) fails with {@code -EFAULT}, and one that reads more reads
     * zeros.
     *
     * <p>Some structs hold a pointer ({@code SIOCGIFCONF}, {@code SIOCETHTOOL}, {@code SIOCGHWTSTAMP}), which the kernel follows. The
     * pointer must be to native memory, valid and as large as the request says. Nothing can check that here.
     *
     * @param fd the descriptor
     * @param request such as {@code FIONREAD} or {@code SIOCGIFMTU}
     * @param argOrNull the struct in native byte order, direct or heap; null for a request that has none
     * @return what the request returns, mostly 0, or {@code -errno}
     * @throws IllegalArgumentException if the buffer has less room than the request's struct needs
     */
    public static int ioctl(int fd, long request, @Nullable ByteBuffer argOrNull) {
        return Structs.ioctl(fd, request, argOrNull);
    }

    /**
     * ioctl(2) with a number, or with the address of native memory. Nothing is checked or copied, as in C: the kernel writes as much as
     * the request says, and the memory must be large enough.
     *
     * @param fd the descriptor
     * @param request the request
     * @param arg as the request wants it
     * @return what the request returns, mostly 0, or {@code -errno}
     */
    public static int ioctl(int fd, long request, long arg) {
        return Structs.ioctl(fd, request, arg);
    }

    // ---- sizes of control messages ----

    /**
     * CMSG_LEN of cmsg(3): what {@code cmsg_len} of a control message is.
     *
     * @param length bytes of data
     * @return header and data in bytes
     * @throws IllegalArgumentException if the length is negative, or the sum does not fit an int
     */
    public static int CMSG_LEN(int length) {
        return CmsgSizes.sum("CMSG_LEN", length, CmsgSizes.HEADER + length);
    }

    /**
     * CMSG_SPACE of cmsg(3): what a control message takes in a control buffer. A buffer of {@code CMSG_SPACE(4)} has room for two
     * descriptors on most systems, and the kernel uses it.
     *
     * @param length bytes of data
     * @return header, data and padding in bytes
     * @throws IllegalArgumentException if the length is negative, or the sum does not fit an int
     */
    public static int CMSG_SPACE(int length) {
        return CmsgSizes.sum("CMSG_SPACE", length, CmsgSizes.HEADER + CmsgSizes.aligned(length));
    }

    /**
     * CMSG_ALIGN of cmsg(3): rounds a length up to where the next control message can begin.
     *
     * @param length bytes
     * @return the length rounded up
     * @throws IllegalArgumentException if the length is negative, or the sum does not fit an int
     */
    public static int CMSG_ALIGN(int length) {
        return CmsgSizes.sum("CMSG_ALIGN", length, CmsgSizes.aligned(length));
    }

    // ---- byte order and addresses as text; no system call ----

    /**
     * htons(3): 16 bits from host to network byte order.
     *
     * @param host 16 bits in host byte order; higher ones are dropped
     * @return them in network byte order, 0 to 65535
     */
    public static int htons(int host) {
        return (LITTLE ? Short.reverseBytes((short) host) : host) & 0xFFFF;
    }

    /**
     * ntohs(3): 16 bits from network to host byte order.
     *
     * @param net 16 bits in network byte order; higher ones are dropped
     * @return them in host byte order, 0 to 65535
     */
    public static int ntohs(int net) {
        return htons(net);
    }

    /**
     * htonl(3): 32 bits from host to network byte order.
     *
     * @param host 32 bits in host byte order
     * @return them in network byte order
     */
    public static int htonl(int host) {
        return LITTLE ? Integer.reverseBytes(host) : host;
    }

    /**
     * ntohl(3): 32 bits from network to host byte order.
     *
     * @param net 32 bits in network byte order
     * @return them in host byte order
     */
    public static int ntohl(int net) {
        return htonl(net);
    }

    /**
     * inet_pton(3): reads a dotted quad of decimal numbers, or an IPv6 address without a scope.
     *
     * @param family {@code AF_INET} or {@code AF_INET6}
     * @param s the text
     * @return 4 or 16 bytes; null if the text is not an address
     * @throws IllegalArgumentException for any other family; its cause is an {@link ErrnoException} of EAFNOSUPPORT
     */
    public static byte @Nullable [] inet_pton(int family, String s) {
        Buffers.present("inet_pton", s);
        return isInet("inet_pton", family) ? InetLiterals.parse4(s) : InetLiterals.parse6(s);
    }

    /**
     * inet_ntop(3): writes an address as text: {@code 127.0.0.1}, {@code fe80::1}, {@code ::ffff:1.2.3.4}.
     *
     * @param family {@code AF_INET} or {@code AF_INET6}
     * @param a 4 or 16 bytes
     * @return the text
     * @throws IllegalArgumentException for any other length; for any other family, and then its cause is an {@link ErrnoException} of
     *     EAFNOSUPPORT
     */
    public static String inet_ntop(int family, byte[] a) {
        return InetLiterals.format("inet_ntop", isInet("inet_ntop", family), a);
    }

    /**
     * inet_aton(3): reads an IPv4 address in one to four parts. The last part fills all bytes that are left: {@code 127.1} is
     * 127.0.0.1. A part is decimal, octal behind {@code 0}, or hexadecimal behind {@code 0x}. Nothing may follow the address, not even
     * white space, which some systems pass over (CVE-2016-10739).
     *
     * @param s the text
     * @return 4 bytes; null if the text is not an address
     */
    public static byte @Nullable [] inet_aton(String s) {
        return InetLiterals.parseParts(Buffers.present("inet_aton", s));
    }

    /**
     * inet_ntoa(3): writes an IPv4 address as text.
     *
     * @param a 4 bytes
     * @return the dotted quad
     * @throws IllegalArgumentException for any other length
     */
    public static String inet_ntoa(byte[] a) {
        return InetLiterals.format("inet_ntoa", true, a);
    }

    /** True for AF_INET, false for AF_INET6. Throws for any other family. */
    private static boolean isInet(String call, int family) {
        Abi.check(family, call);
        if (family != AF_INET && family != AF_INET6) {
            ErrnoException why =
                    new ErrnoException(call, EAFNOSUPPORT, "family " + family + " is neither AF_INET nor AF_INET6");
            throw new IllegalArgumentException(why.getMessage(), why);
        }
        return family == AF_INET;
    }

    // ---- names of hosts and services ----

    /**
     * getaddrinfo(3): the addresses of a node and a service, in the order of preference that the system has (RFC 6724). It may wait for
     * name servers, and nothing ends that: {@link #getaddrinfo(String, String, AddrInfo, long)} has a timeout. For a node that is an
     * address already no name server is asked.
     *
     * @param node a host's name, or an IPv4 or IPv6 address, with or without {@code %scope}; null for this host
     * @param service a service's name or a port, 0 to 65535 (a larger number is {@code EAI_SERVICE}, as no two libc agree on it); null
     *     for port 0. Node and service cannot both be null
     * @param hints see {@link AddrInfo#hints}; null for the system's own
     * @return the addresses, at least one
     * @throws GaiException if there is none; it says why
     * @throws IllegalArgumentException if node or service has a NUL, or more than 1024 or 255 bytes
     */
    public static AddrInfo[] getaddrinfo(@Nullable String node, @Nullable String service, @Nullable AddrInfo hints)
            throws GaiException {
        Resolution.check(node, service, hints);
        return Resolution.getaddrinfo(node, service, hints);
    }

    /**
     * getaddrinfo(3), waiting at most {@code timeoutNanos}. The lookup runs on a thread of this library. If the time passes first, its
     * result is dropped. An interrupt ends the waiting too.
     *
     * @param node as in {@link #getaddrinfo(String, String, AddrInfo)}
     * @param service as there
     * @param hints as there
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return the addresses, at least one
     * @throws GaiException if there is none
     * @throws ErrnoException ETIMEDOUT if the time passed first
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    public static AddrInfo[] getaddrinfo(
            @Nullable String node, @Nullable String service, @Nullable AddrInfo hints, long timeoutNanos)
            throws GaiException, ErrnoException, InterruptedException {
        return Resolution.await(
                getaddrinfoAsync(node, service, hints), Resolution.describe(node, service), timeoutNanos);
    }

    /**
     * getaddrinfo(3), waiting at most that long, as {@link #getaddrinfo(String, String, AddrInfo, long)}.
     *
     * @param node as in {@link #getaddrinfo(String, String, AddrInfo)}
     * @param service as there
     * @param hints as there
     * @param timeout zero does not wait, negative waits for ever
     * @return the addresses, at least one
     * @throws GaiException if there is none
     * @throws ErrnoException ETIMEDOUT if the time passed first
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    public static AddrInfo[] getaddrinfo(
            @Nullable String node, @Nullable String service, @Nullable AddrInfo hints, Duration timeout)
            throws GaiException, ErrnoException, InterruptedException {
        return getaddrinfo(node, service, hints, Deadlines.nanos("getaddrinfo", timeout));
    }

    /**
     * getaddrinfo(3) on another thread. There is a bounded number of such threads, all daemons. For a limit use
     * {@link CompletableFuture#orTimeout}. To cancel the future, or to let its time pass, drops the result; the lookup may go on.
     * A dependent stage that has no executor runs on such a thread, and the next lookup waits for it.
     *
     * @param node as in {@link #getaddrinfo(String, String, AddrInfo)}
     * @param service as there
     * @param hints as there
     * @return gets the addresses, or a {@link GaiException}: {@code EAI_AGAIN} if more than a thousand lookups are waiting
     * @throws IllegalArgumentException if node or service has a NUL, or more than 1024 or 255 bytes
     */
    public static CompletableFuture<AddrInfo[]> getaddrinfoAsync(
            @Nullable String node, @Nullable String service, @Nullable AddrInfo hints) {
        Resolution.check(node, service, hints);
        return Resolution.start(Resolution.describe(node, service), () -> Resolution.getaddrinfo(node, service, hints));
    }

    /**
     * getnameinfo(3): the names of an address and its port. Without {@code NI_NUMERICHOST} it may wait for name servers.
     *
     * @param a an IPv4, IPv6 or local address
     * @param flags {@code NI_NUMERICHOST}, {@code NI_NUMERICSERV}, {@code NI_NAMEREQD}, {@code NI_DGRAM}, or-ed
     * @return the names
     * @throws GaiException if there is none; it says why
     */
    public static NameInfo getnameinfo(Sockaddr a, int flags) throws GaiException {
        Buffers.present("getnameinfo", a);
        Abi.check(flags, "getnameinfo");
        return Resolution.getnameinfo(a, flags);
    }

    /**
     * getnameinfo(3), waiting at most {@code timeoutNanos}, as {@link #getaddrinfo(String, String, AddrInfo, long)} does.
     *
     * @param a as in {@link #getnameinfo(Sockaddr, int)}
     * @param flags as there
     * @param timeoutNanos nanoseconds; 0 does not wait, negative waits for ever
     * @return the names
     * @throws GaiException if there is none
     * @throws ErrnoException ETIMEDOUT if the time passed first
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    public static NameInfo getnameinfo(Sockaddr a, int flags, long timeoutNanos)
            throws GaiException, ErrnoException, InterruptedException {
        Buffers.present("getnameinfo", a);
        Abi.check(flags, "getnameinfo");
        String call = Resolution.describe(a);
        return Resolution.await(Resolution.start(call, () -> Resolution.getnameinfo(a, flags)), call, timeoutNanos);
    }

    /**
     * gai_strerror(3): the system's text for an error of getaddrinfo and getnameinfo.
     *
     * @param code {@code EAI_*}
     * @return the text
     */
    public static String gai_strerror(int code) {
        return GaiException.text(code);
    }

    /**
     * gethostbyname(3): the IPv4 addresses of a host, with all its names. It may wait for name servers.
     * {@link #getaddrinfo(String, String, AddrInfo)} does more, but has no aliases.
     *
     * @param name a host's name, or an IPv4 address as text, for which no name server is asked
     * @return the entry
     * @throws GaiException if there is none; with the codes of getaddrinfo(3): HOST_NOT_FOUND is {@code EAI_NONAME}, TRY_AGAIN
     *     {@code EAI_AGAIN}, NO_RECOVERY {@code EAI_FAIL}, NO_DATA {@code EAI_NODATA}
     * @throws IllegalArgumentException if the name has a NUL or more than 1024 bytes
     */
    public static HostEntry gethostbyname(String name) throws GaiException {
        return gethostbyname2(name, AF_INET);
    }

    /**
     * gethostbyname(3) under the name that Python gives it.
     *
     * @param name as in {@link #gethostbyname}
     * @return the entry
     * @throws GaiException as in {@link #gethostbyname}
     */
    public static HostEntry gethostbyname_ex(String name) throws GaiException {
        return gethostbyname2(name, AF_INET);
    }

    /**
     * gethostbyname2(3): gethostbyname for one of two families.
     *
     * @param name as in {@link #gethostbyname}
     * @param family {@code AF_INET} or {@code AF_INET6}
     * @return the entry
     * @throws GaiException as in {@link #gethostbyname}
     * @throws IllegalArgumentException for any other family; its cause is an {@link ErrnoException} of EAFNOSUPPORT
     */
    public static HostEntry gethostbyname2(String name, int family) throws GaiException {
        Buffers.present("gethostbyname", name);
        isInet("gethostbyname", family);
        return Resolution.gethostbyname(name, family);
    }

    /**
     * gethostbyaddr(3): the names of an address. It may wait for name servers.
     *
     * @param a an IPv4 or IPv6 address; its port does not count
     * @return the entry
     * @throws GaiException if there is none, as in {@link #gethostbyname}
     * @throws IllegalArgumentException for any other family; its cause is an {@link ErrnoException} of EAFNOSUPPORT
     */
    public static HostEntry gethostbyaddr(Sockaddr a) throws GaiException {
        isInet("gethostbyaddr", Buffers.present("gethostbyaddr", a).family());
        return Resolution.gethostbyaddr(a);
    }

    // ---- this host, its services, protocols and interfaces ----

    /**
     * gethostname(2): this host's name.
     *
     * @return the name
     * @throws ErrnoException as in gethostname(2)
     */
    public static String gethostname() throws ErrnoException {
        return Netdb.name("gethostname", "the name of this host", B::gethostname);
    }

    /**
     * sethostname(2): sets this host's name; needs CAP_SYS_ADMIN.
     *
     * @param name the new name, up to 64 bytes on Linux
     * @return 0, or {@code -errno}: {@code -EPERM} without the right, {@code -EINVAL} for a name that is too long
     * @throws IllegalArgumentException if the name has a NUL or more than 255 bytes
     */
    public static int sethostname(String name) {
        return Netdb.number("sethostname", name, B::sethostname);
    }

    /**
     * getservbyname(3): the port of a service.
     *
     * @param name such as {@code "http"}, or an alias
     * @param protocol such as {@code "tcp"}; null for any
     * @return the port in host byte order, 0 to 65535; {@code -ENOENT} if the system does not know the service
     */
    public static int getservbyname(String name, @Nullable String protocol) {
        return Netdb.getservbyname(name, protocol);
    }

    /**
     * getservbyport(3): the service of a port.
     *
     * @param port in host byte order, 0 to 65535
     * @param protocol such as {@code "tcp"}; null for any
     * @return its name; null if the system knows none
     */
    public static @Nullable String getservbyport(int port, @Nullable String protocol) {
        return Netdb.getservbyport(Ranges.port("getservbyport", port), protocol);
    }

    /**
     * getprotobyname(3): the number of a protocol.
     *
     * @param name such as {@code "tcp"}, or an alias
     * @return the number to open a socket with; {@code -ENOENT} if the system does not know the protocol
     */
    public static int getprotobyname(String name) {
        return Netdb.number("getprotobyname", name, (at, length) -> B.getprotobyname(at));
    }

    /**
     * getprotobynumber(3): the name of a protocol.
     *
     * @param number such as {@code IPPROTO_TCP}
     * @return its name; null if the system knows none
     */
    public static @Nullable String getprotobynumber(int number) {
        Abi.check(number, "getprotobynumber");
        return Netdb.nameOrNull((at, room) -> B.getprotobynumber(number, at, room));
    }

    /**
     * if_nametoindex(3): the index of an interface.
     *
     * @param name of an interface, such as {@code "lo"}
     * @return its index, positive; or {@code -errno}: {@code -ENODEV} if there is none of that name, one of socket(2) such as
     *     {@code -EMFILE} if it could not be looked up
     */
    public static int if_nametoindex(String name) {
        return Netdb.number("if_nametoindex", name, (at, length) -> B.ifNametoindex(at));
    }

    /**
     * if_indextoname(3): the name of an interface.
     *
     * @param index of an interface
     * @return its name
     * @throws ErrnoException as in if_indextoname(3); ENXIO if there is none with that index; as socket(2) if it could not be looked up
     */
    public static String if_indextoname(int index) throws ErrnoException {
        return Netdb.name("if_indextoname", "index " + index, (at, room) -> B.ifIndextoname(index, at, room));
    }

    /**
     * if_nameindex(3): all interfaces.
     *
     * @return every interface of this network namespace
     * @throws ErrnoException as in if_nameindex(3)
     */
    public static NetIf[] if_nameindex() throws ErrnoException {
        return Netdb.interfaces();
    }

    // ---- what several calls check ----

    private static void check(String call, int level, int name) {
        Abi.check(level, call);
        Abi.check(name, call);
    }

    private static void check(String call, int domain, int type, int protocol) {
        check(call, domain, type);
        Abi.check(protocol, call);
    }

    private static void checkPair(String call, String what, int[] fds) {
        if (Buffers.present(call, fds).length < 2) {
            throw new IllegalArgumentException(
                    call + ": " + what + " has room for " + fds.length + " descriptors, not 2");
        }
    }

    /** One result holds two descriptors; the first is in the low half. */
    private static int openedPair(long both, int[] fds) {
        if (both < 0) {
            return (int) both;
        }
        int first = (int) both;
        int second = (int) (both >>> 32);
        OwnedFds.bothOpened(first, second);
        fds[0] = first;
        fds[1] = second;
        return 0;
    }
}
