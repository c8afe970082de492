/* Receives of a batch by its own ring: linux/ring.c; bsd/ring.c has none. */
#ifndef BS_RING_H
#define BS_RING_H

#include "batch.h"

/* Whether a receive with these flags is one for the batch's ring. */
bool bs_ring_suits(const bs_batch *batch, int32_t flags);
/* *result: as of bs_recvmmsg. False: nothing was done, and the caller has to use recvmmsg(2). */
bool bs_ring_receive(int32_t fd, bs_batch *batch, int32_t first, int32_t count, int32_t flags, int32_t *result);
/* Harmless if there is none. */
void bs_ring_close(bs_batch *batch);

#endif /* BS_RING_H */
