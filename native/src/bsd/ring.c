/* No io_uring: batches are received by other means. */
#include "ring.h"

#include <errno.h>

int32_t bs_batch_ring(bs_batch *batch) {
    batch->c.ring_step = BS_RING_SETUP;
    return -ENOSYS;
}

bool bs_ring_suits(const bs_batch *batch, int32_t flags) {
    (void)batch;
    (void)flags;
    return false;
}

bool bs_ring_receive(int32_t fd, bs_batch *batch, int32_t first, int32_t count, int32_t flags, int32_t *result) {
    (void)fd;
    (void)batch;
    (void)first;
    (void)count;
    (void)flags;
    (void)result;
    return false;
}

void bs_ring_close(bs_batch *batch) {
    (void)batch;
}
