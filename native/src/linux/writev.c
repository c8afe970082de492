/*
 * writev(2) without SIGPIPE, in one system call from Linux 6.18 on. This code does not read the memory at the caller's address: for a
 * wrong address the kernel returns EFAULT, but a read here would end the program.
 */
#define _GNU_SOURCE
#include "baresock.h"

#include <stdbool.h>

#include "sigpipe.h"
#include "sys.h"

#define NOSIGNAL 0x00000100 /* RWF_NOSIGNAL of linux/fs.h: newer than the headers of distributions */

static atomic_bool unknown; /* the flag; EOPNOTSUPP is also what some descriptors say to a write */

static int32_t blocking_the_signal(int32_t fd, const struct iovec *iov, int32_t count) {
    const bs_sigpipe before = bs_sigpipe_block();
    int32_t r;
    do {
        r = sys_writev(fd, iov, count);
    } while (r == -EINTR);
    bs_sigpipe_restore(&before, r == -EPIPE || r > 0); /* how much there was to write is not known here */
    return r;
}

int32_t bs_writev(int32_t fd, const struct iovec *iov, int32_t count) {
    int32_t r;
    if (atomic_load_explicit(&unknown, memory_order_relaxed) || bs_is_denied(BS_CALL_PWRITEV2)) {
        return blocking_the_signal(fd, iov, count);
    }
    do {
        r = sys_pwritev2(fd, iov, count, NOSIGNAL);
    } while (r == -EINTR);
    if (r == -EOPNOTSUPP) {
        r = blocking_the_signal(fd, iov, count);
        if (r != -EOPNOTSUPP) {
            atomic_store_explicit(&unknown, true, memory_order_relaxed);
        }
        return r;
    }
    return bs_found_denied(BS_CALL_PWRITEV2, r) ? blocking_the_signal(fd, iov, count) : r;
}
