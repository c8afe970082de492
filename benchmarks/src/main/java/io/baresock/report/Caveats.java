package io.baresock.report;

import java.util.List;

/** What must be said wherever the numbers are shown. */
final class Caveats {

    private static final List<String> LINES = List.of(
            "Loopback: no network card, no wire; a send runs the receiver's protocol work in the sender's own call.",
            "Few cores: where two threads talk, they have a core each at best, and the JVM's compiler and collector share them.",
            "A virtual machine without performance counters (PMU): times only, no cycles, no cache misses. Turns from which the"
                    + " hypervisor took CPU time do not count.",
            "Ratios are of neighbours: in a fork ours and its peers take turns of hundredths of a second, and the median of"
                    + " the turns' ratios counts. Of those, one a round, the median again; in brackets the interval that holds it"
                    + " with 95 %, by the bootstrap. Compare ratios, do not carry nanoseconds elsewhere.",
            "EchoBench is the CPU time of a whole server process, of all its threads and of the kernel for it; the load is the same"
                    + " program in C for all, on the server's own CPU. FlowBench counts what the receiver got, not what was sent.",
            "The C twins call libc, whose send and recv are cancellation points in a threaded process and cost a little more than"
                    + " the bare system call; Baresock makes the bare one where it can, so it can come out below 1.00.");

    private Caveats() {}

    static List<String> lines() {
        return LINES;
    }
}
