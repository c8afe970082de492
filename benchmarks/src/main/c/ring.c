/* As receiveBatch, but by one multishot RECVMSG of an io_uring(7), as a C programmer would write it by the man pages. */
#include "twin.h"

#include <errno.h>

#if defined(__linux__) && __has_include(<linux/io_uring.h>)
#include <linux/io_uring.h>
#endif

#ifdef IORING_RECV_MULTISHOT /* the headers of Linux 6.0 */

#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { BATCH = 32, DATAGRAM = 2048, COMPLETIONS = 128, PAGE = 4096 };

/* The header, the name and the payload of each datagram come in one piece. */
enum { PIECE = sizeof(struct io_uring_recvmsg_out) + sizeof(struct sockaddr_storage) + DATAGRAM };

typedef struct ring {
    int fd;
    struct io_uring_sqe *sqe;
    unsigned *sq_tail;
    unsigned *sq_array;
    unsigned sq_mask;
    unsigned *cq_head;
    unsigned *cq_tail;
    unsigned cq_mask;
    struct io_uring_cqe *cqes;
    struct io_uring_buf_ring *buffers;
    char *memory;
    struct msghdr header;
} ring;

static void *map(int fd, size_t length, off_t at) {
    int flags = fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED | MAP_POPULATE;
    void *p = mmap(NULL, length, PROT_READ | PROT_WRITE, flags, fd, at);
    return p == MAP_FAILED ? NULL : p;
}

static bool map_queues(ring *r, const struct io_uring_params *p) {
    size_t sq = p->sq_off.array + p->sq_entries * sizeof(unsigned);
    size_t cq = p->cq_off.cqes + p->cq_entries * sizeof(struct io_uring_cqe);
    char *at = map(r->fd, sq > cq ? sq : cq, IORING_OFF_SQ_RING);
    r->sqe = map(r->fd, p->sq_entries * sizeof *r->sqe, (off_t)IORING_OFF_SQES);
    if (at == NULL || r->sqe == NULL) {
        return false;
    }
    r->sq_tail = (unsigned *)(void *)(at + p->sq_off.tail);
    r->sq_array = (unsigned *)(void *)(at + p->sq_off.array);
    r->sq_mask = *(unsigned *)(void *)(at + p->sq_off.ring_mask);
    r->cq_head = (unsigned *)(void *)(at + p->cq_off.head);
    r->cq_tail = (unsigned *)(void *)(at + p->cq_off.tail);
    r->cq_mask = *(unsigned *)(void *)(at + p->cq_off.ring_mask);
    r->cqes = (struct io_uring_cqe *)(void *)(at + p->cq_off.cqes);
    return true;
}

/* 0 or -errno. After a failure the ring stays open until the process ends; then it is not measured. */
static int set_up(ring *r) {
    struct io_uring_params p = {.flags = IORING_SETUP_CQSIZE | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN,
                                .cq_entries = COMPLETIONS};
    r->fd = (int)syscall(SYS_io_uring_setup, 1, &p);
    if (r->fd < 0) {
        return -errno;
    }
    r->buffers = map(-1, PAGE, 0);
    r->memory = map(-1, (size_t)BATCH * PIECE, 0);
    if (!map_queues(r, &p) || r->buffers == NULL || r->memory == NULL) {
        return -ENOMEM;
    }
    struct io_uring_buf_reg b = {.ring_addr = (__u64)(uintptr_t)r->buffers, .ring_entries = BATCH};
    if (syscall(SYS_io_uring_register, r->fd, IORING_REGISTER_PBUF_RING, &b, 1) < 0) {
        return -errno;
    }
    r->header.msg_namelen = sizeof(struct sockaddr_storage);
    *r->sqe = (struct io_uring_sqe){.opcode = IORING_OP_RECVMSG,
                                    .flags = IOSQE_BUFFER_SELECT,
                                    .ioprio = IORING_RECV_MULTISHOT,
                                    .addr = (__u64)(uintptr_t)&r->header,
                                    .len = 1,
                                    .msg_flags = MSG_DONTWAIT};
    return 0;
}

static void provide(ring *r) {
    unsigned short tail = r->buffers->tail;
    for (int i = 0; i < BATCH; i++) {
        struct io_uring_buf *b = &r->buffers->bufs[(unsigned short)(tail + i) % BATCH];
        b->addr = (__u64)(uintptr_t)(r->memory + (size_t)i * PIECE);
        b->len = PIECE;
        b->bid = (unsigned short)i;
    }
    __atomic_store_n(&r->buffers->tail, (unsigned short)(tail + BATCH), __ATOMIC_RELEASE);
}

/* All 32 are always there. With fewer, the ring would keep some buffers, and the next call would provide too many. */
TWIN(jint, receiveRing)(TWIN_ENV, jint fd) {
    static __thread ring r;
    if (r.sq_tail == NULL) {
        int error = set_up(&r);
        if (error < 0) {
            return error;
        }
    }
    provide(&r);
    r.sqe->fd = fd;
    unsigned tail = *r.sq_tail;
    r.sq_array[tail & r.sq_mask] = 0;
    __atomic_store_n(r.sq_tail, tail + 1, __ATOMIC_RELEASE);
    if (syscall(SYS_io_uring_enter, r.fd, 1, 0, 0, NULL, 0) != 1) {
        return -errno;
    }
    int came = 0;
    unsigned head = *r.cq_head;
    for (unsigned end = __atomic_load_n(r.cq_tail, __ATOMIC_ACQUIRE); head != end; head++) {
        const struct io_uring_cqe *c = &r.cqes[head & r.cq_mask];
        if (c->res >= 0) {
            const struct io_uring_recvmsg_out *out = (const void *)(r.memory + (size_t)(c->flags >> 16) * PIECE);
            came += out->namelen == sizeof(struct sockaddr_in) && out->payloadlen > 0;
        }
    }
    __atomic_store_n(r.cq_head, head, __ATOMIC_RELEASE);
    return came == BATCH ? came : -EPROTO;
}

#else

TWIN(jint, receiveRing)(TWIN_ENV, jint fd) {
    (void)fd;
    return -ENOSYS;
}

#endif
