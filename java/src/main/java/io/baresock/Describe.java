package io.baresock;

import io.baresock.internal.Abi;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

/** Words and small sums for messages. */
final class Describe {

    private static final Set<String> ALIASES = Set.of("AF_FILE", "AF_LOCAL"); // of AF_UNIX

    private Describe() {}

    /** The three numbers of socket(2), the first two by their names. */
    static String socket(int domain, int type, int protocol) {
        int bare = type & ~Descriptor.SOCK_FLAGS;
        return constant("AF_", domain, "family ") + ", " + constant("SOCK_", bare, "type ") + ", protocol " + protocol;
    }

    private static String constant(String prefix, int value, String otherwise) {
        return Abi.names().entrySet().stream()
                .filter(e -> e.getValue() == value && e.getKey().startsWith(prefix) && !ALIASES.contains(e.getKey()))
                .map(Map.Entry::getKey)
                .min(Comparator.naturalOrder()) // AF_NETLINK rather than AF_ROUTE
                .orElseGet(() -> otherwise + value);
    }

    /** Seconds and microseconds, both not negative, as nanoseconds; what does not fit is as good as for ever. */
    static long nanos(long sec, long usec) {
        long max = Long.MAX_VALUE / 2_000_000_000L;
        return sec > max || usec > max * 1_000 ? Long.MAX_VALUE : sec * 1_000_000_000L + usec * 1_000L;
    }
}
