package io.baresock.internal;

import io.baresock.internal.backend.Header;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The way of the system calls, {@code -Dbaresock.syscalls=auto|direct|libc}: made directly, or by libc's functions, which another library
 * may have replaced (auto: if one has). The C library makes the choice when it is loaded (BS_CALLS_*).
 */
public final class SystemCalls {

    private static final int PATH_ROOM = 4096;

    private SystemCalls() {}

    private static String wanted() {
        return System.getProperty("baresock.syscalls", "auto").toLowerCase(Locale.ROOT);
    }

    /** What the property is for bs_force. */
    static int mask() throws LoadException {
        String wanted = wanted();
        if (wanted.equals("direct") && !Platform.LINUX) {
            throw new LoadException("-Dbaresock.syscalls=direct: " + System.getProperty("os.name")
                    + " has no stable system calls but by libc: use libc, or leave the property away");
        }
        return switch (wanted) {
            case "auto" -> Header.CALLS_AUTO;
            case "direct" -> 0;
            case "libc" -> Header.CALLS_BY_LIBC;
            default -> throw new LoadException(
                    "-Dbaresock.syscalls=" + Printable.of(wanted) + ": must be auto, direct or libc");
        };
    }

    /** Why they are made the way they are. */
    public static String reason() {
        if (!Platform.LINUX) { // other systems promise no system calls but those of libc
            return "libc is the only stable way on " + System.getProperty("os.name");
        }
        return wanted().equals("auto")
                ? interposer() + " stands before libc's send and recv"
                : "-Dbaresock.syscalls=" + wanted();
    }

    /** The path of the library that does; "nothing". */
    private static String interposer() {
        String path = Scratch.text(PATH_ROOM, StandardCharsets.UTF_8, Library.backend()::interposer);
        return path.isEmpty() ? "nothing" : path;
    }
}
