package io.baresock.option;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketOption;

/**
 * Joining and leaving multicast groups, IPv4 and IPv6 alike, by the protocol-independent options of RFC 3678. A group joined
 * from any source can have sources blocked; a group joined from sources gets only theirs. One socket cannot do both with one
 * group on one interface (EINVAL). Thread-safe; memberships end when the socket is closed.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
 */
public final class Multicast {

    private Multicast() {}

    /**
     * Joins a group: what anybody sends to it.
     *
     * @param socket of the group's family
     * @param group the group; its port is ignored
     * @param interfaceIndex the interface, 0 for the one the system chooses
     * @throws ErrnoException as in setsockopt(2); EADDRINUSE if it is a member already
     */
    public static void join(Socket socket, Sockaddr group, int interfaceIndex) throws ErrnoException {
        boolean six = group.family() == Bsd.AF_INET6;
        socket.setOption(
                six ? Ipv6Options.IPV6_MCAST_JOIN_GROUP : IpOptions.MCAST_JOIN_GROUP,
                new MulticastGroup(group, interfaceIndex));
    }

    /**
     * Leaves a group that was joined from any source.
     *
     * @param socket a member
     * @param group the group
     * @param interfaceIndex as it was joined
     * @throws ErrnoException as in setsockopt(2); EADDRNOTAVAIL if it is no member
     */
    public static void leave(Socket socket, Sockaddr group, int interfaceIndex) throws ErrnoException {
        boolean six = group.family() == Bsd.AF_INET6;
        socket.setOption(
                six ? Ipv6Options.IPV6_MCAST_LEAVE_GROUP : IpOptions.MCAST_LEAVE_GROUP,
                new MulticastGroup(group, interfaceIndex));
    }

    /**
     * Joins a group: what one sender sends to it. May be called for several senders.
     *
     * @param socket of the group's family
     * @param group the group
     * @param source the sender
     * @param interfaceIndex the interface, 0 for the one the system chooses
     * @throws ErrnoException as in setsockopt(2)
     */
    public static void join(Socket socket, Sockaddr group, Sockaddr source, int interfaceIndex) throws ErrnoException {
        set(
                socket,
                IpOptions.MCAST_JOIN_SOURCE_GROUP,
                Ipv6Options.IPV6_MCAST_JOIN_SOURCE_GROUP,
                group,
                source,
                interfaceIndex);
    }

    /**
     * Leaves a group that was joined from one sender.
     *
     * @param socket a member
     * @param group the group
     * @param source the sender
     * @param interfaceIndex as it was joined
     * @throws ErrnoException as in setsockopt(2); EADDRNOTAVAIL if it is no member
     */
    public static void leave(Socket socket, Sockaddr group, Sockaddr source, int interfaceIndex) throws ErrnoException {
        set(
                socket,
                IpOptions.MCAST_LEAVE_SOURCE_GROUP,
                Ipv6Options.IPV6_MCAST_LEAVE_SOURCE_GROUP,
                group,
                source,
                interfaceIndex);
    }

    /**
     * Stops one sender of a group that was joined from any source.
     *
     * @param socket a member
     * @param group the group
     * @param source the sender
     * @param interfaceIndex as it was joined
     * @throws ErrnoException as in setsockopt(2); EADDRNOTAVAIL if it is blocked already
     */
    public static void block(Socket socket, Sockaddr group, Sockaddr source, int interfaceIndex) throws ErrnoException {
        set(socket, IpOptions.MCAST_BLOCK_SOURCE, Ipv6Options.IPV6_MCAST_BLOCK_SOURCE, group, source, interfaceIndex);
    }

    /**
     * Lets a sender through again.
     *
     * @param socket a member
     * @param group the group
     * @param source the sender
     * @param interfaceIndex as it was joined
     * @throws ErrnoException as in setsockopt(2); EADDRNOTAVAIL if it is not blocked
     */
    public static void unblock(Socket socket, Sockaddr group, Sockaddr source, int interfaceIndex)
            throws ErrnoException {
        set(
                socket,
                IpOptions.MCAST_UNBLOCK_SOURCE,
                Ipv6Options.IPV6_MCAST_UNBLOCK_SOURCE,
                group,
                source,
                interfaceIndex);
    }

    private static void set(
            Socket socket,
            SocketOption<MulticastSource> four,
            SocketOption<MulticastSource> six,
            Sockaddr group,
            Sockaddr source,
            int interfaceIndex)
            throws ErrnoException {
        socket.setOption(
                group.family() == Bsd.AF_INET6 ? six : four, new MulticastSource(group, source, interfaceIndex));
    }
}
