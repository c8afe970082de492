package io.baresock.handover;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Buffers;
import io.baresock.internal.Guard;
import io.baresock.internal.Printable;
import io.baresock.internal.Ranges;
import io.baresock.internal.access.SocketAccess;
import io.baresock.internal.call.Descriptor;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The file (node) that a Unix socket is bound to. It gets exact permissions, and is removed only if it is still the same file. Closing
 * the socket does not remove the node; closing this object does:
 *
 * <pre>{@code
 * try (Socket s = Socket.open(AF_UNIX, SOCK_STREAM, 0);
 *         UnixNode node = UnixNode.bind(s, Sockaddr.unix("/run/x/control"), 0660)) {
 *     s.listen(128);
 *     ...
 * } // the node goes first, then the socket
 * }</pre>
 *
 * <p>A node is identified by its device and inode number. The number stays reserved while the socket is open. After that it may be given
 * to another file, so a node is not removed once its socket was closed or detached. Thread-safe. See unix(7).
 */
public final class UnixNode implements AutoCloseable {

    private static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private static final SocketAccess<Socket, Sockaddr> SOCKETS = SocketAccess.of(Socket.class);

    private final Socket socket;
    private final Path path;
    private final Object key;

    private UnixNode(Socket socket, Path path, Object key) {
        this.socket = socket;
        this.path = path;
        this.key = key;
    }

    /**
     * Binds a socket to a path. The node gets the permissions 0777 less the process's umask.
     *
     * @param socket a Unix socket that is not bound
     * @param path as of {@link Sockaddr#unix(String)}; nothing may be there
     * @return the node
     * @throws ErrnoException as in bind(2); names the path
     * @throws IOException if the node cannot be identified; the socket is bound then
     * @throws IllegalArgumentException if the address is not a path, or not one in the encoding of file names
     */
    public static UnixNode bind(Socket socket, Sockaddr path) throws IOException {
        return bound(socket, path, -1);
    }

    /**
     * Binds a socket to a path, and gives the node exactly these permissions. It never has more: they are set on the socket before the
     * node exists (fchmod(2)). The process's umask does not change. Permissions that the umask removes may be missing for a moment,
     * before listen(2).
     *
     * @param socket a Unix socket that is not bound
     * @param path as of {@link Sockaddr#unix(String)}; nothing may be there
     * @param mode such as 0600; 0 to 0777
     * @return the node
     * @throws ErrnoException as in bind(2) and chmod(2), names the path; EOPNOTSUPP on systems other than Linux
     * @throws IOException if the node cannot be identified; the socket is bound then
     * @throws IllegalArgumentException if the address is not a path, or not one in the encoding of file names
     */
    public static UnixNode bind(Socket socket, Sockaddr path, int mode) throws IOException {
        return bound(socket, path, Ranges.check("bind", "mode", mode, 0, 0777));
    }

    private static UnixNode bound(Socket socket, Sockaddr address, int mode) throws IOException {
        Buffers.present("bind", socket);
        Path path = path(Buffers.present("bind", address));
        Descriptor d = SOCKETS.descriptor(socket);
        Binding binding = new Binding(d, address, path, mode);
        long r = d.guard.use(binding, 0, 0, 0, 0);
        Reference.reachabilityFence(address);
        Reference.reachabilityFence(socket);
        if (r == Guard.REFUSED) {
            throw new SocketClosedException("bind");
        }
        if (r < 0) {
            throw new ErrnoException("bind", (int) -r, address, null, null);
        }
        Object key = binding.key;
        if (key == null) {
            throw new IOException("bind(" + address + "): the file system has no inode numbers to identify the node");
        }
        return new UnixNode(socket, path, key);
    }

    /** Binds, and identifies the node while the socket cannot be closed. */
    private static final class Binding implements Guard.Work<IOException> {
        private final Descriptor d;
        private final Sockaddr address;
        private final Path path;
        private final int mode;
        private @Nullable Object key;

        Binding(Descriptor d, Sockaddr address, Path path, int mode) {
            this.d = d;
            this.address = address;
            this.path = path;
            this.mode = mode;
        }

        @Override
        public long run(int a, int b, int c, long unused) throws IOException {
            int fd = d.guard.fd();
            int r = mode < 0
                    ? Descriptor.B.bind(fd, SOCKETS.memory(address), address.length())
                    : Descriptor.B.bindMode(fd, SOCKETS.memory(address), address.length(), mode);
            key = r < 0 ? null : key(path);
            return r;
        }
    }

    private static Path path(Sockaddr address) {
        byte[] bytes = address.pathBytes();
        String name = new String(bytes, FILE_NAMES);
        if (bytes.length == 0 || !Arrays.equals(name.getBytes(FILE_NAMES), bytes)) {
            throw new IllegalArgumentException("bind: " + address
                    + (bytes.length == 0 ? " is not a path" : " is not a path in the encoding " + FILE_NAMES));
        }
        return Path.of(name).toAbsolutePath();
    }

    /** Device and inode number of the file, links not followed; null if the file system has none. */
    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** {@return where the node is, absolute} */
    public Path path() {
        return path;
    }

    /**
     * Removes the node, unless another file is there or the socket was closed before.
     *
     * @return whether it was removed
     * @throws IOException if it exists and cannot be removed
     */
    public boolean remove() throws IOException {
        // The socket is pinned, so that the inode number stays reserved.
        return SOCKETS.guard(socket).use(new Removal(), 0, 0, 0, 0) == 1;
    }

    private final class Removal implements Guard.Work<IOException> {
        @Override
        public long run(int a, int b, int c, long unused) throws IOException {
            boolean there = Files.exists(path, LinkOption.NOFOLLOW_LINKS) && key.equals(key(path));
            return there && Files.deleteIfExists(path) ? 1 : 0;
        }
    }

    /**
     * Removes the node as {@link #remove} does. May be repeated. It does not close the socket.
     *
     * @throws IOException if the node exists and cannot be removed
     */
    @Override
    public void close() throws IOException {
        remove();
    }

    @Override
    public String toString() {
        return "UnixNode[" + Printable.of(path.toString()) + "]";
    }
}
