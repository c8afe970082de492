package io.baresock.bench;

import java.util.List;

/** What carries the messages. */
public enum Transport {
    TCP(0, "TCP, 127.0.0.1, TCP_NODELAY"),
    UDP(1, "UDP, 127.0.0.1, connected"),
    UNIX(2, "Unix stream socket"),
    UNIX_DATAGRAM(3, "Unix datagram socket");

    /** Those that all have; NIO has no Unix datagrams. */
    public static final List<Transport> COMMON = List.of(TCP, UDP, UNIX);

    private final int code;
    private final String title;

    Transport(int code, String title) {
        this.code = code;
        this.title = title;
    }

    /** Its number in twin.h. */
    int code() {
        return code;
    }

    /** What to write above a chart. */
    public String title() {
        return title;
    }
}
