package io.baresock.internal.message;

import static io.baresock.constants.ErrnoConstants.*;

import io.baresock.internal.Library;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.Header;
import io.baresock.internal.backend.Header.Batch;
import java.nio.ByteBuffer;

/** The io_uring of a {@code MessageBatch}. C makes it; this has the texts that say why it could not be made. */
public final class BatchRing {

    public static final String NOT_ASKED_FOR = "the batch was not made by MessageBatch.withRing";

    /** Below this number recvmmsg(2) is faster: a ring takes 120 ns more for one message, and the same for four (ADR 20). */
    private static final int FROM = 4;

    private static final String TOO_OLD = "needs Linux 6.0 or newer";

    private BatchRing() {}

    /** Makes the batch's ring: 0, or {@code -errno}; {@link #why} has the reason. */
    public static int open(Backend b, long batch, ByteBuffer slab) {
        slab.putInt(Batch.RING_FROM, FROM);
        return b.batchRing(batch);
    }

    /**
     * Why a batch has no ring.
     *
     * @param step {@code BS_RING_*} of {@code baresock.h}: {@link Batch#RING_STEP} of the batch
     * @param name the error's name
     * @param text the error's text
     */
    public static String why(int step, int errno, String name, String text) {
        String call =
                switch (step) {
                    case Header.RING_SETUP -> "io_uring_setup(2)";
                    case Header.RING_MMAP -> "mmap(2) for io_uring";
                    case Header.RING_REGISTER -> "io_uring_register(2)";
                    case Header.RING_ENTER -> "io_uring_enter(2)";
                    default -> "";
                };
        return call.isEmpty() ? forbidden() : call + ": " + name + ": " + advice(errno, text);
    }

    private static String forbidden() {
        return Library.callsLibc()
                ? "system calls are made by libc's functions (-Dbaresock.syscalls), whose sockets may be unknown to the kernel"
                : "-Dbaresock.force has mmsg or loop: remove them";
    }

    private static String advice(int errno, String text) {
        if (errno == ENOSYS || errno == EINVAL) {
            return TOO_OLD;
        }
        if (errno == EPERM || errno == EACCES) {
            return "forbidden; allow it in the seccomp profile (Docker's default one forbids io_uring), set the sysctl"
                    + " kernel.io_uring_disabled to 0, or see what the security module says";
        }
        if (errno == ENOMEM) {
            return "too little memory, or too much of it is locked: raise RLIMIT_MEMLOCK";
        }
        if (errno == EMFILE || errno == ENFILE) {
            return "too many descriptors are open: raise RLIMIT_NOFILE, or close some";
        }
        return text;
    }
}
