package io.baresock.bench;

import java.io.IOException;

/** C's sockets. The loop is in C too, and this the one JNI call of a measurement. */
final class TwinLink {

    private final int a;
    private final int b;
    private final int size;
    private final long out = Twin.address(Link.OUT);
    private final long in = Twin.address(Link.IN);

    private TwinLink(long pair, int size) {
        a = (int) pair;
        b = (int) (pair >>> 32);
        this.size = size;
    }

    static TwinLink open(Transport transport, int size) throws IOException {
        return new TwinLink(Twin.pair(transport), size);
    }

    /** So many of {@link Link#transfer}, and as many back if so asked; returns {@code count}. */
    int transfers(boolean thereAndBack, int count) throws IOException {
        int r = Twin.transfers(a, b, out, in, size, thereAndBack, count);
        return (int) Twin.check(r, "make " + count + " transfers");
    }
}
