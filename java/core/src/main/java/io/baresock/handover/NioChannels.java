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
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Socket} for a channel of {@code java.nio}. The socket has every option and call, also those that the JDK does not
 * have. It needs no {@code --add-opens}, no reflection and no internals of the JDK. Thread-safe. Linux only: it needs
 * {@code /proc/self/fd}.
 *
 * <p>The JDK does not tell a channel's descriptor. So each socket of this process with the channel's type and addresses is tried. An
 * option is changed on one side, by as little as possible, and must show the change on the other side; then it is changed back. The
 * option is {@code TCP_KEEPCNT} on TCP, else {@code SO_RCVBUF}. A wrong socket cannot pass that test.
 *
 * <p>{@code java.net} has a {@code Socket} and a {@code SocketOptions} too: import single classes from it, not {@code java.net.*}.
 *
 * <pre>{@code
 * try (SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", 7000));
 *         Socket same = NioChannels.dup(channel)) {
 *     same.setOption(TcpOptions.TCP_USER_TIMEOUT, 5000);
 *     TcpInfo info = new TcpInfo().read(same);
 * } // closes both descriptors
 * }</pre>
 */
public final class NioChannels {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static final Object ONE_AT_A_TIME = new Object(); // two threads could see each other's changes

    private NioChannels() {}

    /**
     * Makes another descriptor for a channel's socket. You close it independently of the channel. The options, the addresses, the
     * connection and the blocking mode are shared. Change the blocking mode only through the channel, which keeps it in a field.
     *
     * @param channel an open {@link SocketChannel}, {@link ServerSocketChannel} or {@link DatagramChannel}
     * @return the copy
     * @throws IOException if the channel is closed, or if no socket of this process passes the test
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
                    Socket copy = copyIfProven(target, fd);
                    if (copy != null) {
                        return copy;
                    }
                }
            }
        }
        throw new IOException(
                "dup: no descriptor of this process was identified as that of " + Printable.of(channel.toString()));
    }

    /** Tests a copy, because the number may be given to another file at any time. Closes the copy if it is another socket. */
    private static @Nullable Socket copyIfProven(NioTarget target, int fd) throws IOException {
        OwnedFds.ask();
        int copy = Descriptor.B.dup(fd);
        if (copy < 0) {
            return null; // it was closed, so it is not the channel's
        }
        Socket proven = null;
        try {
            if (target.looksLike(copy) && target.isProven(copy)) {
                proven = Socket.adopt(copy);
            }
            return proven;
        } finally {
            if (proven == null) {
                Descriptor.B.close(copy);
            }
        }
    }

    private static List<Integer> descriptors() throws IOException {
        try (Stream<Path> list = Files.list(DESCRIPTORS)) {
            return list.map(p -> Integer.valueOf(p.getFileName().toString())).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
