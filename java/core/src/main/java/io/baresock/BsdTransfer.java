package io.baresock;

import io.baresock.internal.Abi;

/** Data from descriptor to descriptor: part of {@link Bsd}. */
abstract sealed class BsdTransfer extends BsdReadiness permits BsdInet {

    BsdTransfer() {}

    /**
     * sendfile(2) as Linux has it: sends part of a file without a copy to user space. It may send less than asked for. It raises no
     * SIGPIPE, which takes two system calls more: the signal is blocked for the length of the call, in this thread.
     *
     * @param outFd a socket
     * @param inFd a file
     * @param offset of the first byte; -1 for the file's own position, which moves (Linux)
     * @param count how many bytes; Linux takes 2 GiB at most in one call
     * @return bytes sent, 0 at the end of the file, or {@code -errno}
     * @see <a href="https://man7.org/linux/man-pages/man2/sendfile.2.html">sendfile(2)</a>
     */
    public static long sendfile(int outFd, int inFd, long offset, long count) {
        checkCount("sendfile", count);
        checkOffset("sendfile", offset);
        long n;
        do {
            n = B.sendfile(outFd, inFd, offset, count);
        } while (n == -Bsd.EINTR);
        return n;
    }

    /**
     * splice(2): moves data between a pipe and another descriptor without a copy to user space. Linux only, {@code -ENOSYS}
     * elsewhere. It raises no SIGPIPE, as {@link #sendfile}.
     *
     * @param inFd where from
     * @param inOffset of the first byte; -1 for the descriptor's own position, or if it has none
     * @param outFd where to
     * @param outOffset of the first byte; -1 for the descriptor's own position, or if it has none
     * @param count how many bytes at most
     * @param flags {@code SPLICE_F_MOVE}, {@code SPLICE_F_NONBLOCK}, {@code SPLICE_F_MORE}, or-ed
     * @return bytes moved, 0 at the end, or {@code -errno}
     * @see <a href="https://man7.org/linux/man-pages/man2/splice.2.html">splice(2)</a>
     */
    public static long splice(int inFd, long inOffset, int outFd, long outOffset, long count, int flags) {
        checkCount("splice", count);
        checkOffset("splice", inOffset);
        checkOffset("splice", outOffset);
        Abi.check(flags, "splice");
        return B.splice(inFd, inOffset, outFd, outOffset, count, flags);
    }

    static void checkCount(String call, long count) {
        if (count < 0) {
            throw new IllegalArgumentException(call + ": count " + count + " is negative");
        }
    }

    static void checkOffset(String call, long offset) {
        if (offset < -1) {
            throw new IllegalArgumentException(call + ": offset " + offset + " is neither -1 nor a position");
        }
    }
}
