package io.baresock.async;

import io.baresock.Bsd;
import io.baresock.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Why the system gives no ring of io_uring(7), in words. */
final class WhyNoRing {

    private static final Path SYSCTL = Path.of("/proc/sys/kernel/io_uring_disabled");

    private WhyNoRing() {}

    /** What an error of io_uring_setup(2) means, or of what follows it. */
    static String text(int errno) {
        if (errno == Bsd.ENOSYS) {
            return "the system has no io_uring: the kernel lacks it, or a seccomp filter hides it";
        }
        if (errno == Bsd.EPERM || errno == Bsd.EACCES) {
            String disabled = sysctl();
            return "0".equals(disabled) || disabled.isEmpty()
                    ? "io_uring is forbidden: a seccomp filter, as containers have, or a security module"
                    : "io_uring is forbidden: the sysctl kernel.io_uring_disabled is " + disabled;
        }
        if (errno == Bsd.EINVAL) {
            return "the kernel is older than Linux 6.1";
        }
        if (errno == Bsd.ENOMEM) {
            return "there is no memory for a ring; the limit of locked memory (ulimit -l) may be too low";
        }
        return "io_uring_setup: " + Errno.name(errno);
    }

    private static String sysctl() {
        try {
            return Files.readString(SYSCTL).trim();
        } catch (IOException e) {
            return ""; // before Linux 6.6
        }
    }
}
