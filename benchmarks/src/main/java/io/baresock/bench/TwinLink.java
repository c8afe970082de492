package io.baresock.bench;

import java.io.IOException;

/** C's sockets. The loop is in C too, with one JNI call per measurement. */
final class TwinLink {

    private final int size;
    private final long out;
    private final long in;
    private final TwinPair pair;

    TwinLink(Transport transport, int size) throws IOException {
        this.size = size;
        out = Twin.address(Link.out(size));
        in = Twin.address(Link.in(size));
        pair = new TwinPair(transport, false);
    }

    /** Does {@link Link#transfer} {@code count} times, on request back again too; returns {@code count}. */
    int transfers(boolean thereAndBack, int count) throws IOException {
        return (int) Twin.check(Twin.transfers(pair.a, pair.b, out, in, size, thereAndBack, count), "transfer");
    }
}
