/**
 * Bare BSD sockets for Java: every call, every option, one system call per operation, no garbage.
 *
 * <p>Run with {@code --enable-native-access=io.baresock} (or {@code ALL-UNNAMED} on the class path) on JDK 22 and newer.
 */
module io.baresock {
    requires static org.jspecify;
    requires static java.management; // the MXBean of the counters, if somebody registers it
    requires static jdk.jfr; // events, if somebody records them
    requires jdk.unsupported; // JDK 17 to 21: the address of a direct buffer
    requires jdk.net; // NioChannels: TCP_KEEPCOUNT among the options of channels

    exports io.baresock;
    exports io.baresock.async;
    exports io.baresock.bpf;
    exports io.baresock.constants;
    exports io.baresock.counters;
    exports io.baresock.handover;
    exports io.baresock.option;
    exports io.baresock.poll;
    exports io.baresock.text;
    exports io.baresock.zerocopy;
}
