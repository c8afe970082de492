/*
 * Batch receives by the batch's own io_uring(7): one multishot RECVMSG takes up to 32 datagrams with one system call.
 * Each costs less than with recvmmsg(2), which copies a msghdr and an iovec in and out for each: ADR 20.
 *
 * With MSG_DONTWAIT the request ends within the call that submits it: with -EAGAIN when there is nothing more, with -ENOBUFS when the
 * provided buffers are used up, after a datagram of 0 bytes, or with an error (io_recvmsg in io_uring/net.c). So no request is
 * active between calls, and each call can provide other buffers.
 */
#define _GNU_SOURCE
#include "batch.h"

#include <stddef.h>
#include <string.h>
#include <sys/mman.h>

#include "cmsg_os.h"
#include "fds_flag.h"
#include "force.h"
#include "message.h"
#include "ring.h"
#include "sys.h"
#include "uring.h"

/* Buffers for a request. After 33 messages the kernel delays a multishot (MULTISHOT_MAX_RETRY), which would be -EAGAIN here. */
#define RUN 32
/* Completions: one for each message and a last one; the kernel must have room for all. */
#define COMPLETIONS 128
/* One submission to receive, one to cancel. */
#define SUBMISSIONS 2

/* user_data */
#define RECEIVE 1
#define CANCEL  2

/*
 * A ring for one thread needs no lock for each completion, which saves about 20 of a datagram's 580 ns. Another thread gets -EEXIST.
 * Then a new ring is made, the first time for that thread, and after that for all threads.
 */
#define OF_A_THREAD (URING_SETUP_SINGLE_ISSUER | URING_SETUP_DEFER_TASKRUN)

_Static_assert((RUN & (RUN - 1)) == 0 && RUN < COMPLETIONS, "io_uring takes powers of two");

/* One page: the buffer ring is to begin with one. */
struct bs_ring {
    uring_buf buffers[RUN];
    struct msghdr header; /* how long the name and the control data before each payload may be */
    uring u;
    uint16_t used; /* buffers that the kernel has taken so far: its head of the buffer ring */
    bool moved;    /* it is not its first thread's any more */
};

_Static_assert(sizeof(struct bs_ring) <= 4096, "within a page");
_Static_assert(offsetof(bs_sockaddr_slot, bytes) + offsetof(uring_recvmsg_out, payloadlen) == sizeof(uring_recvmsg_out),
               "a bs_sockaddr_slot whose bytes are the name begins within what the kernel puts before it");

/* ---- receiving ---- */

/* A request and its result. */
typedef struct request {
    bs_batch *batch;
    int32_t first;
    int32_t cloexec; /* the flag, if it is asked for */
    int32_t count;   /* messages */
    int32_t error;   /* that ended it; 0: the buffers are used up, or an empty datagram came */
    bool over;
    bool cancelled; /* the answer to a cancellation came */
} request;

static uint8_t *buffer_of(const bs_batch *batch, int32_t i) {
    return batch->java.buffers + (size_t)i * (size_t)batch->java.buffer_stride;
}

/*
 * Provides exactly the buffers of these slots, in their order: message k comes to slot first + k. The cache lines that will be written
 * are fetched already, as for recvmmsg: bs_batch_fetch.
 */
static void provide(struct bs_ring *ring, const bs_batch *batch, int32_t first, int32_t count) {
    for (int32_t i = 0; i < count; i++) {
        uring_buf *b = &ring->buffers[(uint16_t)(ring->used + i) % RUN];
        uint8_t *buffer = buffer_of(batch, first + i);
        if (i < batch->c.last) {
            bs_batch_fetch(batch, first + i, buffer, buffer + batch->java.prefix);
        }
        b->addr = (uint64_t)(uintptr_t)buffer;
        b->len = (uint32_t)batch->java.buffer_length;
        b->bid = (uint16_t)i;
    }
    __atomic_store_n(&ring->buffers[0].tail, (uint16_t)(ring->used + count), __ATOMIC_RELEASE);
}

/* The header shares bytes with the length of the sender's address, so it is read first. */
static void received(const request *q, int32_t i) {
    bs_batch *batch = q->batch;
    uint8_t *buffer = buffer_of(batch, i);
    uring_recvmsg_out out;
    memcpy(&out, buffer, sizeof out);
    bs_sockaddr_slot *from = (bs_sockaddr_slot *)(void *)(buffer + offsetof(uring_recvmsg_out, payloadlen));
    bs_batch_received(batch, i, from, out.namelen, (int32_t)out.flags & ~BS_CMSG_CLOEXEC, (int32_t)out.payloadlen);
    if (out.controllen > 0) {
        const bs_control *in = &bs_batch_message(batch, i)->java.in;
        memcpy(in->data, buffer + batch->java.prefix - in->capacity, out.controllen);
        struct msghdr header = {.msg_namelen = out.namelen,
                                .msg_controllen = (bs_controllen)out.controllen,
                                .msg_flags = (int)out.flags | q->cloexec};
        bs_batch_received_control(batch, i, &header);
    }
}

/* Takes what has completed. */
static void reap(struct bs_ring *ring, request *q) {
    uint32_t head = *ring->u.cq_head;
    uint32_t tail = __atomic_load_n(ring->u.cq_tail, __ATOMIC_ACQUIRE);
    for (; head != tail; head++) {
        const uring_cqe *c = &ring->u.cqes[head & ring->u.cq_mask];
        if (c->user_data != RECEIVE) {
            q->cancelled = true;
            continue;
        }
        q->over = !(c->flags & URING_CQE_MORE);
        if (c->flags & URING_CQE_BUFFER) {
            ring->used++;
        }
        if (c->res >= 0) {
            received(q, q->first + (int32_t)(c->flags >> 16));
            q->count++;
        } else {
            q->error = c->res;
        }
    }
    __atomic_store_n(ring->u.cq_head, head, __ATOMIC_RELEASE);
}

/* Hands submission n to the kernel; 0 or -errno, and then it was not taken. */
static int32_t submit(struct bs_ring *ring, uint32_t n) {
    uint32_t tail = *ring->u.sq_tail;
    ring->u.sq_array[tail & ring->u.sq_mask] = n;
    __atomic_store_n(ring->u.sq_tail, tail + 1, __ATOMIC_RELEASE);
    int32_t r = sys_io_uring_enter(ring->u.fd, 1, 0, 0);
    if (r == 1) {
        return 0;
    }
    __atomic_store_n(ring->u.sq_tail, tail, __ATOMIC_RELEASE);
    return r < 0 ? r : -EAGAIN;
}

/*
 * The request did not end. No known kernel does that (see above), but such a request could write into the batch later. So this
 * cancels it, and waits until both the request and the cancel have ended.
 */
static void end(struct bs_ring *ring, request *q) {
    bool asked = false;
    while (!q->over || (asked && !q->cancelled)) {
        asked = asked || submit(ring, 1) == 0;
        sys_io_uring_enter(ring->u.fd, 0, 1, URING_ENTER_GETEVENTS); /* EINTR or not: it is looked at again */
        reap(ring, q);
    }
    if (q->error == -ECANCELED) {
        q->error = -EAGAIN;
    }
}

/* One request for count messages, at most RUN. 0; -errno: it could not be submitted. */
static int32_t receive_run(struct bs_ring *ring, int32_t fd, int32_t count, int32_t flags, request *q) {
    provide(ring, q->batch, q->first, count);
    ring->u.sqes[0].fd = fd;
    ring->u.sqes[0].msg_flags = (uint32_t)flags;
    int32_t r = submit(ring, 0);
    if (r < 0) {
        return r;
    }
    reap(ring, q);
    if (!q->over) {
        end(ring, q);
    }
    if (q->error == -ENOBUFS && q->count == count) {
        q->error = 0;
    }
    return 0;
}

/* The flags that have the same meaning here and in recvmmsg(2). */
static bool knows(int32_t flags) {
    return (flags & MSG_DONTWAIT) && !(flags & ~(MSG_DONTWAIT | MSG_WAITFORONE | MSG_CMSG_CLOEXEC | MSG_TRUNC));
}

bool bs_ring_suits(const bs_batch *batch, int32_t flags) {
    return batch->c.last >= batch->java.ring_from && batch->java.foreign == 0 && knows(flags);
}

static int32_t take_over(bs_batch *batch);

bool bs_ring_receive(int32_t fd, bs_batch *batch, int32_t first, int32_t count, int32_t flags, int32_t *result) {
    const int32_t cloexec = bs_fds_flag(fd);
    const int32_t how = (flags & ~MSG_WAITFORONE) | cloexec;
    int32_t done = 0;
    int32_t error = 0;
    while (done < count && error == 0) {
        request q = {.batch = batch, .first = first + done, .cloexec = cloexec};
        int32_t some = count - done < RUN ? count - done : RUN;
        int32_t r = receive_run(batch->c.ring, fd, some, how, &q);
        if (r == -EEXIST && take_over(batch) == 0) {
            r = receive_run(batch->c.ring, fd, some, how, &q);
        }
        if (r < 0) {
            *result = done;
            return done > 0;
        }
        batch->c.by_ring++;
        done += q.count;
        error = q.error == -EINTR ? 0 : q.error;
    }
    if (done > 0 && error < 0) {
        bs_batch_keep(batch, error);
    }
    *result = done > 0 ? done : error;
    return done > 0 ||
           error != -EINVAL; /* recvmmsg(2) finds out whether it was the flag (fds_flag.h), and tells it otherwise */
}

/* ---- making and closing ---- */

static void close_ring(struct bs_ring *ring) {
    bs_uring_close(&ring->u);
    sys_munmap(ring, sizeof *ring);
}

void bs_ring_close(bs_batch *batch) {
    if (batch->c.ring != 0) {
        close_ring(batch->c.ring);
        batch->c.ring = 0;
    }
}

/* Both submissions never change, except the descriptor and the flags. */
static void lay_out(struct bs_ring *ring, const bs_batch *batch) {
    int32_t control = bs_batch_message(batch, 0)->java.in.capacity;
    /* The bytes after the address make the payload begin at a cache line. */
    ring->header.msg_namelen = (socklen_t)(batch->java.prefix - control - (int32_t)sizeof(uring_recvmsg_out));
    ring->header.msg_controllen = (bs_controllen)control;
    ring->u.sqes[0] = (uring_sqe){.opcode = URING_OP_RECVMSG,
                                  .flags = URING_SQE_BUFFER_SELECT,
                                  .ioprio = URING_RECV_MULTISHOT,
                                  .addr = (uint64_t)(uintptr_t)&ring->header,
                                  .len = 1,
                                  .user_data = RECEIVE};
    ring->u.sqes[1] = (uring_sqe){.opcode = URING_OP_ASYNC_CANCEL, .fd = -1, .addr = RECEIVE, .user_data = CANCEL};
}

/* Whether this kernel knows such requests: a test with a bad descriptor gets -EBADF if it does, and -EINVAL if not. */
static int32_t try_it(struct bs_ring *ring, bs_batch *batch) {
    request q = {.batch = batch};
    int32_t r = receive_run(ring, -1, 1, MSG_DONTWAIT, &q);
    return r < 0 || q.error == -EBADF ? r : -ENOSYS;
}

/* The descriptor, which is close-on-exec. Linux 6.0 does not know the flags for one of a thread. */
static int32_t open_ring(uring_params *p, bool of_a_thread) {
    *p = (uring_params){.flags = URING_SETUP_CQSIZE | (of_a_thread ? OF_A_THREAD : 0), .cq_entries = COMPLETIONS};
    int32_t r = sys_io_uring_setup(SUBMISSIONS, p);
    return r == -EINVAL && of_a_thread ? open_ring(p, false) : r;
}

static int32_t set_up(struct bs_ring *ring, bs_batch *batch, bool of_a_thread) {
    uring_params p;
    batch->c.ring_step = BS_RING_SETUP;
    int32_t r = open_ring(&p, of_a_thread);
    if (r < 0) {
        return r;
    }
    batch->c.ring_step = BS_RING_MMAP;
    r = bs_uring_map(&ring->u, r, &p);
    if (r < 0) {
        return r;
    }
    uring_buf_reg buffers = {.ring_addr = (uint64_t)(uintptr_t)ring->buffers, .ring_entries = RUN};
    batch->c.ring_step = BS_RING_REGISTER;
    r = sys_io_uring_register(ring->u.fd, URING_REGISTER_BUFFER_RING, &buffers, 1);
    if (r < 0) {
        return r;
    }
    lay_out(ring, batch);
    batch->c.ring_step = BS_RING_ENTER;
    return try_it(ring, batch);
}

/* Replaces the ring of the batch, if it has one. If this fails, the batch keeps it. */
static int32_t make(bs_batch *batch, bool of_a_thread, bool moved) {
    batch->c.ring_step = BS_RING_MMAP;
    int64_t page = sys_mmap(sizeof(struct bs_ring), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (bs_map_failed(page)) {
        return (int32_t)page;
    }
    struct bs_ring *ring = (void *)(intptr_t)page;
    *ring = (struct bs_ring){.u.fd = -1, .moved = moved};
    int32_t r = set_up(ring, batch, of_a_thread);
    if (r < 0) {
        close_ring(ring);
        return r;
    }
    bs_ring_close(batch);
    batch->c.ring = ring;
    return 0;
}

/* The ring belongs to another thread. It is common that one thread makes a batch and another uses it; more changes are rare. */
static int32_t take_over(bs_batch *batch) {
    const struct bs_ring *ring = batch->c.ring;
    return make(batch, !ring->moved, true);
}

int32_t bs_batch_ring(bs_batch *batch) {
    batch->c.ring_step = 0;
    if (bs_forced(BS_FORCE_MMSG) || bs_forced(BS_FORCE_LOOP)) {
        return -ECANCELED;
    }
    return make(batch, true, false);
}
