package io.baresock.netty;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.Ipv6Options;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a {@link BaresockDatagramChannel} gets its socket. */
final class Opening {

    private Opening() {}

    /** Whether the system has IPv6. */
    private static final class Six {
        static final boolean IS_THERE = !Boolean.getBoolean("java.net.preferIPv4Stack") && isThere();

        private static boolean isThere() {
            try (Socket s = six()) {
                s.bind(Sockaddr.any6(0));
                return true;
            } catch (ErrnoException e) {
                return false;
            }
        }
    }

    static Socket any() {
        return of(Six.IS_THERE ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
    }

    static Socket of(SocketProtocolFamily family) {
        Objects.requireNonNull(family, "BaresockDatagramChannel: the family is null; take INET or INET6");
        try {
            return switch (family) {
                case INET -> Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0);
                case INET6 -> six();
                default -> throw new IllegalArgumentException("BaresockDatagramChannel: the family " + family
                        + " is neither INET nor INET6; use a BaresockHandle for others");
            };
        } catch (ErrnoException e) {
            throw new ChannelException(e);
        }
    }

    /** For IPv4 too. */
    private static Socket six() throws ErrnoException {
        Socket s = Socket.open(Bsd.AF_INET6, Bsd.SOCK_DGRAM, 0);
        try {
            return s.setOption(Ipv6Options.IPV6_V6ONLY, false);
        } catch (ErrnoException e) {
            s.close();
            throw e;
        }
    }

    static void check(Socket socket) {
        Objects.requireNonNull(socket, "BaresockDatagramChannel: the socket is null");
        boolean inet = socket.domain() == Bsd.AF_INET || socket.domain() == Bsd.AF_INET6;
        if (!inet || socket.type() != Bsd.SOCK_DGRAM) {
            throw new IllegalArgumentException("BaresockDatagramChannel: " + socket
                    + " is not a datagram socket of AF_INET or AF_INET6; use a BaresockHandle for others");
        }
    }

    static @Nullable InetSocketAddress peer(Socket socket) throws ErrnoException {
        try {
            return Peers.java(socket.peerAddress());
        } catch (ErrnoException e) {
            if (e.errno() == Bsd.ENOTCONN) {
                return null;
            }
            throw e;
        }
    }
}
