/* sendfile(2) and splice(2): data from descriptor to descriptor without a copy to user space. Neither has a MSG_NOSIGNAL. */
#define _GNU_SOURCE
#include "baresock.h"

#include <stdbool.h>

#include "sigpipe.h"
#include "sys.h"

/* A part may be sent before the signal ends the call: splice_direct_to_actor of fs/splice.c goes on as long as it can. */
static bool may_raise(int64_t result, int64_t count) {
    return result == -EPIPE || (result > 0 && result < count);
}

int64_t bs_sendfile(int32_t out, int32_t in, int64_t offset, int64_t count) {
    const bs_sigpipe before = bs_sigpipe_block();
    int64_t at = offset;
    int64_t r = sys_call(SYS_sendfile, out, in, offset == -1 ? NULL : &at, (size_t)count);
    bs_sigpipe_restore(&before, may_raise(r, count));
    return r;
}

int64_t bs_splice(int32_t in, int64_t in_offset, int32_t out, int64_t out_offset, int64_t count, int32_t flags) {
    const bs_sigpipe before = bs_sigpipe_block();
    int64_t r;
    do {
        int64_t from = in_offset;
        int64_t to = out_offset;
        r = sys_call(SYS_splice, in, in_offset == -1 ? NULL : &from, out, out_offset == -1 ? NULL : &to, (size_t)count,
                     flags);
    } while (r == -EINTR);
    bs_sigpipe_restore(&before, may_raise(r, count));
    return r;
}
