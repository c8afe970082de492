package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.Library;
import io.baresock.internal.Scratch;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Error numbers of this platform: their names and texts. Thread-safe. See errno(3). */
public final class Errno {

    /** Second names. They count only where they have their own value: ENOTSUP on macOS, EDEADLOCK on Linux for POWER. */
    private static final Set<String> ALIASES = Set.of("EWOULDBLOCK", "ENOTSUP", "EDEADLOCK");

    private static final int TEXT_ROOM = 512;
    private static final Map<Integer, String> NAMES = names();
    private static final Map<Integer, String> TEXTS = new ConcurrentHashMap<>();

    private Errno() {}

    /**
     * The name of an error number, such as {@code EACCES}; {@code "errno 4711"} for a number without a name. If a number has two names,
     * EAGAIN and EOPNOTSUPP are chosen, not EWOULDBLOCK and ENOTSUP.
     *
     * @param errno the error number, positive
     * @return its name
     */
    public static String name(int errno) {
        String name = NAMES.get(errno);
        return name != null ? name : "errno " + errno;
    }

    /**
     * The system's text for an error number, in the language of the process. See strerror(3).
     *
     * @param errno the error number, positive
     * @return its text, such as {@code "Permission denied"}
     */
    public static String text(int errno) {
        // Only numbers that exist are kept, so the cache is bounded.
        return NAMES.containsKey(errno) ? TEXTS.computeIfAbsent(errno, Errno::strerror) : strerror(errno);
    }

    /** {@return every error number of this platform with its name, in ascending order; unmodifiable} */
    public static Map<Integer, String> all() {
        return NAMES;
    }

    private static Map<Integer, String> names() {
        Map<Integer, String> names = new TreeMap<>();
        for (Map.Entry<String, Integer> constant : Abi.names().entrySet()) {
            if (isErrno(constant.getKey()) && !ALIASES.contains(constant.getKey())) {
                names.put(constant.getValue(), constant.getKey());
            }
        }
        for (String alias : ALIASES) {
            Integer value = Abi.names().get(alias);
            if (value != null) {
                names.putIfAbsent(value, alias);
            }
        }
        return Collections.unmodifiableMap(names);
    }

    /** The name of an error number begins with E and has no underscore. The names of epoll do too, but are no errors. */
    private static boolean isErrno(String name) {
        return name.startsWith("E") && name.indexOf('_') < 0 && !name.startsWith("EPOLL") && !name.startsWith("EPIOC");
    }

    private static String strerror(int errno) {
        return systemText((address, room) -> Library.backend().strerror(errno, address, room));
    }

    /** Text in the language of the process, and in its charset. */
    static String systemText(Scratch.Writer function) {
        return Scratch.text(TEXT_ROOM, Charset.forName(System.getProperty("native.encoding", "UTF-8")), function);
    }
}
