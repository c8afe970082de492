package io.baresock.handover;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import java.util.Map;

/**
 * The descriptor store of the service manager, which keeps listeners and connections open when this process ends. The next process gets
 * them back by {@link ListenFds}, with the same name. The unit needs {@code FileDescriptorStoreMax=}. {@link Systemd} can send this
 * together with other states. Thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/sd_notify.3.html">sd_notify(3)</a>
 */
public final class FdStore {

    private FdStore() {}

    /**
     * Puts descriptors into the store. The sockets stay open and usable here.
     *
     * @param name 1 to 255 printable ASCII characters, without a colon
     * @param sockets 1 to 253, open
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
        return Systemd.notify(environment, Systemd.stored("put", name, sockets));
    }

    static boolean remove(Map<String, String> environment, String name) throws ErrnoException {
        return Systemd.notify(environment, Systemd.removed("remove", name));
    }
}
