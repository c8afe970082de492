/* poll(2) and select(2). */
#define _GNU_SOURCE
#define _DARWIN_UNLIMITED_SELECT /* macOS: descriptors of 1024 and above, see select(2) there */
#include "baresock.h"

#include "sys.h"

/* The kernels' tables are never smaller: NR_OPEN_DEFAULT is 64 on Linux, NDFILE is 20 on FreeBSD and 25 on macOS. */
#define SMALLEST_TABLE 20

int32_t bs_poll(struct pollfd *fds, int32_t count, int64_t timeout_ns) {
    bs_deadline deadline = bs_deadline_in(timeout_ns);
    int32_t r;
    do {
        r = sys_poll(fds, (unsigned int)count, bs_deadline_remaining(&deadline));
    } while (r == -EINTR);
    return r;
}

int32_t bs_poll_one(int32_t fd, int32_t events, int64_t timeout_ns) {
    struct pollfd one = {.fd = fd, .events = (short)events};
    int32_t r = sys_poll(&one, 1, timeout_ns);
    return r > 0 ? one.revents : r;
}

/* The highest descriptor below nfds in a set, -1 for none. */
static int32_t highest(const uint64_t *set, int32_t nfds) {
    if (set == NULL) {
        return -1;
    }
    for (int32_t word = (nfds + 63) / 64 - 1; word >= 0; word--) {
        uint64_t bits = set[word];
        int32_t beyond = nfds - word * 64; /* bits of this word that count, if less than 64 */
        if (beyond < 64) {
            bits &= (UINT64_C(1) << beyond) - 1;
        }
        if (bits != 0) {
            return word * 64 + 63 - __builtin_clzll(bits);
        }
    }
    return -1;
}

int32_t bs_select(int32_t nfds, uint64_t *readfds, uint64_t *writefds, uint64_t *exceptfds, int64_t timeout_ns) {
    if (nfds < 0 || nfds > INT32_MAX - 63) {
        return -EINVAL;
    }
    int32_t top = -1;
    const uint64_t *const sets[] = {readfds, writefds, exceptfds};
    for (int i = 0; i < 3; i++) {
        int32_t fd = highest(sets[i], nfds);
        top = fd > top ? fd : top;
    }
    if (top >= SMALLEST_TABLE) {
        /* Kernels pass over what is beyond the process's table and leave its bits set: select(2), BUGS. */
        int32_t r = sys_fcntl(top, F_GETFD, 0);
        if (r < 0) {
            return r;
        }
    }
    bs_deadline deadline = bs_deadline_in(timeout_ns);
    int32_t r;
    do { /* an interrupted call has left the sets alone */
        r = sys_select(top + 1, readfds, writefds, exceptfds, bs_deadline_remaining(&deadline));
    } while (r == -EINTR);
    return r;
}
