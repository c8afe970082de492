package io.baresock.bpf;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.Bsd;
import io.baresock.Errno;
import io.baresock.helper.TestLibrary;

/** Programs of the extended machine, loaded by bpf(2): the C helper of {@code src/test/c}, compiled when first needed. */
final class Ebpf {

    static {
        System.load(TestLibrary.compiled("ebpf"));
    }

    private Ebpf() {}

    private static native int loadByteFilter(int offset, int modulo);

    private static native int loadDropFilter(int offset, int dropped);

    private static native int loadReuseport(int map, int offset, int modulo);

    private static native int socketArray(int size);

    private static native int put(int map, int index, int fd);

    /** close(2): Bsd's own refuses what was not opened there. */
    static native int close(int fd);

    /** A socket filter: returns the byte at an offset, modulo a number. */
    static int byteFilter(int offset, int modulo) {
        return loaded(loadByteFilter(offset, modulo));
    }

    /** A socket filter: drops what has this byte at an offset. */
    static int dropFilter(int offset, int dropped) {
        return loaded(loadDropFilter(offset, dropped));
    }

    /** A reuseport program: chooses the socket of the array at the byte at an offset, modulo a number. */
    static int reuseport(int map, int offset, int modulo) {
        return loaded(loadReuseport(map, offset, modulo));
    }

    /** An array of sockets that have an address each. */
    static int array(int... fds) {
        int map = loaded(socketArray(fds.length));
        for (int i = 0; i < fds.length; i++) {
            int r = put(map, i, fds[i]);
            assertTrue(r >= 0, "bpf(BPF_MAP_UPDATE_ELEM): " + Errno.name(-r));
        }
        return map;
    }

    /** The descriptor; skips the test where nobody but others may load a program. */
    private static int loaded(int r) {
        assumeTrue(r != -Bsd.EPERM, "bpf(2) is not permitted");
        assertTrue(r >= 0, "bpf(2): " + Errno.name(-r));
        return r;
    }
}
