package io.baresock.handover;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Buffers;
import io.baresock.internal.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The descriptor store of the service manager, which keeps listeners and connections open when this process ends. The next process gets
 * them back by {@link ListenFds}, with the same name. The unit needs {@code FileDescriptorStoreMax=}. Thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/sd_notify.3.html">sd_notify(3)</a>
 */
public final class FdStore {

    private static final int NAME_MAX = 255;

    private FdStore() {}

    /**
     * Puts descriptors into the store. The sockets stay open and usable here.
     *
     * @param name 1 to 255 printable ASCII characters, without a colon
     * @param sockets one or more, open
     * @return false if there is no service manager that listens ({@code NOTIFY_SOCKET} is not set)
     * @throws SocketClosedException if one of them is closed
     * @throws ErrnoException as in sendmsg(2)
     */
    public static boolean put(String name, Socket... sockets) throws ErrnoException {
        return put(System.getenv(), name, sockets);
    }

    /**
     * Removes all descriptors of a name from the store; the manager closes its copies.
     *
     * @param name as of {@link #put}
     * @return false if there is no service manager that listens
     * @throws ErrnoException as in sendmsg(2)
     */
    public static boolean remove(String name) throws ErrnoException {
        return remove(System.getenv(), name);
    }

    static boolean put(Map<String, String> environment, String name, Socket... sockets) throws ErrnoException {
        if (Buffers.present("put", sockets).length == 0) {
            throw new IllegalArgumentException("put: no sockets");
        }
        String text = "FDSTORE=1\nFDNAME=" + checked("put", name);
        for (Socket socket : sockets) {
            if (!Buffers.present("put", socket).isOpen()) {
                throw new SocketClosedException("put");
            }
        }
        return send(environment, text, sockets);
    }

    static boolean remove(Map<String, String> environment, String name) throws ErrnoException {
        return send(environment, "FDSTOREREMOVE=1\nFDNAME=" + checked("remove", name));
    }

    /** Checks a name as sd_notify(3) demands it, since it becomes an element of LISTEN_FDNAMES. */
    private static String checked(String call, String name) {
        boolean good = !name.isEmpty()
                && name.length() <= NAME_MAX
                && name.chars().allMatch(c -> c >= ' ' && c < 0x7F && c != ':');
        if (!good) {
            throw new IllegalArgumentException(call + ": name " + Printable.quote(name) + " is not 1 to " + NAME_MAX
                    + " printable ASCII characters without a colon");
        }
        return name;
    }

    private static boolean send(Map<String, String> environment, String text, Socket... sockets) throws ErrnoException {
        Sockaddr manager = manager(environment.get("NOTIFY_SOCKET"));
        if (manager == null) {
            return false;
        }
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        try (Socket s = Socket.open(Bsd.AF_UNIX, Bsd.SOCK_DGRAM, 0);
                Message m = new Message(1, Bsd.CMSG_SPACE(Integer.BYTES * sockets.length))) {
            m.add(ByteBuffer.wrap(bytes)).to(manager);
            if (sockets.length > 0) {
                m.control().rights(sockets);
            }
            s.sendmsg(m, 0, -1);
        }
        return true;
    }

    /** A path, or an abstract name after an {@code @}. */
    private static @Nullable Sockaddr manager(@Nullable String notifySocket) {
        if (notifySocket == null || notifySocket.isEmpty()) {
            return null;
        }
        return notifySocket.startsWith("@")
                ? Sockaddr.unixAbstract(notifySocket.substring(1).getBytes(StandardCharsets.UTF_8))
                : Sockaddr.unix(notifySocket);
    }
}
