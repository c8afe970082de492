/*
 * The ring of an event loop, by io_uring(7): ADR 23. It is a poller whose wait also hands in what the loop has asked for since the last
 * one, all by one system call.
 *
 * The ring belongs to one thread (SINGLE_ISSUER), and the kernel completes requests only inside that thread's calls (DEFER_TASKRUN). So
 * nothing is written to memory of this process at any other time. A send never waits (MSG_DONTWAIT): it is over when the call that
 * submits it returns. It has a completion only if it fails, and MSG_WAITALL makes a short one a failure.
 */
#define _GNU_SOURCE
#include "baresock.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "deadline.h"
#include "fd.h"
#include "poller.h"
#include "sys.h"
#include "uring.h"
#include "wake.h"

#define SETUP                                                                                                          \
    (URING_SETUP_CQSIZE | URING_SETUP_R_DISABLED | URING_SETUP_SUBMIT_ALL | URING_SETUP_TASKRUN_FLAG |                 \
     URING_SETUP_SINGLE_ISSUER | URING_SETUP_DEFER_TASKRUN)

/* The kernel completes 20 requests at a time, so a wait asks for the rest; but not for ever. */
#define ROUNDS 64
/* So many completions are enough for a turn, as a part of the buffers. */
#define PART 4
/* How often a submission is tried that the kernel does not take. */
#define TRIES 4

typedef struct loop_ring {
    bs_poller base;
    uring u;
    bs_loop_ring *java;
    uring_buf *buffers; /* the ring of buffers for receives */
    int64_t wake;
    uint32_t staged;  /* submissions that the kernel has not taken yet */
    uint32_t sends;   /* among the commands of this wait */
    uint32_t lent;    /* buffers that the loop has */
    uint16_t given;   /* buffers ever given to the kernel */
    bool enabled;     /* it has its thread */
    bool hears;       /* the request that hears wake-ups is active */
    bool drains;      /* the wake object must be read, because an unread pipe would fill up */
    uint16_t lents[]; /* their numbers, the oldest first */
} loop_ring;

/* Where completions go. */
typedef struct taken {
    bs_poller_event *events;
    int32_t cap;
    int32_t count;
    bool woken;
} taken;

/* ---- submitting ---- */

static uring_sqe *next_sqe(loop_ring *r) {
    uint32_t tail = *r->u.sq_tail;
    __atomic_store_n(r->u.sq_tail, tail + 1, __ATOMIC_RELEASE);
    r->staged++;
    return &r->u.sqes[tail & r->u.sq_mask];
}

static void give(loop_ring *r, uint16_t buffer) {
    uring_buf *b = &r->buffers[r->given++ & (uint32_t)(r->java->buffer_count - 1)];
    b->addr = (uint64_t)(uintptr_t)(r->java->buffers + (size_t)buffer * (size_t)r->java->buffer_length);
    b->len = (uint32_t)r->java->buffer_length;
    b->bid = buffer;
}

/* Gives the first buffers back that the loop has. */
static void give_back(loop_ring *r, uint32_t count) {
    if (count == 0) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        give(r, r->lents[i]);
    }
    r->lent -= count;
    memmove(r->lents, r->lents + count, r->lent * sizeof *r->lents);
    __atomic_store_n(&r->buffers[0].tail, r->given, __ATOMIC_RELEASE);
}

static uint32_t poll_events(int32_t events) {
    uint32_t e = 0;
    e |= events & BS_POLLER_READABLE ? POLLIN : 0u;
    e |= events & BS_POLLER_WRITABLE ? POLLOUT : 0u;
    return e;
}

static void stage_command(loop_ring *r, const bs_ring_command *c) {
    uring_sqe s = {.fd = c->fd, .user_data = (uint64_t)c->token};
    switch (c->op) {
    case BS_RING_SEND:
        s.opcode = URING_OP_SEND;
        s.flags = URING_SQE_SKIP_SUCCESS;
        s.addr = (uint64_t)(uintptr_t)c->address;
        s.len = (uint32_t)c->length;
        s.msg_flags = MSG_DONTWAIT | MSG_NOSIGNAL | MSG_WAITALL;
        r->sends++;
        break;
    case BS_RING_RECEIVE:
        s.opcode = URING_OP_RECV;
        s.flags = URING_SQE_BUFFER_SELECT;
        s.ioprio = URING_RECV_MULTISHOT;
        break;
    case BS_RING_POLL:
        s.opcode = URING_OP_POLL_ADD;
        s.len = c->length & BS_POLLER_EDGE ? URING_POLL_MULTISHOT : 0;
        s.msg_flags = poll_events(c->length);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        s.msg_flags <<= 16; /* poll32_events has its halves swapped: io_uring_enter(2) */
#endif
        break;
    case BS_RING_CANCEL:
        s.opcode = URING_OP_ASYNC_CANCEL;
        s.fd = -1;
        s.addr = (uint64_t)c->token;
        s.user_data = BS_RING_KIND_CANCEL;
        break;
    default: /* taken back */
        return;
    }
    *next_sqe(r) = s;
}

/* Every write to an eventfd is an edge, so it is never read: poll_epoll.c. */
static void stage_wake(loop_ring *r) {
    uint32_t events = POLLIN;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    events <<= 16;
#endif
    *next_sqe(r) = (uring_sqe){.opcode = URING_OP_POLL_ADD,
                               .fd = bs_fd_first(r->wake),
                               .len = URING_POLL_MULTISHOT,
                               .msg_flags = events,
                               .user_data = (uint64_t)BS_POLLER_WAKE_TOKEN};
    r->hears = true;
}

static void stage(loop_ring *r) {
    if (!r->hears) {
        stage_wake(r);
    }
    for (int32_t i = 0; i < r->java->count; i++) {
        stage_command(r, &r->java->commands[i]);
    }
    r->java->count = 0;
    r->java->sends = 0;
}

/* ---- completing ---- */

static int32_t from_poll(int32_t e) {
    int32_t events = 0;
    events |= e & POLLIN ? BS_POLLER_READABLE : 0;
    events |= e & POLLOUT ? BS_POLLER_WRITABLE : 0;
    events |= e & POLLERR ? BS_POLLER_ERROR : 0;
    events |= e & POLLHUP ? BS_POLLER_HANGUP : 0;
    return events;
}

static void take_one(loop_ring *r, taken *t, const uring_cqe *c) {
    if ((int64_t)c->user_data == BS_POLLER_WAKE_TOKEN) {
        t->woken = true;
        r->hears = c->flags & URING_CQE_MORE;
        if (r->drains) {
            (void)bs_wake_drain(r->wake);
        }
        return;
    }
    uint64_t kind = c->user_data & BS_RING_KINDS;
    if (kind == BS_RING_KIND_CANCEL) {
        return; /* the request that was cancelled says the rest */
    }
    if (c->flags & URING_CQE_BUFFER) {
        r->lents[r->lent++] = (uint16_t)(c->flags >> 16);
    }
    r->java->sends += kind == BS_RING_KIND_SEND;
    t->events[t->count++] =
        (bs_poller_event){.token = (int64_t)c->user_data,
                          .events = kind == BS_RING_KIND_POLL && c->res > 0 ? from_poll(c->res) : c->res,
                          .flags = (int32_t)c->flags};
}

static uint32_t completions(const loop_ring *r) {
    return __atomic_load_n(r->u.cq_tail, __ATOMIC_ACQUIRE) - *r->u.cq_head;
}

static void take(loop_ring *r, taken *t) {
    uint32_t head = *r->u.cq_head;
    uint32_t tail = __atomic_load_n(r->u.cq_tail, __ATOMIC_ACQUIRE);
    for (; head != tail && t->count < t->cap; head++) {
        take_one(r, t, &r->u.cqes[head & r->u.cq_mask]);
    }
    __atomic_store_n(r->u.cq_head, head, __ATOMIC_RELEASE);
}

/* Whether the kernel needs a call to write down more completions: those that had no room, or those that it has not made. */
static bool owes(const loop_ring *r, uint32_t which) {
    return __atomic_load_n(r->u.sq_flags, __ATOMIC_RELAXED) & which;
}

/* ---- waiting ---- */

/* The first wait makes the ring its thread's. */
static int32_t enable(loop_ring *r) {
    int32_t e = r->enabled ? 0 : sys_io_uring_register(r->u.fd, URING_REGISTER_ENABLE, NULL, 0);
    r->enabled = e >= 0;
    return e;
}

/*
 * Submits, and waits for a completion if there is no send; 0 or -errno. The kernel completes as many requests at once as it is to wait
 * for, but at least 20. So where something is there anyway, this says how many that is: it is no wait.
 */
static int32_t enter(loop_ring *r, int64_t timeout_ns) {
    uint32_t there = completions(r);
    bool waits = timeout_ns != 0 && there == 0 && r->sends == 0;
    if (!waits && r->staged == 0 && !owes(r, URING_SQ_TASKRUN | URING_SQ_CQ_OVERFLOW)) {
        return 0;
    }
    struct timespec limit = bs_timespec_of(waits && timeout_ns > 0 ? timeout_ns : 0);
    uring_wait wait = {.timeout = waits && timeout_ns < 0 ? 0 : (uint64_t)(uintptr_t)&limit};
    int32_t n = sys_io_uring_enter_for(r->u.fd, r->staged, waits ? 1 : there,
                                       URING_ENTER_GETEVENTS | URING_ENTER_EXT_ARG, &wait, sizeof wait);
    if (n >= 0) {
        r->staged -= (uint32_t)n;
        return 0;
    }
    return n == -ETIME || n == -EINTR ? 0 : n;
}

/* The kernel does not take the submissions: each fails as if its own call had, the newest first. */
static void refuse(loop_ring *r, taken *t, int32_t error) {
    for (; r->staged > 0 && t->count < t->cap; r->staged--) {
        uint32_t tail = *r->u.sq_tail - 1;
        uring_cqe c = {.user_data = r->u.sqes[tail & r->u.sq_mask].user_data, .res = error};
        take_one(r, t, &c);
        __atomic_store_n(r->u.sq_tail, tail, __ATOMIC_RELEASE);
    }
}

/* Takes what the kernel has completed, and has it complete more, as far as that is enough for a turn. */
static int32_t gather(loop_ring *r, taken *t) {
    int32_t error = 0;
    uint32_t enough = (uint32_t)r->java->buffer_count / PART;
    for (int32_t i = 0; i < ROUNDS && completions(r) < enough && owes(r, URING_SQ_TASKRUN) && error >= 0; i++) {
        error = enter(r, 0);
    }
    take(r, t);
    while (t->count < t->cap && owes(r, URING_SQ_CQ_OVERFLOW) && error >= 0) {
        error = enter(r, 0);
        take(r, t);
    }
    return error;
}

static int32_t hand_in_and_wait(loop_ring *r, bs_poller_event *events, int32_t cap, int64_t timeout_ns,
                                int32_t if_woken) {
    taken t = {.events = events, .cap = cap};
    if (r->u.fd < 0) { /* it could not be renewed */
        r->java->count = 0;
        return -EEXIST;
    }
    stage(r);
    uint32_t lent = r->lent;
    if (r->sends == 0) { /* else they may read them */
        give_back(r, lent);
        lent = 0;
    }
    int32_t error = enable(r);
    for (int32_t i = 0; i < TRIES && error != -EEXIST && (i == 0 || r->staged > 0); i++) {
        if (i > 0) {
            t.cap = cap - (int32_t)r->staged; /* which may be refused */
            take(r, &t);                      /* the kernel may want room for completions */
            t.cap = cap;
        }
        error = enter(r, i == 0 ? timeout_ns : 0);
    }
    if (error != -EEXIST) {
        if (r->staged > 0) {
            refuse(r, &t, error < 0 ? error : -EAGAIN);
        }
        r->sends = 0; /* they are over */
        give_back(r, lent);
        int32_t e = gather(r, &t);
        error = error < 0 ? error : e;
    }
    if (t.count > 0) {
        return t.count;
    }
    return error < 0 ? error : t.woken ? if_woken : 0;
}

/*
 * The commands are taken and the completions are out of the ring when this returns. So the result is also in memory, for a caller that an
 * Error of the JVM takes it from.
 */
static int32_t ring_wait_op(bs_poller *base, bs_poller_event *events, int32_t cap, int64_t timeout_ns,
                            int32_t if_woken) {
    loop_ring *r = (loop_ring *)base;
    r->java->result = hand_in_and_wait(r, events, cap, timeout_ns, if_woken);
    return r->java->result;
}

static int32_t ring_ctl_op(bs_poller *base, int32_t op, int32_t fd, int32_t events, int64_t token) {
    (void)base;
    (void)op;
    (void)fd;
    (void)events;
    (void)token;
    return -EOPNOTSUPP; /* its requests are commands */
}

static int32_t ring_wake_op(bs_poller *base) {
    return bs_wake_signal(((loop_ring *)base)->wake);
}

/* ---- making and closing ---- */

static size_t buffers_length(const loop_ring *r) {
    return (size_t)r->java->buffer_count * sizeof *r->buffers;
}

static void ring_close_op(bs_poller *base) {
    loop_ring *r = (loop_ring *)base;
    bs_uring_close(&r->u);
    if (r->buffers != NULL) {
        sys_munmap(r->buffers, buffers_length(r));
    }
    if (r->wake >= 0) {
        (void)bs_wake_close(r->wake);
    }
    free(r);
}

static const bs_poller_ops ring_ops = {
    .close = ring_close_op, .ctl = ring_ctl_op, .wait = ring_wait_op, .wake = ring_wake_op};

/* A new ring, which gets all buffers. */
static int32_t set_up(loop_ring *r, uring *u) {
    const bs_loop_ring *java = r->java;
    /* Commands, and the wake-up. */
    uring_params p = {.flags = SETUP, .cq_entries = (uint32_t)java->completions};
    int32_t fd = sys_io_uring_setup((uint32_t)java->capacity * 2, &p);
    if (fd < 0) {
        return fd;
    }
    int32_t e = bs_uring_map(u, fd, &p);
    if (e < 0) {
        return e;
    }
    for (uint32_t i = 0; i <= u->sq_mask; i++) {
        u->sq_array[i] = i;
    }
    uring_buf_reg buffers = {.ring_addr = (uint64_t)(uintptr_t)r->buffers,
                             .ring_entries = (uint32_t)java->buffer_count};
    e = sys_io_uring_register(fd, URING_REGISTER_BUFFER_RING, &buffers, 1);
    if (e < 0) {
        return e;
    }
    r->given = 0;
    for (r->lent = 0; r->lent < (uint32_t)java->buffer_count; r->lent++) {
        r->lents[r->lent] = (uint16_t)r->lent;
    }
    give_back(r, r->lent);
    return 0;
}

static int32_t open_parts(loop_ring *r) {
    int64_t mapped = sys_mmap(buffers_length(r), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (bs_map_failed(mapped)) {
        return (int32_t)mapped;
    }
    r->buffers = (void *)(intptr_t)mapped;
    r->wake = bs_wake_open();
    if (r->wake < 0) {
        return (int32_t)r->wake;
    }
    r->drains = bs_fd_first(r->wake) != bs_fd_second(r->wake);
    return set_up(r, &r->u);
}

int64_t bs_loop_ring_open(bs_loop_ring *ring) {
    loop_ring *r = calloc(1, sizeof *r + (size_t)ring->buffer_count * sizeof *r->lents);
    if (r == NULL) {
        return -ENOMEM;
    }
    r->base = (bs_poller){.ops = &ring_ops, .fd = -1};
    r->u.fd = -1;
    r->java = ring;
    r->wake = -1;
    int32_t e = open_parts(r);
    if (e < 0) {
        ring_close_op(&r->base);
        return e;
    }
    return (int64_t)(intptr_t)r;
}

int32_t bs_loop_ring_renew(bs_poller *poller) {
    loop_ring *r = (loop_ring *)poller;
    uring u = {.fd = -1};
    /* The old ring must let go of the buffers first: its requests end with it, and none runs outside of a call. */
    bs_uring_close(&r->u);
    int32_t e = set_up(r, &u);
    r->u = u;
    r->staged = 0;
    r->sends = 0;
    r->enabled = false;
    r->hears = false;
    return e;
}
