package io.baresock.flow;

import java.io.IOException;

/** The ways to send and to receive. */
enum Kind {
    NIO("FlowBench.nio", false),
    SINGLE("FlowBench.single", true),
    BATCHES("FlowBench.mmsg", true),
    SEGMENTS("FlowBench.gso", true),
    C_SINGLE("FlowBench.cSingle", false),
    C_BATCHES("FlowBench.cMmsg", false),
    C_SEGMENTS("FlowBench.cGso", false);

    /** How many datagrams a call sends and receives. */
    static final int BATCH = 32;

    private final String benchmark;
    private final boolean ours;

    Kind(String benchmark, boolean ours) {
        this.benchmark = benchmark;
        this.ours = ours;
    }

    /** Its name among the benchmarks. */
    String benchmark() {
        return benchmark;
    }

    /** Whether it is Baresock, with either backend. */
    boolean isOurs() {
        return ours;
    }

    /** Opens the two sockets. */
    Flow open() throws IOException {
        return switch (this) {
            case NIO -> new NioFlow();
            case SINGLE -> new BareFlow.Single();
            case BATCHES -> new BareFlow.Batches();
            case SEGMENTS -> new BareFlow.Segments();
            case C_SINGLE -> new TwinFlow(0);
            case C_BATCHES -> new TwinFlow(1);
            case C_SEGMENTS -> new TwinFlow(2);
        };
    }
}
