package io.baresock.option;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketOption;

/**
 * Joins and leaves multicast groups, IPv4 and IPv6 alike, by the protocol-independent options of RFC 3678. If you join a group from any
 * source, you can block sources. If you join it from single sources, you get only theirs. One socket cannot do both for the same group
 * and interface (EINVAL). Thread-safe. Memberships end when the socket is closed.
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
     * @param interfaceIndex the interface; with 0 the system chooses it
     * @throws ErrnoException as in setsockopt(2); EADDRINUSE if it is a member already
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
     * @throws ErrnoException as in setsockopt(2)
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

    private static <T> void set(Socket socket, Sockaddr group, SocketOption<T> inet, SocketOption<T> inet6, T value)
            throws ErrnoException {
        socket.setOption(group.family() == Bsd.AF_INET6 ? inet6 : inet, value);
    }
}
