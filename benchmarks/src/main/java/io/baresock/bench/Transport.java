package io.baresock.bench;

/** What carries the messages. */
public enum Transport {
    TCP(0),
    UDP(1),
    UNIX(2),
    UNIX_DATAGRAM(3);

    /** Its number in twin.h. */
    final int code;

    Transport(int code) {
        this.code = code;
    }
}
