package io.baresock.net;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.Ipv6Options;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;

/** Addresses of java.net as the sockets here have them: IPv4 ones are mapped into IPv6 where a socket is for both. */
final class Addresses {

    /** Of Internet sockets: AF_INET6, which is for IPv4 too, unless the system or the property says IPv4 only. */
    static final int FAMILY = family();

    private static final int MAPPED = 12;

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

    /** For a socket of {@link #FAMILY}. */
    static Sockaddr sockaddr(InetAddress address, int port) {
        if (FAMILY == Bsd.AF_INET) {
            return Sockaddr.of(new InetSocketAddress(address, port));
        }
        if (address.isAnyLocalAddress()) {
            return Sockaddr.any6(port);
        }
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            byte[] mapped = new byte[MAPPED + bytes.length];
            mapped[MAPPED - 2] = (byte) 0xff;
            mapped[MAPPED - 1] = (byte) 0xff;
            System.arraycopy(bytes, 0, mapped, MAPPED, bytes.length);
            bytes = mapped;
        }
        int scope = address instanceof Inet6Address six ? six.getScopeId() : 0;
        return Sockaddr.inet6(bytes, port, 0, scope);
    }

    /** What java.net calls an address of the Internet: a mapped one is IPv4. */
    static InetSocketAddress java(Sockaddr address) {
        try {
            byte[] bytes = address.addressBytes();
            InetAddress ip = address.scopeId() > 0
                    ? Inet6Address.getByAddress(null, bytes, address.scopeId())
                    : InetAddress.getByAddress(bytes);
            return new InetSocketAddress(ip, address.port());
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // thrown for other lengths only
        }
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
