package io.baresock.demo;

import java.util.List;

/** What must be said wherever the numbers are shown. */
final class Caveats {

    private static final List<String> LINES = List.of(
            "Loopback: no network card, no wire; a send runs the receiver's protocol work in the sender's own call.",
            "Both ends are in one thread and spin, so no wake-up and no scheduler is in these numbers.",
            "p50 / C is the median, over the rounds, of the ratio to C within a round; all take turns in each round.",
            "Throughput: one thread sends, another receives; what the receiver's queue has no room for is lost and not counted;"
                    + " the CPU time is that of both threads for a datagram received. GSO and GRO gain more on loopback than on"
                    + " a wire, where each datagram is a packet.",
            "One run on a shared machine: compare the columns of this run, do not carry the microseconds elsewhere.",
            "The C twin calls libc's send and recv, which in a threaded process are cancellation points and cost a little"
                    + " more than the bare system call; Baresock makes the bare one, so it can come out below 1.00.");

    private Caveats() {}

    static List<String> lines() {
        return LINES;
    }
}
