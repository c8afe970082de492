/*
 * echo_ring: echo_server on io_uring(7), Linux 6.1, as a C programmer who reads the same pages writes it: multishot accept, multishot
 * receive into a ring of buffers, registered files, sends without a completion if all goes well. One system call hands in and waits;
 * another one has the kernel complete the rest, because a wait ends with 20.
 */
#include <stdio.h>

#if defined(__linux__) && __has_include(<linux/io_uring.h>)
#include <linux/io_uring.h>
#endif

#ifdef IORING_SETUP_DEFER_TASKRUN /* the headers of Linux 6.1 */

#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "echo.h"
#include "loopback.h"

enum { ENTRIES = 2048, COMPLETIONS = 8192, BUFFERS = 1024, STRIDE = ECHO_BUFFER + 64, FILES = 8192 };

/* What a completion is of; the file's number is above. */
enum { ACCEPT = 1, RECEIVE = 2, SEND = 3, INPUT = 4, KINDS = 7, SHIFT = 3 };

static struct {
    int fd;
    unsigned pending;
    struct io_uring_sqe *sqes;
    unsigned *sq_tail, *sq_flags, sq_mask;
    unsigned *cq_head, *cq_tail, cq_mask;
    struct io_uring_cqe *cqes;
    struct io_uring_buf_ring *ring;
    char *buffers;
    uint16_t given;
    int used[BUFFERS]; /* in this turn: given back when the sends are over */
    int used_count;
    int listener;
} r;

static void *map(int fd, size_t length, off_t at) {
    int flags = fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED | MAP_POPULATE;
    void *p = mmap(NULL, length, PROT_READ | PROT_WRITE, flags, fd, at);
    check("mmap", p == MAP_FAILED ? -1 : 0);
    return p;
}

static void give(int buffer) {
    struct io_uring_buf *b = &r.ring->bufs[r.given++ & (BUFFERS - 1)];
    b->addr = (uint64_t)(uintptr_t)(r.buffers + buffer * STRIDE);
    b->len = ECHO_BUFFER;
    b->bid = (uint16_t)buffer;
}

static void publish(void) {
    __atomic_store_n(&r.ring->tail, r.given, __ATOMIC_RELEASE);
}

static void open_ring(void) {
    struct io_uring_params p = {.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_CQSIZE |
                                         IORING_SETUP_TASKRUN_FLAG,
                                .cq_entries = COMPLETIONS};
    r.fd = (int)syscall(SYS_io_uring_setup, ENTRIES, &p);
    check("io_uring_setup", r.fd);
    size_t sq = p.sq_off.array + p.sq_entries * sizeof(unsigned);
    size_t cq = p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe);
    char *at = map(r.fd, sq > cq ? sq : cq, IORING_OFF_SQ_RING);
    r.sqes = map(r.fd, p.sq_entries * sizeof *r.sqes, (off_t)IORING_OFF_SQES);
    r.sq_tail = (unsigned *)(void *)(at + p.sq_off.tail);
    r.sq_flags = (unsigned *)(void *)(at + p.sq_off.flags);
    r.sq_mask = *(unsigned *)(void *)(at + p.sq_off.ring_mask);
    r.cq_head = (unsigned *)(void *)(at + p.cq_off.head);
    r.cq_tail = (unsigned *)(void *)(at + p.cq_off.tail);
    r.cq_mask = *(unsigned *)(void *)(at + p.cq_off.ring_mask);
    r.cqes = (struct io_uring_cqe *)(void *)(at + p.cq_off.cqes);
    unsigned *array = (unsigned *)(void *)(at + p.sq_off.array);
    for (unsigned i = 0; i < p.sq_entries; i++) {
        array[i] = i;
    }
    r.ring = map(-1, BUFFERS * sizeof(struct io_uring_buf), 0);
    r.buffers = map(-1, (size_t)BUFFERS * STRIDE, 0);
    struct io_uring_buf_reg buffers = {.ring_addr = (uint64_t)(uintptr_t)r.ring, .ring_entries = BUFFERS};
    check("buffers", syscall(SYS_io_uring_register, r.fd, IORING_REGISTER_PBUF_RING, &buffers, 1));
    for (int i = 0; i < BUFFERS; i++) {
        give(i);
    }
    publish();
    struct io_uring_rsrc_register files = {.nr = FILES, .flags = IORING_RSRC_REGISTER_SPARSE};
    check("files", syscall(SYS_io_uring_register, r.fd, IORING_REGISTER_FILES2, &files, sizeof files));
}

static void enter(unsigned wait) {
    long n = syscall(SYS_io_uring_enter, r.fd, r.pending, wait, IORING_ENTER_GETEVENTS, NULL, 0);
    check("io_uring_enter", n);
    r.pending -= (unsigned)n;
}

static struct io_uring_sqe *next_sqe(int op, int fd, uint64_t data) {
    if (r.pending > r.sq_mask) {
        enter(0);
    }
    unsigned tail = *r.sq_tail;
    struct io_uring_sqe *s = &r.sqes[tail & r.sq_mask];
    *s = (struct io_uring_sqe){.opcode = (uint8_t)op, .fd = fd, .user_data = data};
    __atomic_store_n(r.sq_tail, tail + 1, __ATOMIC_RELEASE);
    r.pending++;
    return s;
}

static void ask_for_connections(void) {
    struct io_uring_sqe *s = next_sqe(IORING_OP_ACCEPT, r.listener, ACCEPT);
    s->ioprio = IORING_ACCEPT_MULTISHOT;
}

static void ask_for_data(int fd) {
    struct io_uring_sqe *s = next_sqe(IORING_OP_RECV, fd, (uint64_t)fd << SHIFT | RECEIVE);
    s->flags = IOSQE_BUFFER_SELECT | IOSQE_FIXED_FILE;
    s->ioprio = IORING_RECV_MULTISHOT;
}

static void set_file(int fd, int to) {
    struct io_uring_rsrc_update update = {.offset = (unsigned)fd, .data = (uint64_t)(uintptr_t)&to};
    check("file", syscall(SYS_io_uring_register, r.fd, IORING_REGISTER_FILES_UPDATE, &update, 1));
}

/* A connection has the number of its descriptor among the files, too. */
static void begin(int fd) {
    int one = 1;
    if (fd >= FILES) {
        close(fd);
        return;
    }
    check("setsockopt", setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one));
    set_file(fd, fd);
    ask_for_data(fd);
}

static void end(int fd) {
    set_file(fd, -1);
    close(fd);
}

/* The load sends no more before it has its echo, so the socket always has room for it. */
static void echo(int fd, const struct io_uring_cqe *c) {
    if (c->flags & IORING_CQE_F_BUFFER) {
        int buffer = (int)(c->flags >> IORING_CQE_BUFFER_SHIFT);
        struct io_uring_sqe *s = next_sqe(IORING_OP_SEND, fd, (uint64_t)fd << SHIFT | SEND);
        s->flags = IOSQE_FIXED_FILE | IOSQE_CQE_SKIP_SUCCESS;
        s->addr = (uint64_t)(uintptr_t)(r.buffers + buffer * STRIDE);
        s->len = (unsigned)c->res;
        s->msg_flags = MSG_DONTWAIT | MSG_NOSIGNAL | MSG_WAITALL;
        r.used[r.used_count++] = buffer;
    }
    if (!(c->flags & IORING_CQE_F_MORE)) {
        if (c->res > 0 || c->res == -ENOBUFS) {
            ask_for_data(fd);
        } else {
            end(fd);
        }
    }
}

static void complete(const struct io_uring_cqe *c) {
    int fd = (int)(c->user_data >> SHIFT);
    switch (c->user_data & KINDS) {
    case ACCEPT:
        if (c->res >= 0) {
            begin(c->res);
        }
        if (!(c->flags & IORING_CQE_F_MORE)) {
            ask_for_connections();
        }
        break;
    case RECEIVE:
        echo(fd, c);
        break;
    case SEND: /* only if it failed */
        end(fd);
        break;
    default: /* the end of standard input */
        exit(0);
    }
}

int main(void) {
    open_ring();
    r.listener = listen_on_loopback(0);
    ask_for_connections();
    next_sqe(IORING_OP_POLL_ADD, STDIN_FILENO, INPUT)->poll32_events = POLLIN;
    for (;;) {
        enter(1); /* the sends of the turn before are over when it returns */
        for (int i = 0; i < r.used_count; i++) {
            give(r.used[i]);
        }
        r.used_count = 0;
        publish();
        while (__atomic_load_n(r.sq_flags, __ATOMIC_RELAXED) & IORING_SQ_TASKRUN &&
               *r.cq_tail - *r.cq_head < BUFFERS / 4) {
            enter(*r.cq_tail - *r.cq_head);
        }
        unsigned head = *r.cq_head;
        unsigned tail = __atomic_load_n(r.cq_tail, __ATOMIC_ACQUIRE);
        for (; head != tail; head++) {
            complete(&r.cqes[head & r.cq_mask]);
        }
        __atomic_store_n(r.cq_head, head, __ATOMIC_RELEASE);
    }
}

#else

int main(void) {
    fputs("echo_ring: the headers of this system are older than Linux 6.1\n", stderr);
    return 1;
}

#endif
