package io.baresock;

/** Words and small sums for messages. */
final class Describe {

    private Describe() {}

    /** The three numbers of socket(2) by their names. */
    static String socket(int domain, int type, int protocol) {
        int bare = type & ~Descriptor.SOCK_FLAGS;
        String family = domain == Bsd.AF_INET
                ? "AF_INET"
                : domain == Bsd.AF_INET6 ? "AF_INET6" : domain == Bsd.AF_UNIX ? "AF_UNIX" : "family " + domain;
        String kind = bare == Bsd.SOCK_STREAM
                ? "SOCK_STREAM"
                : bare == Bsd.SOCK_DGRAM
                        ? "SOCK_DGRAM"
                        : bare == Bsd.SOCK_SEQPACKET
                                ? "SOCK_SEQPACKET"
                                : bare == Bsd.SOCK_RAW ? "SOCK_RAW" : "type " + bare;
        return family + ", " + kind + ", protocol " + protocol;
    }

    /** Seconds and microseconds, both not negative, as nanoseconds; what does not fit is as good as for ever. */
    static long nanos(long sec, long usec) {
        long max = Long.MAX_VALUE / 2_000_000_000L;
        return sec > max || usec > max * 1_000 ? Long.MAX_VALUE : sec * 1_000_000_000L + usec * 1_000L;
    }
}
