package io.baresock.option;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.SocketOption;

/**
 * Joins and leaves multicast groups, IPv4 and IPv6 alike, by the protocol-independent options of RFC 3678. If you join a group from any
 * source, you can block sources. If you join it from single sources, you get only theirs. One socket cannot do both for the same group
 * and interface (EINVAL). Thread-safe. Memberships end when the socket is closed.
 *
 * <p>A receiver binds the port and joins; a sender needs neither, and says where its datagrams leave and how far they go:
 *
 * <pre>{@code
 * Sockaddr group = Sockaddr.inet("239.1.2.3", 5000);
 * try (Socket receiver = Socket.open(AF_INET, SOCK_DGRAM, 0);
 *         Socket sender = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
 *     int index = Bsd.if_nametoindex("lo");
 *     receiver.setOption(SocketOptions.SO_REUSEADDR, true).bind(Sockaddr.any4(group.port()));
 *     Multicast.join(receiver, group, index);
 *     Multicast.setInterface(sender, index);
 *     Multicast.setHops(sender, 1);
 *     sender.sendto(ByteBuffer.wrap("hello".getBytes()), group);
 *     receiver.recv(buffer);
 * }
 * }</pre>
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
 */
public final class Multicast {

    private Multicast() {}

    /**
     * Joins a group, to receive what any source sends to it.
     *
     * @param socket a socket of the group's family
     * @param group the group's address; its port is ignored
     * @param interfaceIndex the interface, as of {@link Bsd#if_nametoindex}; with 0 the system chooses it
     * @throws ErrnoException as in setsockopt(2); EADDRINUSE if it is a member already, ENODEV if there is no such interface
     */
    public static void join(Socket socket, Sockaddr group, int interfaceIndex) throws ErrnoException {
        MulticastGroup value = new MulticastGroup(group, interfaceIndex);
        set(socket, group, IpOptions.MCAST_JOIN_GROUP, Ipv6Options.IPV6_MCAST_JOIN_GROUP, value);
    }

    /**
     * Leaves a group that was joined from any source.
     *
     * @param socket a member
     * @param group the group's address
     * @param interfaceIndex the interface of the join
     * @throws ErrnoException as in setsockopt(2); EADDRNOTAVAIL if it is no member
     */
    public static void leave(Socket socket, Sockaddr group, int interfaceIndex) throws ErrnoException {
        MulticastGroup value = new MulticastGroup(group, interfaceIndex);
        set(socket, group, IpOptions.MCAST_LEAVE_GROUP, Ipv6Options.IPV6_MCAST_LEAVE_GROUP, value);
    }

    /**
     * Joins a group, to receive what one source sends to it. Call it again for more sources.
     *
     * @param socket a socket of the group's family
     * @param group the group's address
     * @param source the source's address; its port is ignored
     * @param interfaceIndex the interface; with 0 the system chooses it
     * @throws ErrnoException as in setsockopt(2); EADDRNOTAVAIL if it is a member already, ENODEV if there is no such interface
     * @throws IllegalArgumentException if group and source are of two families
     */
    public static void join(Socket socket, Sockaddr group, Sockaddr source, int interfaceIndex) throws ErrnoException {
        MulticastSource value = new MulticastSource(group, source, interfaceIndex);
        set(socket, group, IpOptions.MCAST_JOIN_SOURCE_GROUP, Ipv6Options.IPV6_MCAST_JOIN_SOURCE_GROUP, value);
    }

    /**
     * Leaves a group that was joined from one source.
     *
     * @param socket a member
     * @param group the group's address
     * @param source the source's address; its port is ignored
     * @param interfaceIndex the interface of the join
     * @throws ErrnoException as in setsockopt(2); EADDRNOTAVAIL if it is no member
     */
    public static void leave(Socket socket, Sockaddr group, Sockaddr source, int interfaceIndex) throws ErrnoException {
        MulticastSource value = new MulticastSource(group, source, interfaceIndex);
        set(socket, group, IpOptions.MCAST_LEAVE_SOURCE_GROUP, Ipv6Options.IPV6_MCAST_LEAVE_SOURCE_GROUP, value);
    }

    /**
     * Blocks one source of a group that was joined from any source.
     *
     * @param socket a member
     * @param group the group's address
     * @param source the source's address; its port is ignored
     * @param interfaceIndex the interface of the join
     * @throws ErrnoException as in setsockopt(2); EADDRNOTAVAIL if it is blocked already
     */
    public static void block(Socket socket, Sockaddr group, Sockaddr source, int interfaceIndex) throws ErrnoException {
        MulticastSource value = new MulticastSource(group, source, interfaceIndex);
        set(socket, group, IpOptions.MCAST_BLOCK_SOURCE, Ipv6Options.IPV6_MCAST_BLOCK_SOURCE, value);
    }

    /**
     * Unblocks a source.
     *
     * @param socket a member
     * @param group the group's address
     * @param source the source's address; its port is ignored
     * @param interfaceIndex the interface of the join
     * @throws ErrnoException as in setsockopt(2); EADDRNOTAVAIL if it is not blocked
     */
    public static void unblock(Socket socket, Sockaddr group, Sockaddr source, int interfaceIndex)
            throws ErrnoException {
        MulticastSource value = new MulticastSource(group, source, interfaceIndex);
        set(socket, group, IpOptions.MCAST_UNBLOCK_SOURCE, Ipv6Options.IPV6_MCAST_UNBLOCK_SOURCE, value);
    }

    // ---- sending ----

    /**
     * Sets where multicast datagrams leave: {@code IP_MULTICAST_IF} or {@code IPV6_MULTICAST_IF}, by the socket's family.
     *
     * @param socket of {@code AF_INET} or {@code AF_INET6}
     * @param interfaceIndex the interface, as of {@link Bsd#if_nametoindex}; 0 for the one that the system chooses
     * @throws ErrnoException as in setsockopt(2)
     * @throws IllegalArgumentException if the socket is of another family
     */
    public static void setInterface(Socket socket, int interfaceIndex) throws ErrnoException {
        if (isSix("setInterface", socket)) {
            socket.setOption(Ipv6Options.IPV6_MULTICAST_IF, interfaceIndex);
        } else {
            socket.setOption(IpOptions.IP_MULTICAST_IF, new MulticastInterface(interfaceIndex));
        }
    }

    /**
     * Sets how far multicast datagrams go: {@code IP_MULTICAST_TTL} or {@code IPV6_MULTICAST_HOPS}.
     *
     * @param socket of {@code AF_INET} or {@code AF_INET6}
     * @param hops 0 (this host) to 255; 1, the default, is the local network; -1 for the default
     * @throws ErrnoException as in setsockopt(2); EINVAL for another number
     * @throws IllegalArgumentException if the socket is of another family
     */
    public static void setHops(Socket socket, int hops) throws ErrnoException {
        boolean six = isSix("setHops", socket);
        socket.setOption(six ? Ipv6Options.IPV6_MULTICAST_HOPS : IpOptions.IP_MULTICAST_TTL, hops);
    }

    /**
     * Sets whether this host receives what it sends to a group that it is a member of: {@code IP_MULTICAST_LOOP} or
     * {@code IPV6_MULTICAST_LOOP}. It is on by default. What leaves by the loopback interface comes back in any case.
     *
     * @param socket the sender, of {@code AF_INET} or {@code AF_INET6}
     * @param on whether it does
     * @throws ErrnoException as in setsockopt(2)
     * @throws IllegalArgumentException if the socket is of another family
     */
    public static void setLoop(Socket socket, boolean on) throws ErrnoException {
        boolean six = isSix("setLoop", socket);
        socket.setOption(six ? Ipv6Options.IPV6_MULTICAST_LOOP : IpOptions.IP_MULTICAST_LOOP, on);
    }

    private static boolean isSix(String call, Socket socket) throws ErrnoException {
        if (!socket.isOpen()) {
            throw new SocketClosedException(call);
        }
        int family = socket.domain();
        if (family != Bsd.AF_INET && family != Bsd.AF_INET6) {
            throw new IllegalArgumentException(call + ": " + socket + " is neither of AF_INET nor of AF_INET6");
        }
        return family == Bsd.AF_INET6;
    }

    private static <T> void set(Socket socket, Sockaddr group, SocketOption<T> inet, SocketOption<T> inet6, T value)
            throws ErrnoException {
        socket.setOption(group.family() == Bsd.AF_INET6 ? inet6 : inet, value);
    }
}
