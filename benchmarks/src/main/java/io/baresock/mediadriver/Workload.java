package io.baresock.mediadriver;

/**
 * What is sent, in one line of words for the process that does it.
 *
 * @param kind round trips one after the other, or as many messages as go
 * @param bytes of a message
 * @param senders publications, each with a socket of its own if there are several
 * @param threads 1: the driver's work and the client's take turns on one thread; 2: the driver has one and the client has one
 */
record Workload(Kind kind, int bytes, int senders, int threads) {

    /** As Aeron's two samples. */
    enum Kind {
        PING,
        THROUGHPUT
    }

    String words() {
        return kind + " " + bytes + " " + senders + " " + threads;
    }

    static Workload parse(String... words) {
        return new Workload(
                Kind.valueOf(words[0]),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]));
    }
}
