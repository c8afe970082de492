package io.baresock.flow;

import java.io.IOException;

/** The ways to send and to receive. */
public enum Kind {
    NIO("Java NIO", "nio", "FlowBench.nio"),
    SINGLE("Baresock, send and recv", "bare", "FlowBench.single"),
    BATCHES("Baresock, sendmmsg and recvmmsg", "bare", "FlowBench.mmsg"),
    SEGMENTS("Baresock, GSO and GRO", "bare", "FlowBench.gso"),
    C_SINGLE("C, send and recv", "c", "FlowBench.cSingle"),
    C_BATCHES("C, sendmmsg and recvmmsg", "c", "FlowBench.cMmsg"),
    C_SEGMENTS("C, GSO and GRO", "c", "FlowBench.cGso");

    /** What both use at a time. */
    static final int BATCH = 32;

    private final String label;
    private final String style;
    private final String benchmark;

    Kind(String label, String style, String benchmark) {
        this.label = label;
        this.style = style;
        this.benchmark = benchmark;
    }

    /** Its name among the benchmarks. */
    String benchmark() {
        return benchmark;
    }

    /** Whether it is Baresock's, by either backend. */
    boolean isOurs() {
        return style.equals("bare");
    }

    /** What to call it. */
    public String label() {
        return label;
    }

    /** Its name in the page's style sheet. */
    public String style() {
        return style;
    }

    /** The same in C; itself for C and for NIO. */
    public Kind twin() {
        return switch (this) {
            case SINGLE -> C_SINGLE;
            case BATCHES -> C_BATCHES;
            case SEGMENTS -> C_SEGMENTS;
            default -> this;
        };
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
