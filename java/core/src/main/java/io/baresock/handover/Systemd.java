package io.baresock.handover;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Buffers;
import io.baresock.internal.Printable;
import io.baresock.internal.Ranges;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a service to its service manager, as sd_notify(3): datagrams to {@code NOTIFY_SOCKET}. Without that variable nothing is
 * sent and each call returns false, so a program needs no special case when it is started by hand. Thread-safe.
 *
 * <pre>{@code
 * Systemd.notify(Systemd.READY, Systemd.status("listening on port 8080")); // Type=notify in the unit
 * Duration interval = Systemd.watchdogInterval(); // WatchdogSec= in the unit
 * if (interval != null) {
 *     long period = interval.toNanos() / 2; // of a timer that calls Systemd.notify(Systemd.WATCHDOG)
 * }
 * }</pre>
 *
 * <p>A program that Java starts inherits the variables. To prevent that, remove {@code NOTIFY_SOCKET}, {@code WATCHDOG_PID} and
 * {@code WATCHDOG_USEC} from {@link ProcessBuilder#environment}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/sd_notify.3.html">sd_notify(3)</a>
 */
public final class Systemd {

    /** {@code READY=1}: the start, or the reading of the configuration, is done. For units with {@code Type=notify}. */
    public static final State READY = new State("READY=1");

    /** {@code STOPPING=1}: the service begins to end. */
    public static final State STOPPING = new State("STOPPING=1");

    /** {@code WATCHDOG=1}: the service is alive. Send it twice in each {@link #watchdogInterval()}. */
    public static final State WATCHDOG = new State("WATCHDOG=1");

    /** {@code WATCHDOG=trigger}: the service has failed; the manager acts as if the watchdog's time had passed. */
    public static final State WATCHDOG_TRIGGER = new State("WATCHDOG=trigger");

    private static final int MESSAGE_MAX = 4096; // NOTIFY_BUFFER_MAX of systemd, which ignores what is longer
    private static final int FDS_MAX = 253; // SCM_MAX_FD of the kernel
    private static final int NAME_MAX = 255;
    private static final Pattern VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]*");
    private static final long MICROS = TimeUnit.MICROSECONDS.toNanos(1);

    private Systemd() {}

    /** One line of a notification: {@code VARIABLE=value}, and for {@link #fdStore} the sockets that go with it. Immutable. */
    public static final class State {
        private final String text;
        private final Socket[] sockets;

        private State(String text, Socket... sockets) {
            this.text = text;
            this.sockets = sockets;
        }

        /** {@return the text that is sent, such as {@code READY=1}} */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Sends states to the service manager, in one message.
     *
     * @param states one or more, of at most 4096 bytes together; at most one {@link #fdStore} among them
     * @return false if there is no service manager that listens ({@code NOTIFY_SOCKET} is not set)
     * @throws SocketClosedException if a socket of {@link #fdStore} is closed
     * @throws ErrnoException as in sendmsg(2); names the manager's socket
     * @throws IllegalStateException if {@code NOTIFY_SOCKET} is neither an absolute path nor an abstract name, or is too long
     */
    public static boolean notify(State... states) throws ErrnoException {
        return notify(System.getenv(), states);
    }

    static boolean notify(Map<String, String> environment, State... states) throws ErrnoException {
        Socket[] sockets = {};
        for (State state : Buffers.present("notify", states)) {
            if (Buffers.present("notify", state).sockets.length > 0) {
                if (sockets.length > 0) {
                    throw new IllegalArgumentException(
                            "notify: there are two fdStore in one message: give each a notify of its own");
                }
                sockets = state.sockets;
            }
        }
        checkOpen("notify", sockets);
        String text = Arrays.stream(states).map(State::toString).collect(Collectors.joining("\n"));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > MESSAGE_MAX) {
            throw new IllegalArgumentException("notify: the states have " + bytes.length + " bytes, not 1 to "
                    + MESSAGE_MAX + ", of which a manager takes notice");
        }
        return NotifySocket.send(environment, bytes, sockets);
    }

    // ---- states with a value ----

    /**
     * {@code STATUS=}: one line about the state of the service, which {@code systemctl status} shows.
     *
     * @param text without a newline
     * @return the state
     */
    public static State status(String text) {
        return state("status", "STATUS", text);
    }

    /**
     * {@code RELOADING=1} with {@code MONOTONIC_USEC=}: the service begins to read its configuration again, now. {@link #READY} marks the
     * end. Units with {@code Type=notify-reload} need it.
     *
     * @return the state, with the time of this call: make a new one for each use
     */
    public static State reloading() {
        // On Linux the clock of System.nanoTime is CLOCK_MONOTONIC.
        return new State("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / MICROS);
    }

    /**
     * {@code MAINPID=}: the process that the manager should take as the service's main one.
     *
     * @param pid such as {@link ProcessHandle#pid()}
     * @return the state
     */
    public static State mainPid(long pid) {
        if (pid <= 0) {
            throw new IllegalArgumentException("mainPid: pid = " + pid + " is not a process");
        }
        return new State("MAINPID=" + pid);
    }

    /**
     * {@code EXTEND_TIMEOUT_USEC=}: the start, the stop or the run of the service takes longer. The manager waits that long for the next
     * message, counted from this one.
     *
     * @param time a microsecond or more
     * @return the state
     */
    public static State extendTimeout(Duration time) {
        return new State("EXTEND_TIMEOUT_USEC=" + micros("extendTimeout", time));
    }

    /**
     * {@code WATCHDOG_USEC=}: changes the watchdog's interval. {@link #watchdogInterval()} of this process stays as it was.
     *
     * @param interval a microsecond or more
     * @return the state
     */
    public static State newWatchdogInterval(Duration interval) {
        return new State("WATCHDOG_USEC=" + micros("newWatchdogInterval", interval));
    }

    /**
     * {@code ERRNO=}: why the service failed, as an error number of {@link Bsd}.
     *
     * @param errno 1 or more, such as {@link Bsd#EADDRINUSE}
     * @return the state
     */
    public static State errno(int errno) {
        return new State("ERRNO=" + Ranges.check("errno", "errno", errno, 1, Integer.MAX_VALUE));
    }

    /**
     * {@code BUSERROR=}: why the service failed, as an error name of D-Bus.
     *
     * @param name such as {@code org.freedesktop.DBus.Error.TimedOut}
     * @return the state
     */
    public static State busError(String name) {
        return state("busError", "BUSERROR", name);
    }

    /**
     * {@code FDSTORE=1} with {@code FDNAME=}: the manager keeps these sockets. If you send nothing else, {@link FdStore} is shorter.
     *
     * @param name 1 to 255 printable ASCII characters, without a colon
     * @param sockets 1 to 253, open when the state is sent; the caller still owns them
     * @return the state
     * @throws SocketClosedException if one of them is closed
     */
    public static State fdStore(String name, Socket... sockets) throws SocketClosedException {
        return stored("fdStore", name, sockets);
    }

    /**
     * {@code FDSTOREREMOVE=1} with {@code FDNAME=}: the manager closes what it keeps by that name.
     *
     * @param name as of {@link #fdStore}
     * @return the state
     */
    public static State fdStoreRemove(String name) {
        return removed("fdStoreRemove", name);
    }

    /**
     * Any other variable of sd_notify(3), such as {@code FDPOLL}, {@code EXIT_STATUS} or {@code NOTIFYACCESS}, or one of your own, which begins
     * with {@code X_}.
     *
     * @param variable capital letters, digits and {@code _}
     * @param value without a newline
     * @return the state
     */
    public static State variable(String variable, String value) {
        if (!VARIABLE.matcher(Buffers.present("variable", variable)).matches()) {
            throw new IllegalArgumentException(
                    "variable: " + Printable.quote(variable) + " is not made of capital letters, digits and _");
        }
        return state("variable", variable, value);
    }

    static State stored(String call, String name, Socket... sockets) throws SocketClosedException {
        int count = Buffers.present(call, sockets).length;
        if (count == 0 || count > FDS_MAX) {
            throw new IllegalArgumentException(
                    call + ": there are " + (count == 0 ? "no" : count) + " sockets, not 1 to " + FDS_MAX);
        }
        checkOpen(call, sockets);
        return new State("FDSTORE=1\nFDNAME=" + storeName(call, name), sockets.clone());
    }

    private static void checkOpen(String call, Socket... sockets) throws SocketClosedException {
        for (Socket socket : sockets) {
            if (!Buffers.present(call, socket).isOpen()) {
                throw new SocketClosedException(call);
            }
        }
    }

    static State removed(String call, String name) {
        return new State("FDSTOREREMOVE=1\nFDNAME=" + storeName(call, name));
    }

    /** Checks a name as sd_notify(3) demands it, since it becomes an element of LISTEN_FDNAMES. */
    private static String storeName(String call, String name) {
        boolean good = !Buffers.present(call, name).isEmpty()
                && name.length() <= NAME_MAX
                && name.chars().allMatch(c -> c >= ' ' && c < 0x7F && c != ':');
        if (!good) {
            throw new IllegalArgumentException(call + ": name " + Printable.quote(name) + " is not 1 to " + NAME_MAX
                    + " printable ASCII characters without a colon");
        }
        return name;
    }

    private static State state(String call, String variable, String value) {
        if (Buffers.present(call, value).indexOf('\n') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    call + ": " + Printable.quote(value) + " has a newline or a NUL, which would end the line");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException(
                    call + ": " + Printable.quote(value) + " has half of a surrogate pair, which UTF-8 cannot encode");
        }
        return new State(variable + '=' + value);
    }

    private static long micros(String call, Duration time) {
        boolean fits = Buffers.present(call, time).compareTo(Duration.ofNanos(MICROS)) >= 0
                && time.compareTo(Duration.ofSeconds(Long.MAX_VALUE / 1_000_000)) < 0;
        if (!fits) {
            throw new IllegalArgumentException(call + ": " + time + " is not 1 to 2^63-1 microseconds");
        }
        return time.getSeconds() * 1_000_000 + time.getNano() / MICROS;
    }

    // ---- the watchdog ----

    /**
     * How long the manager waits for {@link #WATCHDOG} before it acts: {@code WATCHDOG_USEC}, if it is for this process
     * ({@code WATCHDOG_PID}). Send it twice in that time.
     *
     * @return the interval; null if the manager has no watchdog for this process
     * @throws IllegalStateException if one of the variables is not a number
     * @see <a href="https://man7.org/linux/man-pages/man3/sd_watchdog_enabled.3.html">sd_watchdog_enabled(3)</a>
     */
    public static @Nullable Duration watchdogInterval() {
        return watchdogInterval(System.getenv(), ProcessHandle.current().pid());
    }

    static @Nullable Duration watchdogInterval(Map<String, String> environment, long pid) {
        String usec = environment.get("WATCHDOG_USEC");
        if (usec == null) {
            return null;
        }
        long micros = number("WATCHDOG_USEC", usec);
        String watched = environment.get("WATCHDOG_PID");
        return watched != null && number("WATCHDOG_PID", watched) != pid
                ? null
                : Duration.ofSeconds(micros / 1_000_000, micros % 1_000_000 * MICROS);
    }

    private static long number(String variable, String value) {
        try {
            long n = Long.parseLong(value);
            if (n > 0 && value.chars().allMatch(c -> c <= '9')) { // not every digit of Unicode
                return n;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new IllegalStateException(variable + '=' + Printable.of(value) + " is not a number above 0");
    }

    // ---- waiting for the manager ----

    /**
     * Waits until the manager has handled all earlier messages of this process: {@code BARRIER=1} with a descriptor, which the manager
     * closes. Call it before the end of a process that has sent messages for another process. Parks a virtual thread.
     *
     * @param timeout negative waits for ever
     * @return false if there is no service manager that listens
     * @throws ErrnoException ETIMEDOUT if the time passed; else as {@link #notify}
     * @see <a href="https://man7.org/linux/man-pages/man3/sd_notify_barrier.3.html">sd_notify_barrier(3)</a>
     */
    public static boolean barrier(Duration timeout) throws ErrnoException {
        return barrier(System.getenv(), timeout);
    }

    static boolean barrier(Map<String, String> environment, Duration timeout) throws ErrnoException {
        Buffers.present("barrier", timeout);
        // A pair of sockets instead of a pipe, because Socket.poll parks a virtual thread.
        Socket[] pair = Socket.pair(Bsd.AF_UNIX, Bsd.SOCK_STREAM, 0);
        try (Socket mine = pair[0];
                Socket theirs = pair[1]) {
            if (!NotifySocket.send(environment, "BARRIER=1".getBytes(StandardCharsets.US_ASCII), theirs)) {
                return false;
            }
            theirs.close(); // the manager has the last one now
            if (mine.poll(Socket.READABLE, timeout) == 0) {
                throw new ErrnoException("barrier", Bsd.ETIMEDOUT, "the manager has not closed the descriptor");
            }
        }
        return true;
    }
}
