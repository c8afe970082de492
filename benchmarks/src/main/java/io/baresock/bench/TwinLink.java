package io.baresock.bench;

import java.io.IOException;

/** C's sockets. The loop is in C too, and this the one JNI call of a measurement. */
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

    /** So many of {@link Link#transfer}, and as many back if so asked; returns {@code count}. */
    int transfers(boolean thereAndBack, int count) throws IOException {
        return (int) Twin.check(Twin.transfers(pair.a, pair.b, out, in, size, thereAndBack, count), "transfer");
    }
}
