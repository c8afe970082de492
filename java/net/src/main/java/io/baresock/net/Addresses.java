package io.baresock.net;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.Ipv6Options;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;

/** Addresses of java.net as the sockets here have them: IPv4 ones are mapped into IPv6 where a socket is for both. */
final class Addresses {

    /** Of Internet sockets: AF_INET6, which is for IPv4 too, unless the system or the property says IPv4 only. */
    static final int FAMILY = family();

    private Addresses() {}

    private static int family() {
        if (Boolean.getBoolean("java.net.preferIPv4Stack")) {
            return Bsd.AF_INET;
        }
        try (Socket s = Socket.open(Bsd.AF_INET6, Bsd.SOCK_DGRAM, 0)) {
            s.setOption(Ipv6Options.IPV6_V6ONLY, false).bind(Sockaddr.any6(0));
            return Bsd.AF_INET6;
        } catch (ErrnoException e) {
            return Bsd.AF_INET;
        }
    }

    /** For bind: the wildcard of either family is for both. */
    static Sockaddr local(InetAddress address, int port) {
        return FAMILY == Bsd.AF_INET6 && address.isAnyLocalAddress() ? Sockaddr.any6(port) : sockaddr(address, port);
    }

    /** A peer's, for a socket of {@link #FAMILY}. To the kernel 0.0.0.0 is 127.0.0.1, and :: is ::1. */
    static Sockaddr sockaddr(InetAddress address, int port) {
        Sockaddr plain = Sockaddr.of(new InetSocketAddress(address, port));
        return FAMILY == Bsd.AF_INET ? plain : plain.mapped();
    }

    /** What java.net calls an address of the Internet: a mapped one is IPv4. */
    static InetSocketAddress java(Sockaddr address) {
        return (InetSocketAddress) address.unmapped().toSocketAddress();
    }

    /** What stands for the peer of a Unix socket, of which java.net has no address: loopback under the name that was asked for. */
    static InetSocketAddress standIn(SocketAddress asked) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        if (!(asked instanceof InetSocketAddress inet)) {
            return new InetSocketAddress(loopback, 0);
        }
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(inet.getHostString(), loopback.getAddress()), inet.getPort());
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // thrown for other lengths only
        }
    }
}
