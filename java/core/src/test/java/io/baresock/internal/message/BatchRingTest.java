package io.baresock.internal.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.Errno;
import org.junit.jupiter.api.Test;

/** Why a batch has no ring, in words that say what to do. */
class BatchRingTest {

    private static void assertSays(int step, int errno, String... parts) {
        String why = BatchRing.why(step, errno, Errno.name(errno), Errno.text(errno));
        for (String part : parts) {
            assertTrue(why.contains(part), () -> why + " does not say " + part);
        }
    }

    @Test
    void theReason_namesTheCall_theError_andTheWayOut() {
        assertSays(1, Bsd.EPERM, "io_uring_setup(2): EPERM: ", "seccomp", "kernel.io_uring_disabled");
        assertSays(1, Bsd.EACCES, "io_uring_setup(2): EACCES: ", "security module");
        assertSays(1, Bsd.ENOSYS, "io_uring_setup(2): ENOSYS: ", "Linux 6.0");
        assertSays(1, Bsd.EMFILE, "EMFILE", "RLIMIT_NOFILE");
        assertSays(2, Bsd.ENOMEM, "mmap(2)", "ENOMEM", "RLIMIT_MEMLOCK");
        assertSays(3, Bsd.EINVAL, "io_uring_register(2): EINVAL: ", "Linux 6.0");
        assertSays(4, Bsd.ENOSYS, "io_uring_enter(2): ENOSYS: ", "Linux 6.0");
        assertSays(3, Bsd.EFAULT, "io_uring_register(2): EFAULT: ", Errno.text(Bsd.EFAULT));
        assertEquals("-Dbaresock.force has mmsg or loop: remove them", BatchRing.why(0, Bsd.ECANCELED, "", ""));
    }
}
