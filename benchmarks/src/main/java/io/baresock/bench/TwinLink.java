package io.baresock.bench;

import java.io.IOException;

/** C's sockets. The loop is in C too, and this the one JNI call of a measurement. */
final class TwinLink {

    private final int size;
    private final long out;
    private final long in;
    private final int a;
    private final int b;

    private TwinLink(Transport transport, int size) throws IOException {
        this.size = size;
        out = Twin.address(Link.out(size));
        in = Twin.address(Link.in(size));
        long pair = Twin.pair(transport);
        a = (int) pair;
        b = (int) (pair >>> 32);
    }

    static TwinLink open(Transport transport, int size) throws IOException {
        return new TwinLink(transport, size);
    }

    /** So many of {@link Link#transfer}, and as many back if so asked; returns {@code count}. */
    int transfers(boolean thereAndBack, int count) throws IOException {
        int r = Twin.transfers(a, b, out, in, size, thereAndBack, count);
        return (int) Twin.check(r, "make " + count + " transfers");
    }
}
