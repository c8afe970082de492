/*
 * The parts of the kernel's io_uring(7) interface that batches and event loops use: include/uapi/linux/io_uring.h of Linux 6.1. The
 * system's header is not used, because build machines have older headers than the kernels that run the library. And a ring in the memory
 * of this process (uring.c).
 */
#ifndef BS_URING_H
#define BS_URING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define URING_OP_POLL_ADD     6
#define URING_OP_RECVMSG      10
#define URING_OP_ASYNC_CANCEL 14
#define URING_OP_SEND         26
#define URING_OP_RECV         27

#define URING_SETUP_CQSIZE         (1U << 3)
#define URING_SETUP_R_DISABLED     (1U << 6)  /* 5.10 */
#define URING_SETUP_SUBMIT_ALL     (1U << 7)  /* 5.18 */
#define URING_SETUP_TASKRUN_FLAG   (1U << 9)  /* 5.19 */
#define URING_SETUP_SINGLE_ISSUER  (1U << 12) /* 6.0 */
#define URING_SETUP_DEFER_TASKRUN  (1U << 13) /* 6.1 */
#define URING_SQE_BUFFER_SELECT    (1U << 5)
#define URING_SQE_SKIP_SUCCESS     (1U << 6) /* 5.17 */
#define URING_RECV_MULTISHOT       (1U << 1) /* in ioprio; 6.0 */
#define URING_CQE_BUFFER           (1U << 0) /* the number of the buffer is in the upper half */
#define URING_CQE_MORE             (1U << 1) /* the request goes on */
#define URING_POLL_MULTISHOT       (1U << 0) /* in len; 5.13 */
#define URING_SQ_CQ_OVERFLOW       (1U << 1) /* completions wait in the kernel for room; 5.8 */
#define URING_SQ_TASKRUN           (1U << 2) /* completions wait to be made; 5.19 */
#define URING_ENTER_GETEVENTS      (1U << 0)
#define URING_ENTER_EXT_ARG        (1U << 3) /* 5.11 */
#define URING_REGISTER_ENABLE      12        /* 5.10 */
#define URING_REGISTER_BUFFER_RING 22        /* 5.19 */
#define URING_AT_RINGS             INT64_C(0)
#define URING_AT_SQES              INT64_C(0x10000000)

typedef struct uring_sqe {
    uint8_t opcode;
    uint8_t flags;
    uint16_t ioprio;
    int32_t fd;
    uint64_t off;
    uint64_t addr;
    uint32_t len;
    uint32_t msg_flags;
    uint64_t user_data;
    uint16_t buf_group;
    uint16_t personality;
    uint32_t file_index;
    uint64_t addr3;
    uint64_t pad;
} uring_sqe;

typedef struct uring_cqe {
    uint64_t user_data;
    int32_t res;
    uint32_t flags;
} uring_cqe;

/* The offsets in the mapped memory. The two rings have the same fields up to flags. */
typedef struct uring_sq_offsets {
    uint32_t head;
    uint32_t tail;
    uint32_t mask;
    uint32_t entries;
    uint32_t flags;
    uint32_t dropped;
    uint32_t array;
    uint32_t resv1;
    uint64_t resv2;
} uring_sq_offsets;

typedef struct uring_cq_offsets {
    uint32_t head;
    uint32_t tail;
    uint32_t mask;
    uint32_t entries;
    uint32_t overflow;
    uint32_t cqes;
    uint32_t flags;
    uint32_t resv1;
    uint64_t resv2;
} uring_cq_offsets;

typedef struct uring_params {
    uint32_t sq_entries;
    uint32_t cq_entries;
    uint32_t flags;
    uint32_t sq_thread_cpu;
    uint32_t sq_thread_idle;
    uint32_t features;
    uint32_t wq_fd;
    uint32_t resv[3];
    uring_sq_offsets sq_off;
    uring_cq_offsets cq_off;
} uring_params;

/* A provided buffer. The last field of the first one is the tail of the ring. */
typedef struct uring_buf {
    uint64_t addr;
    uint32_t len;
    uint16_t bid;
    uint16_t tail;
} uring_buf;

typedef struct uring_buf_reg {
    uint64_t ring_addr;
    uint32_t ring_entries;
    uint16_t bgid;
    uint16_t flags;
    uint64_t resv[3];
} uring_buf_reg;

/* The argument of a wait with a timeout. */
typedef struct uring_wait {
    uint64_t sigmask;
    uint32_t sigmask_sz;
    uint32_t pad;
    uint64_t timeout;
} uring_wait;

/* What a multishot RECVMSG puts before the name, which the control data and the payload follow. */
typedef struct uring_recvmsg_out {
    uint32_t namelen;
    uint32_t controllen;
    uint32_t payloadlen;
    uint32_t flags;
} uring_recvmsg_out;

_Static_assert(sizeof(uring_sqe) == 64, "io_uring_sqe size");
_Static_assert(sizeof(uring_cqe) == 16, "io_uring_cqe size");
_Static_assert(sizeof(uring_params) == 120, "io_uring_params size");
_Static_assert(sizeof(uring_buf) == 16, "io_uring_buf size");
_Static_assert(sizeof(uring_buf_reg) == 40, "io_uring_buf_reg size");
_Static_assert(sizeof(uring_wait) == 24, "io_uring_getevents_arg size");
_Static_assert(sizeof(uring_recvmsg_out) == 16, "io_uring_recvmsg_out size");

/* A ring: its descriptor, and where its parts are in memory. */
typedef struct uring {
    uring_sqe *sqes;
    const uint32_t *sq_head;
    uint32_t *sq_tail;
    const uint32_t *sq_flags;
    uint32_t *sq_array;
    uint32_t *cq_head;
    uint32_t *cq_tail;
    const uring_cqe *cqes;
    void *rings;
    size_t rings_length;
    size_t sqes_length;
    uint32_t sq_mask;
    uint32_t cq_mask;
    int32_t fd;
} uring;

/* Maps what io_uring_setup(2) has made; 0 or -errno. Either way bs_uring_close ends it. */
int32_t bs_uring_map(uring *ring, int32_t fd, const uring_params *params);
/* Harmless for a ring whose descriptor is -1. */
void bs_uring_close(uring *ring);

/* Whether mmap(2) failed; if so, the result is -errno. */
static inline bool bs_map_failed(int64_t mapped) {
    return mapped < 0 && mapped >= -4095;
}

#endif /* BS_URING_H */
