package io.baresock.handover;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.internal.Library;
import io.baresock.internal.backend.Backend;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A channel whose descriptor {@link NioChannels} searches. */
final class NioTarget {

    private static final Backend B = Library.backend();
    private static final int KEEPCNT_MAX = 127; // MAX_TCP_KEEPCNT of linux/tcp.h
    private static final int SMALL_RCVBUF = 8 * 1024; // well above the minimum of the kernel
    private static final Path RMEM_MAX = Path.of("/proc/sys/net/core/rmem_max");
    private static final int RMEM_MAX_DEFAULT = 212_992; // for a network namespace that does not show it

    private final NetworkChannel channel;
    private final int type;
    private final boolean unix;
    private final @Nullable SocketAddress local;
    private final @Nullable SocketAddress remote;
    private final SockaddrStorage name = new SockaddrStorage();

    private NioTarget(NetworkChannel channel, int type, @Nullable SocketAddress remote) throws IOException {
        this.channel = channel;
        this.type = type;
        // The options tell the family; a channel that is not bound has no address.
        this.unix = !channel.supportedOptions()
                .contains(
                        channel instanceof SocketChannel
                                ? StandardSocketOptions.TCP_NODELAY
                                : StandardSocketOptions.SO_REUSEADDR);
        this.local = channel.getLocalAddress();
        this.remote = remote;
    }

    static NioTarget of(NetworkChannel channel) throws IOException {
        if (channel instanceof SocketChannel c) {
            return new NioTarget(c, Bsd.SOCK_STREAM, c.getRemoteAddress());
        }
        if (channel instanceof ServerSocketChannel) {
            return new NioTarget(channel, Bsd.SOCK_STREAM, null);
        }
        if (channel instanceof DatagramChannel c) {
            return new NioTarget(c, Bsd.SOCK_DGRAM, c.getRemoteAddress());
        }
        throw new UnsupportedOperationException("dup: " + channel.getClass().getName());
    }

    /**
     * Whether a descriptor is a socket with the channel's type and addresses. It changes nothing, so it may be used on any descriptor. It
     * does not compare scopes, nor a peer that is gone: it only has to rule most sockets out before the proof.
     */
    boolean looksLike(int fd) {
        return B.getsockoptInt(fd, Bsd.SOL_SOCKET, Bsd.SO_TYPE) == type
                && Bsd.getsockname(fd, name) >= 0
                && same(local)
                && (Bsd.getpeername(fd, name) < 0 || same(remote));
    }

    private boolean same(@Nullable SocketAddress expected) {
        Sockaddr actual = name.toSockaddr();
        if (unix || actual.family() == Bsd.AF_UNIX) {
            String path = actual.path();
            String wanted = expected == null ? "" : expected.toString();
            return unix && actual.family() == Bsd.AF_UNIX && wanted.equals(path == null ? "" : path);
        }
        if (!(expected instanceof InetSocketAddress inet)) {
            return actual.port() == 0; // not bound
        }
        if (actual.port() != inet.getPort()) {
            return false;
        }
        // The JDK makes an IPv4 address of a mapped one.
        InetAddress address = ((InetSocketAddress) actual.unmapped().toSocketAddress()).getAddress();
        InetAddress wanted = inet.getAddress();
        return address.isAnyLocalAddress() && wanted.isAnyLocalAddress()
                || Arrays.equals(address.getAddress(), wanted.getAddress());
    }

    /**
     * Whether a descriptor is the channel's: a value that is set on one side is read on the other, and so is the old value afterwards.
     * Another socket could pass only if its option were changed to the same two values at the same two moments.
     *
     * @throws IOException if this channel has no usable option
     */
    boolean isProven(int fd) throws IOException {
        if (type == Bsd.SOCK_STREAM && !unix) {
            // TCP_KEEPCNT: how many probes an idle connection gets. Not SO_RCVBUF, because setting it ends autotuning.
            SocketOption<?> seen = keepCount()
                    .orElseThrow(() -> new IOException("dup: the JDK's module jdk.net is needed, and is not there"));
            int count = read(seen);
            return isProven(fd, Bsd.IPPROTO_TCP, Bsd.TCP_KEEPCNT, count < KEEPCNT_MAX ? 1 : -1, 1, seen);
        }
        // SO_RCVBUFFORCE can set a value above rmem_max, which could not be set again.
        int size = read(StandardSocketOptions.SO_RCVBUF);
        if (size > rmemMax()) {
            throw new IOException("dup: SO_RCVBUF is " + size + ", above what " + RMEM_MAX + " allows");
        }
        int step = size < SMALL_RCVBUF ? 1 : -1;
        return isProven(fd, Bsd.SOL_SOCKET, Bsd.SO_RCVBUF, step, 2, StandardSocketOptions.SO_RCVBUF);
    }

    private Optional<SocketOption<?>> keepCount() {
        return channel.supportedOptions().stream()
                .filter(o -> o.name().equals("TCP_KEEPCOUNT"))
                .findFirst();
    }

    private static long rmemMax() {
        // Not Files.readString: that reads one byte first, and the kernel returns a number only to the first read.
        try (BufferedReader in = Files.newBufferedReader(RMEM_MAX)) {
            return Long.parseLong(in.readLine());
        } catch (IOException e) {
            return RMEM_MAX_DEFAULT;
        }
    }

    /** There is a factor of 2: Linux returns twice the size that was set, and the JDK halves it. */
    private boolean isProven(int fd, int level, int option, int step, int factor, SocketOption<?> seen)
            throws IOException {
        int before = read(seen);
        int changed = before + step;
        if (B.getsockoptInt(fd, level, option) != (long) before * factor
                || B.setsockoptInt(fd, level, option, changed) < 0) {
            return false;
        }
        boolean followed;
        try {
            followed = read(seen) == changed;
        } finally {
            B.setsockoptInt(fd, level, option, before);
        }
        return followed && read(seen) == before;
    }

    private int read(SocketOption<?> option) throws IOException {
        return channel.getOption(option) instanceof Integer value ? value : -1;
    }
}
