/* writev(2) without SIGPIPE. This code does not read the memory at the caller's address: the kernel returns EFAULT if it is wrong. */
#define _GNU_SOURCE
#include "baresock.h"

#include "sigpipe.h"
#include "sys.h"

int32_t bs_writev(int32_t fd, const struct iovec *iov, int32_t count) {
    const bs_sigpipe before = bs_sigpipe_block();
    int32_t r;
    do {
        r = sys_writev(fd, iov, count);
    } while (r == -EINTR);
    bs_sigpipe_restore(&before, r == -EPIPE || r > 0);
    return r;
}
