package io.baresock.errqueue;

import static io.baresock.Bsd.*;

import io.baresock.Socket;
import io.baresock.internal.Interposer;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.ForwardingBackend;
import io.baresock.zerocopy.ZeroCopyBuffer;
import io.baresock.zerocopy.ZeroCopyPool;
import java.nio.ByteBuffer;

/** A zero-copy pool is opened when there is no memory, and again when there is. A program of {@link ZeroCopyIT}. */
final class PoolWithoutMemory {

    private static final int BIG = 1 << 20;

    private PoolWithoutMemory() {}

    /** Fails once in each of its three ways, for large memory. */
    private static final class Fails extends ForwardingBackend {
        private int fails;
        private long held;

        Fails(Backend real) {
            super(real);
        }

        @Override
        public long memoryMap(long size) {
            if (size >= BIG && fails == 1) {
                return -ENOMEM;
            }
            long address = super.memoryMap(size);
            held += size >= BIG && address > 0 ? size : 0;
            return address;
        }

        @Override
        public ByteBuffer memoryView(long address, int size) {
            if (size >= BIG && fails == 2) {
                throw new OutOfMemoryError("of a view");
            }
            return super.memoryView(address, size);
        }

        @Override
        public int memoryUnmap(long address, long size) {
            held -= size >= BIG ? size : 0;
            return super.memoryUnmap(address, size);
        }

        @Override
        public int memoryRenew(long address, long size) {
            held -= size >= BIG ? size : 0;
            return super.memoryRenew(address, size);
        }

        @Override
        public int setsockoptInt(int fd, int level, int name, int value) {
            if (name == SO_ZEROCOPY && fails == 3) {
                throw new OutOfMemoryError("of an option");
            }
            return super.setsockoptInt(fd, level, name, value);
        }
    }

    public static void main(String[] args) throws Exception {
        Fails[] backend = new Fails[1];
        Interposer.install(real -> backend[0] = new Fails(real));
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            for (int way = 1; way <= 3; way++) {
                backend[0].fails = way;
                try {
                    ZeroCopyPool.open(s, 4, BIG);
                    throw new AssertionError("way " + way + " did not fail");
                } catch (OutOfMemoryError e) {
                    backend[0].fails = 0;
                }
                check(s.getsockopt(SOL_SOCKET, SO_ZEROCOPY) == 0, "SO_ZEROCOPY is on");
                check(backend[0].held == 0, backend[0].held + " bytes are held");
            }
            try (ZeroCopyPool pool = ZeroCopyPool.open(s, 4, BIG)) {
                ZeroCopyBuffer b = pool.acquire();
                check(b != null && b.buffer().capacity() == BIG, "no buffer");
            }
            check(backend[0].held == 0, backend[0].held + " bytes are held after close");
        }
        System.out.println("done");
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }
}
