/* sendfile(2). The BSDs and macOS have different forms of it. None has splice(2). */
#include "baresock.h"

#include <sys/uio.h>

#include "sigpipe.h"
#include "sys.h"

/* One call. *sent is how much was sent, also if the result is an error. */
static int32_t send_part(int32_t out, int32_t in, int64_t offset, int64_t count, off_t *sent) {
#ifdef __APPLE__
    *sent = (off_t)count; /* in: how much; out: how much was sent */
    int32_t r = sys_result(sendfile(in, out, (off_t)offset, sent, NULL, 0));
    if (r < 0 && r != -EAGAIN && r != -EINTR) {
        *sent = 0; /* only those two leave a count in it: sendfile(2) */
    }
    return r;
#else
    *sent = 0;
    return sys_result(sendfile(in, out, (off_t)offset, (size_t)count, NULL, sent, 0));
#endif
}

int64_t bs_sendfile(int32_t out, int32_t in, int64_t offset, int64_t count) {
    if (offset < 0 || count < 0) {
        return -EINVAL;
    }
    if (count == 0) {
        return 0; /* would mean: until the end of the file */
    }
    const bs_sigpipe before = bs_sigpipe_block();
    off_t sent;
    int32_t r = send_part(out, in, offset, count, &sent);
    bs_sigpipe_restore(&before, r == -EPIPE || sent < count);
    return r < 0 && sent == 0 ? r : (int64_t)sent;
}

int64_t bs_splice(int32_t in, int64_t in_offset, int32_t out, int64_t out_offset, int64_t count, int32_t flags) {
    (void)in;
    (void)in_offset;
    (void)out;
    (void)out_offset;
    (void)count;
    (void)flags;
    return -ENOSYS;
}
