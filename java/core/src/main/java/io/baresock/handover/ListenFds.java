package io.baresock.handover;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.internal.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that a service manager has opened and passed to this process: descriptors 3 and up. {@code LISTEN_PID}, {@code LISTEN_FDS} and
 * {@code LISTEN_FDNAMES} describe them. Thread-safe.
 *
 * <p>A socket keeps its mode. If another process had it before, it may be non-blocking: check {@link Socket#isNonblocking}, or accept
 * with a timeout.
 *
 * <p>{@code LISTEN_PID} must be this process: a shell script that starts Java has to {@code exec} it.
 *
 * <pre>{@code
 * Socket http = null;
 * for (ListenFds.Passed passed : ListenFds.take()) { // FileDescriptorName=http in the unit
 *     if (passed.name().equals("http")) {
 *         http = passed.socket();
 *     }
 * }
 * if (http == null) { // started by hand
 *     http = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.any4(8080)).listen(128);
 * }
 * }</pre>
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/sd_listen_fds.3.html">sd_listen_fds(3)</a>
 */
public final class ListenFds {

    private static final int FIRST = 3; // SD_LISTEN_FDS_START
    private static final String NAMELESS = "unknown"; // what sd_listen_fds_with_names(3) says without LISTEN_FDNAMES
    private static final AtomicBoolean TAKEN = new AtomicBoolean();

    /**
     * One descriptor that was passed.
     *
     * @param name its name in {@code LISTEN_FDNAMES}; {@code "unknown"} if there are no names
     * @param fd its number
     * @param socket the socket, which the caller must close; null if it is something else, such as a FIFO, which {@link Bsd#close} closes
     */
    public record Passed(String name, int fd, @Nullable Socket socket) {

        /** Refuses a name of null. */
        public Passed {
            Objects.requireNonNull(name, "name");
        }
    }

    private ListenFds() {}

    /**
     * Takes over the descriptors that were passed to this process. They become close-on-exec; nothing else changes.
     *
     * @return what was passed, in order; empty if there is nothing, if it is for another process, or on the second call
     * @throws ErrnoException EBADF if one of the descriptors is not open
     * @throws IllegalStateException if the variables are malformed, or the number of names differs from that of descriptors
     */
    public static List<Passed> take() throws ErrnoException {
        List<String> names = names(System.getenv(), ProcessHandle.current().pid());
        return TAKEN.compareAndSet(false, true) ? adopt(names, FIRST) : List.of();
    }

    /** The names of the descriptors, one for each; empty if they are not for this process. */
    static List<String> names(Map<String, String> environment, long pid) {
        String listenPid = environment.get("LISTEN_PID");
        String listenFds = environment.get("LISTEN_FDS");
        if (listenPid == null || listenFds == null || number("LISTEN_PID", listenPid) != pid) {
            return List.of();
        }
        int count = number("LISTEN_FDS", listenFds);
        String listenNames = environment.get("LISTEN_FDNAMES");
        if (listenNames == null) {
            return Collections.nCopies(count, NAMELESS);
        }
        List<String> names = count == 0 && listenNames.isEmpty() ? List.of() : List.of(listenNames.split(":", -1));
        if (names.size() != count) {
            throw new IllegalStateException("LISTEN_FDNAMES=" + Printable.of(listenNames) + " has " + names.size()
                    + " names, LISTEN_FDS=" + count);
        }
        return names;
    }

    private static int number(String variable, String value) {
        try {
            int n = Integer.parseInt(value);
            if (n >= 0 && value.chars().allMatch(c -> c <= '9')) { // not every digit of Unicode
                return n;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new IllegalStateException(variable + "=" + Printable.of(value) + " is not a number of 0 or more");
    }

    /** All or nothing: if a descriptor is missing, the others stay open and have no owner. */
    static List<Passed> adopt(List<String> names, int first) throws ErrnoException {
        for (int i = 0; i < names.size(); i++) {
            // FD_CLOEXEC is the only flag, so setting all flags loses none.
            int r = Bsd.fcntl(first + i, Bsd.F_SETFD, Bsd.FD_CLOEXEC);
            if (r < 0) {
                throw new ErrnoException("fcntl", -r, "descriptor " + (first + i) + " of LISTEN_FDS");
            }
        }
        List<Passed> passed = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            int fd = first + i;
            passed.add(new Passed(names.get(i), fd, socketOrNull(fd)));
        }
        return List.copyOf(passed);
    }

    private static @Nullable Socket socketOrNull(int fd) throws ErrnoException {
        try {
            return Socket.adopt(fd);
        } catch (ErrnoException e) {
            if (e.errno() != Bsd.ENOTSOCK) {
                throw e;
            }
            Bsd.own(fd);
            return null;
        }
    }
}
