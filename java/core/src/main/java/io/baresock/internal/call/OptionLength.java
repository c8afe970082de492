package io.baresock.internal.call;

import static io.baresock.constants.LevelConstants.*;
import static io.baresock.constants.SocketConstants.*;

/** What the length of getsockopt(2) counts. */
public final class OptionLength {

    private static final int FILTER_INSTRUCTION = 8; // struct sock_filter

    private OptionLength() {}

    /** How many bytes of {@code room} the kernel wrote, if it returned the length {@code told}. */
    public static int bytes(int level, int name, int told, int room) {
        boolean instructions = level == SOL_SOCKET && name == SO_GET_FILTER;
        return (int) Math.min(instructions ? (long) told * FILTER_INSTRUCTION : told, room);
    }
}
