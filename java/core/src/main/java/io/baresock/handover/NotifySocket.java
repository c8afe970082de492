package io.baresock.handover;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.internal.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one way to the service manager's socket, {@code NOTIFY_SOCKET}: see sd_notify(3), "Notes". */
final class NotifySocket {

    private static final String VARIABLE = "NOTIFY_SOCKET";

    private NotifySocket() {}

    /**
     * Sends one datagram, with descriptors or without. The kernel adds the credentials of this process if the manager asks for them.
     *
     * @return false if there is no manager that listens
     */
    static boolean send(Map<String, String> environment, byte[] bytes, Socket... sockets) throws ErrnoException {
        Sockaddr manager = address(environment.get(VARIABLE));
        if (manager == null) {
            return false;
        }
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

    /** An absolute path, or an abstract name after an {@code @}. Null if there is none. */
    private static @Nullable Sockaddr address(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (value.length() < 2 || value.charAt(0) != '@' && value.charAt(0) != '/') {
            throw malformed(value, "it must be an absolute path, or an abstract name after an @", null);
        }
        try {
            return value.charAt(0) == '@'
                    ? Sockaddr.unixAbstract(value.substring(1).getBytes(StandardCharsets.UTF_8))
                    : Sockaddr.unix(value);
        } catch (IllegalArgumentException e) {
            throw malformed(value, String.valueOf(e.getMessage()), e);
        }
    }

    private static IllegalStateException malformed(String value, String why, @Nullable Throwable cause) {
        return new IllegalStateException(VARIABLE + '=' + Printable.of(value) + ": " + why, cause);
    }
}
