package io.baresock.net;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketOption;
import io.baresock.option.Ipv6Options;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a line of settings says: see the package's description. Immutable.
 *
 * @param options set on each new socket, in this order
 * @param unix the address of a Unix socket; null for the Internet
 */
record Settings(List<Setting<?>> options, @Nullable Sockaddr unix) {

    static final Settings NONE = new Settings(List.of(), null);

    private static final String UNIX = "unix:";

    /**
     * Reads a line.
     *
     * @param type of the sockets that it is for: {@code SOCK_STREAM} or {@code SOCK_DGRAM}
     * @throws IllegalArgumentException if it is wrong, or the system refuses an option
     */
    static Settings parse(@Nullable String line, int type) {
        if (line == null || line.isBlank()) {
            return NONE;
        }
        List<Setting<?>> options = new ArrayList<>();
        Sockaddr unix = null;
        String rest = line.strip();
        while (!rest.isEmpty() && unix == null) {
            if (rest.startsWith(UNIX)) {
                unix = unix(rest.substring(UNIX.length()));
            } else {
                int comma = rest.indexOf(',');
                options.add(Setting.parse(
                        comma < 0 ? rest : rest.substring(0, comma).strip()));
                rest = comma < 0 ? "" : rest.substring(comma + 1).strip();
            }
        }
        if (unix != null && type != Bsd.SOCK_STREAM) {
            throw new IllegalArgumentException(
                    line + ": java.net has no Unix datagrams; leave unix: out, or use" + " io.baresock.Socket");
        }
        Settings settings = new Settings(List.copyOf(options), unix);
        settings.tryAll(type);
        return settings;
    }

    /** The settings as a line, for messages. */
    String line() {
        List<String> parts = new ArrayList<>();
        options.forEach(o -> parts.add(o.text()));
        if (unix != null) {
            parts.add(unix.toString());
        }
        return String.join(",", parts);
    }

    /** Whether an option is among them. */
    boolean names(SocketOption<?> option) {
        return options.stream().anyMatch(o -> o.option() == option);
    }

    private static Sockaddr unix(String name) {
        try {
            return name.startsWith("@") ? Sockaddr.unixAbstract(name.substring(1)) : Sockaddr.unix(name);
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    UNIX + name + ": " + e.getMessage()
                            + ". Write unix:PATH with a path that is short enough, or unix:@NAME on Linux",
                    e);
        }
    }

    private void tryAll(int type) {
        try (Socket trial = bare(type)) {
            options.forEach(o -> o.tryOn(trial));
        } catch (ErrnoException e) {
            throw new IllegalArgumentException("no socket of this family can be opened here: " + e.getMessage(), e);
        }
    }

    /** A new socket with the options set: Internet sockets are for IPv6 and IPv4, unless this system has only IPv4. */
    Socket open(int type) throws ErrnoException {
        Socket socket = bare(type);
        boolean done = false;
        try {
            for (Setting<?> option : options) {
                option.set(socket);
            }
            done = true;
            return socket;
        } finally {
            if (!done) {
                socket.close();
            }
        }
    }

    private Socket bare(int type) throws ErrnoException {
        if (unix != null) {
            return Socket.open(Bsd.AF_UNIX, type, 0);
        }
        Socket socket = Socket.open(Addresses.FAMILY, type, 0);
        if (Addresses.FAMILY == Bsd.AF_INET6) {
            socket.setOption(Ipv6Options.IPV6_V6ONLY, false);
        }
        return socket;
    }
}
