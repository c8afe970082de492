package io.baresock.handover;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import java.util.Map;

/**
 * The service manager's keeping place for descriptors, so that listeners and connections outlive this process: what is put
 * there comes back by {@link ListenFds} in the process that is started next, by the same name. The unit needs
 * {@code FileDescriptorStoreMax=}. {@link Systemd} sends it along with other states. Thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/sd_notify.3.html">sd_notify(3)</a>
 */
public final class FdStore {

    private FdStore() {}

    /**
     * Puts descriptors into the store. The sockets stay open and usable here.
     *
     * @param name 1 to 255 printable ASCII characters but the colon
     * @param sockets 1 to 253, open
     * @return false if there is no service manager that listens ({@code NOTIFY_SOCKET} is not set)
     * @throws SocketClosedException if one of them is closed
     * @throws ErrnoException as in sendmsg(2)
     */
    public static boolean put(String name, Socket... sockets) throws ErrnoException {
        return put(System.getenv(), name, sockets);
    }

    /**
     * Takes all descriptors of a name out of the store, which closes the manager's copies.
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
