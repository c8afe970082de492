package io.baresock.internal.call;

import io.baresock.internal.Abi;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Texts and small sums for messages. */
public final class Describe {

    /** Names that look like a family's but are none, or are a second name. */
    private static final Set<String> NO_FAMILY = Set.of("AF_MAX", "AF_FILE", "AF_LOCAL");

    /** All types of socket(2). Other names look like them: SOCK_SNDBUF_LOCK is 1, and so is SOCK_STREAM. */
    private static final List<String> TYPES =
            List.of("SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW", "SOCK_RDM", "SOCK_SEQPACKET", "SOCK_DCCP", "SOCK_PACKET");

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MICRO = 1_000L;

    private Describe() {}

    /** The three numbers of socket(2), the first two by their names. */
    public static String socket(int domain, int type, int protocol) {
        int bare = type < 0 ? type : type & ~Descriptor.SOCK_FLAGS; // no flag makes it negative
        Stream<String> families =
                Abi.names().keySet().stream().filter(n -> n.startsWith("AF_") && !NO_FAMILY.contains(n));
        return name(families.sorted(), domain, "family ") // sorted: AF_NETLINK rather than AF_ROUTE
                + ", " + name(TYPES.stream(), bare, "type ") + ", protocol " + protocol;
    }

    /** The first of the names that the platform has with this value. */
    private static String name(Stream<String> names, int value, String otherwise) {
        return names.filter(n -> Objects.equals(Abi.names().get(n), value))
                .findFirst()
                .orElseGet(() -> otherwise + value);
    }

    /** Seconds and microseconds, neither negative, as nanoseconds. A sum that does not fit means for ever. */
    public static long nanos(long sec, long usec) {
        if (sec > Long.MAX_VALUE / NANOS_PER_SECOND || usec > Long.MAX_VALUE / NANOS_PER_MICRO) {
            return Long.MAX_VALUE;
        }
        long sum = sec * NANOS_PER_SECOND + usec * NANOS_PER_MICRO;
        return sum < 0 ? Long.MAX_VALUE : sum; // a sum of two numbers below 2^63 wraps at most once
    }
}
