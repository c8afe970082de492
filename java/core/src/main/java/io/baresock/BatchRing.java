package io.baresock;

import io.baresock.internal.backend.Backend;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The io_uring of a {@link MessageBatch}: made by C, and why it could not be, in words. */
final class BatchRing {

    static final String NOT_ASKED_FOR = "the batch was not made by MessageBatch.withRing";

    /** Below that recvmmsg(2) is faster: one message by a ring takes 120 ns more; four take the same (ADR 20). */
    private static final int FROM = 4;

    private static final String TOO_OLD = "needs Linux 6.0 or newer";

    private BatchRing() {}

    /** Gives the batch a ring; null, or why it has none. */
    static @Nullable String open(Backend b, long batch, ByteBuffer slab) {
        slab.putInt(BatchLayout.RING_FROM, FROM);
        int r = b.batchRing(batch);
        return r >= 0 ? null : why(slab.getInt(BatchLayout.RING_STEP), -r);
    }

    /** Step: {@code BS_RING_*} of {@code baresock.h}. */
    static String why(int step, int errno) {
        String call =
                switch (step) {
                    case 1 -> "io_uring_setup(2)";
                    case 2 -> "mmap(2) for io_uring";
                    case 3 -> "io_uring_register(2)";
                    case 4 -> "io_uring_enter(2)";
                    default -> "";
                };
        return call.isEmpty()
                ? "-Dbaresock.force has mmsg or loop: leave both away"
                : call + ": " + Errno.name(errno) + ": " + advice(errno);
    }

    private static String advice(int errno) {
        if (errno == Bsd.ENOSYS || errno == Bsd.EINVAL) {
            return TOO_OLD;
        }
        if (errno == Bsd.EPERM || errno == Bsd.EACCES) {
            return "forbidden; allow it in the seccomp profile (Docker's default one forbids io_uring), set the sysctl"
                    + " kernel.io_uring_disabled to 0, or see what the security module says";
        }
        if (errno == Bsd.ENOMEM) {
            return "too little memory, or too much of it is locked: raise RLIMIT_MEMLOCK";
        }
        if (errno == Bsd.EMFILE || errno == Bsd.ENFILE) {
            return "too many descriptors are open: raise RLIMIT_NOFILE, or close some";
        }
        return Errno.text(errno);
    }
}
