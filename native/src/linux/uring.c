/* A ring of io_uring(7) in the memory of this process: batches and event loops have one each. */
#define _GNU_SOURCE
#include "uring.h"

#include <sys/mman.h>

#include "sys.h"

static void find_parts(uring *ring, const uring_params *p) {
    uint8_t *base = ring->rings;
    ring->sq_head = (uint32_t *)(void *)(base + p->sq_off.head);
    ring->sq_tail = (uint32_t *)(void *)(base + p->sq_off.tail);
    ring->sq_flags = (uint32_t *)(void *)(base + p->sq_off.flags);
    ring->sq_array = (uint32_t *)(void *)(base + p->sq_off.array);
    ring->sq_mask = *(uint32_t *)(void *)(base + p->sq_off.mask);
    ring->cq_head = (uint32_t *)(void *)(base + p->cq_off.head);
    ring->cq_tail = (uint32_t *)(void *)(base + p->cq_off.tail);
    ring->cq_mask = *(uint32_t *)(void *)(base + p->cq_off.mask);
    ring->cqes = (const uring_cqe *)(void *)(base + p->cq_off.cqes);
}

int32_t bs_uring_map(uring *ring, int32_t fd, const uring_params *p) {
    const int access = PROT_READ | PROT_WRITE;
    *ring = (uring){.fd = fd};
    size_t sq = p->sq_off.array + p->sq_entries * sizeof(uint32_t);
    size_t cq = p->cq_off.cqes + p->cq_entries * sizeof(uring_cqe);
    size_t length = sq > cq ? sq : cq; /* both in one since 5.4 */
    int64_t r = sys_mmap(length, access, MAP_SHARED | MAP_POPULATE, fd, URING_AT_RINGS);
    if (bs_map_failed(r)) {
        return (int32_t)r;
    }
    ring->rings = (void *)(intptr_t)r;
    ring->rings_length = length;
    length = p->sq_entries * sizeof(uring_sqe);
    r = sys_mmap(length, access, MAP_SHARED | MAP_POPULATE, fd, URING_AT_SQES);
    if (bs_map_failed(r)) {
        return (int32_t)r;
    }
    ring->sqes = (void *)(intptr_t)r;
    ring->sqes_length = length;
    find_parts(ring, p);
    return 0;
}

void bs_uring_close(uring *ring) {
    if (ring->sqes != NULL) {
        sys_munmap(ring->sqes, ring->sqes_length);
    }
    if (ring->rings != NULL) {
        sys_munmap(ring->rings, ring->rings_length);
    }
    if (ring->fd >= 0) {
        sys_close(ring->fd);
    }
    *ring = (uring){.fd = -1};
}
