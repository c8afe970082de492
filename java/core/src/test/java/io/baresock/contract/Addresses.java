package io.baresock.contract;

import io.baresock.internal.Memory;
import java.nio.ByteBuffer;

/** A number that Java does not tell: the address of a buffer. */
final class Addresses {

    private Addresses() {}

    static long of(ByteBuffer direct) {
        return Memory.base(direct) + direct.position();
    }
}
