package io.baresock.handover;

import io.baresock.Socket;
import io.baresock.internal.Buffers;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.Printable;
import io.baresock.internal.call.Descriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A {@link Socket} for a channel of {@code java.nio}, for every option and call that the JDK has not: without
 * {@code --add-opens}, reflection or the JDK's internals. Thread-safe. Linux only: it needs {@code /proc/self/fd}.
 *
 * <p>The JDK does not tell a channel's descriptor, so it is found: of the sockets of this process, those with the channel's
 * type and addresses are asked one by one whether they are it. The proof is a change of an option that is seen through the
 * other side and undone at once: of {@code TCP_KEEPCNT} on TCP, else of {@code SO_RCVBUF}, by as little as can be. So it
 * never is the wrong one.
 *
 * <pre>{@code
 * try (SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", 7000));
 *         Socket same = NioChannels.dup(channel)) {
 *     same.setOption(TcpOptions.TCP_USER_TIMEOUT, 5000);
 *     TcpInfo info = new TcpInfo();
 *     info.read(same);
 * } // closes both descriptors
 * }</pre>
 */
public final class NioChannels {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static final Object ONE_AT_A_TIME = new Object(); // two could see each other's changes

    private NioChannels() {}

    /**
     * Another descriptor for a channel's socket. It is closed independently of the channel; options, addresses and the
     * connection are one. So is the blocking mode, which the channel believes to know: set it there and nowhere else.
     *
     * @param channel an open {@link SocketChannel}, {@link ServerSocketChannel} or {@link DatagramChannel}
     * @return the copy
     * @throws IOException if the channel is closed, or if none of this process's sockets can be shown to be its own
     * @throws UnsupportedOperationException for other channels, and where there is no {@code /proc/self/fd}
     */
    public static Socket dup(NetworkChannel channel) throws IOException {
        NioTarget target = NioTarget.of(Buffers.present("dup", channel));
        if (!Files.isDirectory(DESCRIPTORS)) {
            throw new UnsupportedOperationException("dup: there is no " + DESCRIPTORS);
        }
        synchronized (ONE_AT_A_TIME) {
            for (int fd : descriptors()) {
                if (target.looksLike(fd)) {
                    int copy = copyIfProven(target, fd);
                    if (copy >= 0) {
                        return Socket.adopt(copy);
                    }
                }
            }
        }
        throw new IOException("dup: no descriptor can be shown to be that of " + Printable.of(channel.toString()));
    }

    /** The copy is what is tested: the number may be given to another file at any time. Closed again if it is not it. */
    private static int copyIfProven(NioTarget target, int fd) throws IOException {
        int copy = Descriptor.B.dup(fd);
        if (copy < 0) {
            return copy; // closed meanwhile, so not the channel's
        }
        boolean proven = false;
        try {
            proven = target.looksLike(copy) && target.isProven(copy);
        } finally {
            if (!proven) {
                Descriptor.B.close(copy);
            }
        }
        return proven ? OwnedFds.opened(copy) : -1;
    }

    private static List<Integer> descriptors() throws IOException {
        try (Stream<Path> list = Files.list(DESCRIPTORS)) {
            return list.map(p -> Integer.valueOf(p.getFileName().toString())).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
