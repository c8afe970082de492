/* writev(2) without SIGPIPE. Nothing of what the caller's address points to is read here: the kernel says EFAULT. */
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
