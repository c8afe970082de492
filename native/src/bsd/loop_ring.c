/* No io_uring: event loops use kqueue(2). */
#include "baresock.h"

#include <errno.h>

int64_t bs_loop_ring_open(bs_loop_ring *ring) {
    (void)ring;
    return -ENOSYS;
}

int32_t bs_loop_ring_renew(bs_poller *poller) {
    (void)poller;
    return -ENOSYS;
}
