package io.baresock.errors;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The ERRORS sections of getsockopt(2), setsockopt(2), if_nametoindex(3) and the names beside it. Rows Z9, Z11. */
class OptionErrorsIT extends ErrnoTable {

    private static final int NO_INDEX = 2_000_000_000;

    /** 239.1.2.3 on loopback: struct ip_mreq of ip(7). */
    private static ByteBuffer group() {
        return ByteBuffer.wrap(new byte[] {(byte) 239, 1, 2, 3, 127, 0, 0, 1});
    }

    @TestFactory
    List<DynamicTest> sockopt2() {
        int[] value = new int[1];
        row("getsockopt", "bad descriptor", EBADF, () -> getsockopt(BAD, SOL_SOCKET, SO_TYPE, value));
        row("getsockopt", "no such option", ENOPROTOOPT, () -> getsockopt(tcp, SOL_SOCKET, 4711, value));
        row("getsockopt", "no such level", EOPNOTSUPP, () -> getsockopt(tcp, 4711, 1, value));
        row("setsockopt", "bad descriptor", EBADF, () -> setsockopt(BAD, SOL_SOCKET, SO_RCVBUF, 1));
        row("setsockopt", "no such option", ENOPROTOOPT, () -> setsockopt(tcp, SOL_SOCKET, 4711, 1));
        row("setsockopt", "get only", ENOPROTOOPT, () -> setsockopt(tcp, SOL_SOCKET, SO_TYPE, 1));
        row("getsockopt", "not a socket", ENOTSOCK, () -> getsockopt(pipe[0], SOL_SOCKET, SO_TYPE, value));
        row("getsockopt", "a TCP option on UDP", EOPNOTSUPP, () -> getsockopt(udp, IPPROTO_TCP, TCP_NODELAY, value));
        row(
                "getsockopt",
                "an IPv6 option on IPv4",
                EOPNOTSUPP,
                () -> getsockopt(udp, IPPROTO_IPV6, IPV6_V6ONLY, value));
        row("getsockopt", "TCP: no such option", ENOPROTOOPT, () -> getsockopt(tcp, IPPROTO_TCP, 4711, value));
        row("getsockopt", "memory that is not there", EFAULT, () -> getsockopt(tcp, SOL_SOCKET, SO_TYPE, 8, 4));
        row("setsockopt", "not a socket", ENOTSOCK, () -> setsockopt(pipe[0], SOL_SOCKET, SO_RCVBUF, 1));
        row("setsockopt", "no such level", ENOPROTOOPT, () -> setsockopt(tcp, 4711, 1, 1));
        row("setsockopt", "memory that is not there", EFAULT, () -> setsockopt(tcp, SOL_SOCKET, SO_RCVBUF, 8, 4));
        row("setsockopt", "a filter that was locked", EPERM, () -> {
            setsockopt(udp, SOL_SOCKET, SO_LOCK_FILTER, 1);
            return setsockopt(udp, SOL_SOCKET, SO_DETACH_FILTER, 0);
        });
        row("setsockopt", "no filter to take off", ENOENT, () -> setsockopt(udp, SOL_SOCKET, SO_DETACH_FILTER, 0));
        row("setsockopt", "no such congestion control", ENOENT, () -> {
            return setsockopt(tcp, IPPROTO_TCP, TCP_CONGESTION, ByteBuffer.wrap(bytes("nobody")));
        });
        row("setsockopt", "a group that is none", EINVAL, () -> {
            return setsockopt(
                    udp, IPPROTO_IP, IP_ADD_MEMBERSHIP, ByteBuffer.wrap(new byte[] {10, 0, 0, 1, 127, 0, 0, 1}));
        });
        row("setsockopt", "a group that was not joined", EADDRNOTAVAIL, () -> {
            return setsockopt(udp, IPPROTO_IP, IP_DROP_MEMBERSHIP, group());
        });
        row("setsockopt", "a group that was joined", EADDRINUSE, () -> {
            setsockopt(udp, IPPROTO_IP, IP_ADD_MEMBERSHIP, group());
            return setsockopt(udp, IPPROTO_IP, IP_ADD_MEMBERSHIP, group());
        });
        row("setsockopt", "membership on a stream", EPROTO, () -> {
            return setsockopt(tcp, IPPROTO_IP, IP_ADD_MEMBERSHIP, group());
        });
        row("setsockopt", "a time beyond the second", EDOM, () -> {
            return setsockopt(tcp, SOL_SOCKET, SO_RCVTIMEO, struct(16).putLong(8, 1_000_000));
        });
        row(
                "setsockopt",
                "value too short",
                EINVAL,
                () -> setsockopt(tcp, SOL_SOCKET, SO_RCVBUF, ByteBuffer.allocate(2)));
        row("setsockopt", "a TCP option on UDP", ENOPROTOOPT, () -> setsockopt(udp, IPPROTO_TCP, TCP_NODELAY, 1));
        row("setsockopt", "value out of range", EINVAL, () -> setsockopt(tcp, IPPROTO_IP, IP_TTL, 4711));
        row(
                "setsockopt",
                "no such device",
                ENODEV,
                () -> setsockopt(tcp, SOL_SOCKET, SO_BINDTODEVICE, ByteBuffer.wrap(bytes("nodev0"))));
        row("setsockopt", "V6ONLY after bind", EINVAL, () -> {
            int six = keep(socket(AF_INET6, SOCK_DGRAM, 0));
            bind(six, Sockaddr.loopback6(0));
            return setsockopt(six, IPPROTO_IPV6, IPV6_V6ONLY, 1);
        });
        return table();
    }

    @TestFactory
    List<DynamicTest> if_nametoindex3_andOtherNames() {
        row("if_nametoindex", "no such interface", ENODEV, () -> if_nametoindex("no-such-if"));
        row("if_nametoindex", "too long a name", ENODEV, () -> if_nametoindex("a-name-of-more-than-15-bytes"));
        row("if_nametoindex", "no name", ENODEV, () -> if_nametoindex(""));
        row("if_indextoname", "no such interface", ENXIO, () -> indexToName(NO_INDEX));
        row("if_indextoname", "no interface has it", ENXIO, () -> indexToName(0));
        row("if_indextoname", "negative", ENXIO, () -> indexToName(-1));
        row("getservbyname", "no such service", ENOENT, () -> getservbyname("nobody-has-this", "tcp"));
        row("getservbyname", "no such protocol", ENOENT, () -> getservbyname("http", "nobody-has-this"));
        row("getprotobyname", "no such protocol", ENOENT, () -> getprotobyname("nobody-has-this"));
        return table();
    }

    private static int indexToName(int index) {
        try {
            return if_indextoname(index).length();
        } catch (ErrnoException e) {
            return -e.errno();
        }
    }
}
