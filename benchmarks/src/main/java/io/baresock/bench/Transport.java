package io.baresock.bench;

/** What carries the messages. */
public enum Transport {
    TCP(0, "TCP, 127.0.0.1, TCP_NODELAY"),
    UDP(1, "UDP, 127.0.0.1, connected"),
    UNIX(2, "Unix stream socket");

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
