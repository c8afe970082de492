package io.baresock.mediadriver;

/**
 * What is sent.
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
}
