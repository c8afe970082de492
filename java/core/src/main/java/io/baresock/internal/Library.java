package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.Header;
import io.baresock.internal.backend.JdkSupport;
import io.baresock.internal.backend.Opener;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The native library of this copy of Baresock, and the backend that calls it. The backend is chosen once, by
 * {@code -Dbaresock.backend=ffm|jni|auto} (auto: JNI, and FFM for functions that are called often, if the JDK has it). If the load fails,
 * each use throws an error with the reason. There is no slower fallback.
 */
public final class Library {

    private static final @Nullable Library LOADED;
    private static final @Nullable Throwable FAILURE;

    static {
        Library loaded = null;
        Throwable failure = null;
        try {
            loaded = load();
        } catch (LoadException | RuntimeException | LinkageError e) {
            failure = e; // if it were thrown here, only the first caller would see it
        }
        LOADED = loaded;
        FAILURE = failure;
    }

    private static final int MOST_DIGITS = 9;

    private final Backend backend;
    private final String origin;
    private final String reason;
    private final boolean isGuarded;
    private final boolean callsLibc;

    private Library(Backend backend, String origin, String reason, boolean isGuarded, boolean callsLibc) {
        this.backend = backend;
        this.origin = origin;
        this.reason = reason;
        this.isGuarded = isGuarded;
        this.callsLibc = callsLibc;
    }

    /**
     * The backend.
     *
     * @throws UnsatisfiedLinkError if the library could not be loaded; lists each place tried and why it failed
     */
    public static Backend backend() {
        return loaded().backend;
    }

    /** Where the library was found: a path, or the jar and where it was extracted to. */
    public static String origin() {
        return loaded().origin;
    }

    /** Why this backend and not the other. */
    public static String reason() {
        return loaded().reason;
    }

    /** Whether system calls are made by libc's functions. */
    public static boolean callsLibc() {
        return loaded().callsLibc;
    }

    /** Whether each piece of native memory ends at a page that faults: {@code -Dbaresock.force=guard}. */
    static boolean isGuarded() {
        return loaded().isGuarded;
    }

    private static Library loaded() {
        if (LOADED == null) {
            String why = FAILURE instanceof LoadException ? FAILURE.getMessage() : String.valueOf(FAILURE);
            throw (Error) new UnsatisfiedLinkError(why).initCause(FAILURE);
        }
        return LOADED;
    }

    private static Library load() throws LoadException {
        checkNumbers();
        String wanted = System.getProperty("baresock.backend", "auto").toLowerCase(Locale.ROOT);
        Opener opener =
                switch (wanted) {
                    case "auto" -> Opener.AUTO;
                    case "jni" -> Opener.JNI;
                    case "ffm" -> Opener.FFM;
                    default -> throw new LoadException(
                            "-Dbaresock.backend=" + Printable.of(wanted) + ": must be ffm, jni or auto");
                };
        int jdk = Runtime.version().feature();
        if (opener == Opener.FFM && !JdkSupport.hasFfm()) {
            throw new LoadException("-Dbaresock.backend=ffm: "
                    + (jdk >= 22
                            ? "this is the class path without META-INF/versions/22; use the jar"
                            : "the FFM API needs JDK 22 or newer, this is JDK " + jdk + "; remove the property"));
        }
        NativeLoader.Loaded found = NativeLoader.load(opener);
        int forced = forced() | SystemCalls.mask();
        boolean callsLibc = found.backend().force(forced) != 0 || !Platform.LINUX;
        boolean isGuarded = (forced & Header.FORCE_GUARD) != 0;
        String reason = opener == Opener.AUTO ? automatic(jdk) : "-Dbaresock.backend=" + wanted;
        Backend backend = Interposer.interpose(found.backend());
        return new Library(Tally.ON ? Counting.before(backend) : backend, found.origin(), reason, isGuarded, callsLibc);
    }

    private static String automatic(int jdk) {
        return JdkSupport.hasFfm()
                ? "automatic on JDK " + jdk + ": the first calls of a function by JNI, many more by FFM"
                : "JDK " + jdk + " has no FFM API (22 or newer)";
    }

    /** Refuses what the classes that need these properties would take for "not given". */
    private static void checkNumbers() throws LoadException {
        for (String property : new String[] {"baresock.idle.millis", "baresock.jni.calls"}) {
            String value = System.getProperty(property);
            if (value != null && !isNumber(value)) {
                throw new LoadException("-D" + property + '=' + Printable.of(value)
                        + ": must be a number from 1 to 999999999, or not given");
            }
        }
        String counters = System.getProperty("baresock.counters", "false");
        if (!counters.equalsIgnoreCase("true") && !counters.equalsIgnoreCase("false")) {
            throw new LoadException("-Dbaresock.counters=" + Printable.of(counters) + ": must be true or false");
        }
    }

    /** Not a regular expression, whose classes a process that starts need not load. */
    private static boolean isNumber(String value) {
        int zeros = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            zeros += c == '0' ? 1 : 0;
        }
        return zeros < value.length() && value.length() <= MOST_DIGITS;
    }

    /** {@code -Dbaresock.force=poll,loop,mmsg,pipe,guard}: fallbacks to use although something better works (BS_FORCE_*). */
    private static int forced() throws LoadException {
        int mask = 0;
        for (String word : System.getProperty("baresock.force", "").split(",")) {
            mask |= switch (word.trim()) {
                case "" -> 0;
                case "pipe" -> Header.FORCE_PIPE;
                case "poll" -> Header.FORCE_POLL;
                case "loop" -> Header.FORCE_LOOP;
                case "mmsg" -> Header.FORCE_MMSG;
                case "guard" -> Header.FORCE_GUARD;
                default -> throw new LoadException("-Dbaresock.force=" + Printable.of(word)
                        + ": must be a list of pipe, poll, loop, mmsg and guard");
            };
        }
        return mask | allowed();
    }

    /** {@code -Dbaresock.allow=msg_x}: private calls of the system that work better, but may go away (BS_ALLOW_*). */
    private static int allowed() throws LoadException {
        return switch (System.getProperty("baresock.allow", "")) {
            case "" -> 0;
            case "msg_x" -> Header.ALLOW_MSG_X;
            default -> throw new LoadException("-Dbaresock.allow="
                    + Printable.of(System.getProperty("baresock.allow", "")) + ": must be msg_x, or not given");
        };
    }
}
