/* sendfile(2) and splice(2): data from descriptor to descriptor without a copy to user space. */
#define _GNU_SOURCE
#include "baresock.h"

#include "sys.h"

int64_t bs_sendfile(int32_t out, int32_t in, int64_t offset, int64_t count) {
    int64_t at = offset;
    return sys_call(SYS_sendfile, out, in, offset == -1 ? NULL : &at, (size_t)count);
}

int64_t bs_splice(int32_t in, int64_t in_offset, int32_t out, int64_t out_offset, int64_t count, int32_t flags) {
    int64_t r;
    do {
        int64_t from = in_offset;
        int64_t to = out_offset;
        r = sys_call(SYS_splice, in, in_offset == -1 ? NULL : &from, out, out_offset == -1 ? NULL : &to, (size_t)count,
                     flags);
    } while (r == -EINTR);
    return r;
}
