/*
 * Waiting that can be called off: poll(2) on the descriptor and a wake descriptor together, because no other thread can
 * end a blocked system call safely (close(2) does not wake it, and frees the number for somebody else).
 */
#define _GNU_SOURCE
#include "baresock.h"

#include <stdbool.h>
#include <string.h>

#include "addr.h"
#include "batch.h"
#include "connect.h"
#include "sys.h"

/* How long to stay away from a descriptor that is no use polling; doubled each time. */
#define PAUSE_MIN_NS 100000
#define PAUSE_MAX_NS 10000000

/* revents; 0 = the deadline passed; -ECANCELED = wakefd called it off. fd -1: waits for the other two alone. */
static int32_t wait_ready(int32_t fd, int32_t wakefd, int32_t events, bs_deadline *deadline) {
    struct pollfd fds[2] = {{.fd = fd, .events = (short)events}, {.fd = wakefd, .events = POLLIN}};
    int32_t r;
    do {
        r = sys_poll(fds, wakefd < 0 ? 1 : 2, bs_deadline_remaining(deadline));
    } while (r == -EINTR);
    if (r <= 0) {
        return r;
    }
    if (fds[1].revents != 0) {
        return fds[1].revents & POLLNVAL ? -EBADF : -ECANCELED;
    }
    return fds[0].revents;
}

/* Stays away for *pause_ns, and doubles it. 0, -EAGAIN = the deadline passed, -ECANCELED = called off. */
static int32_t wait_pause(int32_t wakefd, int64_t *pause_ns, bs_deadline *deadline) {
    int64_t left = bs_deadline_remaining(deadline);
    if (left == 0) {
        return -EAGAIN;
    }
    bs_deadline pause = bs_deadline_in(left > 0 && left < *pause_ns ? left : *pause_ns);
    if (*pause_ns < PAUSE_MAX_NS) {
        *pause_ns *= 2;
    }
    return wait_ready(-1, wakefd, 0, &pause);
}

int32_t bs_poll_one(int32_t fd, int32_t wakefd, int32_t events, int64_t timeout_ns) {
    if (fd < 0) {
        return -EBADF; /* poll(2) would ignore it and wait */
    }
    bs_deadline deadline = bs_deadline_in(timeout_ns);
    return wait_ready(fd, wakefd, events, &deadline);
}

/* One non-blocking try of a call, and what it needs. */
typedef struct attempt {
    int32_t (*try)(const struct attempt *a);
    int32_t fd;
    int32_t events; /* to wait for when the try says EAGAIN */
    int64_t buf;    /* or the message, or the batch */
    int32_t first;  /* of a batch; or the size of a segment */
    int64_t gso;
    int32_t len;
    int32_t flags;
    int64_t addr; /* of the sockaddr, or of the slot */
    int32_t addrlen;
} attempt;

/*
 * Waits and tries again until the try says something else than EAGAIN. Readiness is a hint: another thread may take
 * what was there, and some descriptors stay ready while the call says EAGAIN (an unconnected AF_UNIX datagram socket
 * whose receiver is full; MSG_PEEK beyond the data with SO_PEEK_OFF; a hung-up socket read for its error queue). The
 * former must be polled again at once, the latter must not be spun on: a poll that does not wait tells them apart.
 */
static int32_t wait_and_try(const attempt *a, int32_t wakefd, int64_t timeout_ns) {
    bs_deadline deadline = bs_deadline_in(timeout_ns);
    int64_t pause_ns = PAUSE_MIN_NS;
    bool refused = false; /* the last try said EAGAIN though poll said ready */
    for (;;) {
        bs_deadline now = bs_deadline_in(0);
        int32_t r = wait_ready(a->fd, wakefd, a->events, refused ? &now : &deadline);
        if (r < 0) {
            return r;
        }
        if (r == 0) {
            if (!refused) {
                return -EAGAIN;
            }
            refused = false;
            pause_ns = PAUSE_MIN_NS;
            continue;
        }
        r = a->try(a);
        if (r != -EAGAIN) {
            return r;
        }
        if (refused) {
            r = wait_pause(wakefd, &pause_ns, &deadline);
            if (r < 0) {
                return r;
            }
        }
        refused = true;
    }
}

/* A caller's MSG_DONTWAIT means what it says, whatever the timeout. */
static int64_t time_to_wait(int32_t flags, int64_t timeout_ns) {
    return flags & MSG_DONTWAIT ? 0 : timeout_ns;
}

static int32_t try_then_wait(const attempt *a, int32_t wakefd, int64_t timeout_ns) {
    int32_t r = a->try(a);
    return r != -EAGAIN || timeout_ns == 0 ? r : wait_and_try(a, wakefd, timeout_ns);
}

static int32_t try_send(const attempt *a) {
    return bs_sendto(a->fd, a->buf, a->len, a->flags, a->addr, a->addrlen);
}

int32_t bs_send_wait(int32_t fd, int32_t wakefd, int64_t buf, int32_t len, int32_t flags, int64_t addr, int32_t addrlen,
                     int64_t timeout_ns) {
    attempt a = {.try = try_send,
                 .fd = fd,
                 .events = POLLOUT,
                 .buf = buf,
                 .len = len,
                 .flags = flags | MSG_DONTWAIT,
                 .addr = addr,
                 .addrlen = addrlen};
    return try_then_wait(&a, wakefd, time_to_wait(flags, timeout_ns));
}

static int32_t try_recv(const attempt *a) {
    return bs_recvfrom(a->fd, a->buf, a->len, a->flags, a->addr);
}

/* What announces the data that a receive with these flags would get. */
static int32_t recv_events(int32_t flags) {
#ifdef MSG_ERRQUEUE
    if (flags & MSG_ERRQUEUE) {
        return 0; /* POLLERR, which is always reported; POLLIN would be about other data */
    }
#endif
    return flags & MSG_OOB ? POLLPRI : POLLIN;
}

int32_t bs_recv_wait(int32_t fd, int32_t wakefd, int64_t buf, int32_t len, int32_t flags, int64_t slot,
                     int64_t timeout_ns) {
    attempt a = {.try = try_recv,
                 .fd = fd,
                 .events = recv_events(flags),
                 .buf = buf,
                 .len = len,
                 .flags = flags | MSG_DONTWAIT,
                 .addr = slot};
    return try_then_wait(&a, wakefd, time_to_wait(flags, timeout_ns));
}

static int32_t try_sendmsg(const attempt *a) {
    return bs_sendmsg(a->fd, a->buf, a->flags);
}

int32_t bs_sendmsg_wait(int32_t fd, int32_t wakefd, int64_t message, int32_t flags, int64_t timeout_ns) {
    attempt a = {.try = try_sendmsg, .fd = fd, .events = POLLOUT, .buf = message, .flags = flags | MSG_DONTWAIT};
    return try_then_wait(&a, wakefd, time_to_wait(flags, timeout_ns));
}

static int32_t try_recvmsg(const attempt *a) {
    return bs_recvmsg(a->fd, a->buf, a->flags);
}

int32_t bs_recvmsg_wait(int32_t fd, int32_t wakefd, int64_t message, int32_t flags, int64_t timeout_ns) {
    attempt a = {
        .try = try_recvmsg, .fd = fd, .events = recv_events(flags), .buf = message, .flags = flags | MSG_DONTWAIT};
    return try_then_wait(&a, wakefd, time_to_wait(flags, timeout_ns));
}

static int32_t try_send_segments(const attempt *a) {
    return bs_send_segments(a->fd, a->gso, a->buf, a->len, a->first, a->flags, a->addr, a->addrlen);
}

int32_t bs_send_segments_wait(int32_t fd, int32_t wakefd, int64_t gso, int64_t buf, int32_t len, int32_t segment,
                              int32_t flags, int64_t addr, int32_t addrlen, int64_t timeout_ns) {
    attempt a = {.try = try_send_segments,
                 .fd = fd,
                 .events = POLLOUT,
                 .buf = buf,
                 .first = segment,
                 .gso = gso,
                 .len = len,
                 .flags = flags | MSG_DONTWAIT,
                 .addr = addr,
                 .addrlen = addrlen};
    return try_then_wait(&a, wakefd, time_to_wait(flags, timeout_ns));
}

static int32_t try_sendmmsg(const attempt *a) {
    return bs_sendmmsg(a->fd, a->buf, a->first, a->len, a->flags);
}

int32_t bs_sendmmsg_wait(int32_t fd, int32_t wakefd, int64_t batch, int32_t first, int32_t count, int32_t flags,
                         int64_t timeout_ns) {
    attempt a = {.try = try_sendmmsg,
                 .fd = fd,
                 .events = POLLOUT,
                 .buf = batch,
                 .first = first,
                 .len = count,
                 .flags = flags | MSG_DONTWAIT};
    return try_then_wait(&a, wakefd, time_to_wait(flags, timeout_ns));
}

static int32_t try_recvmmsg(const attempt *a) {
    return bs_recvmmsg(a->fd, a->buf, a->first, a->len, a->flags);
}

int32_t bs_recvmmsg_wait(int32_t fd, int32_t wakefd, int64_t batch, int32_t first, int32_t count, int32_t flags,
                         int64_t timeout_ns) {
    attempt a = {.try = try_recvmmsg,
                 .fd = fd,
                 .events = recv_events(flags),
                 .buf = batch,
                 .first = first,
                 .len = count,
                 .flags = flags | MSG_DONTWAIT};
    if (bs_batch_waits_for_one(flags)) {
        return try_then_wait(&a, wakefd, time_to_wait(flags, timeout_ns));
    }
    bs_deadline deadline = bs_deadline_in(time_to_wait(flags, timeout_ns));
    int32_t done = 0;
    do {
        int32_t r = try_then_wait(&a, wakefd, bs_deadline_remaining(&deadline));
        if (r < 0) {
            if (done > 0) {
                bs_batch_keep(bs_ptr(batch), fd, r);
            }
            return done > 0 ? done : r;
        }
        done += r;
        a.first = first + done;
        a.len = count - done;
    } while (done < count);
    return done;
}

static int32_t try_accept(const attempt *a) {
    return bs_accept4(a->fd, a->addr, a->flags);
}

int32_t bs_accept_wait(int32_t fd, int32_t wakefd, int64_t slot, int32_t flags, int64_t timeout_ns) {
    /*
     * accept has no MSG_DONTWAIT, and a connection may vanish between poll and accept (UNP 16.6): on a blocking
     * listener the call would hang where nobody can call it off. So the listener becomes non-blocking and stays so;
     * to change it back after each call would be seen by other threads in the middle of theirs.
     */
    int32_t status = sys_fcntl(fd, F_GETFL, 0);
    if (status >= 0 && !(status & O_NONBLOCK)) {
        status = bs_set_nonblocking(fd, 1);
    }
    if (status < 0) {
        return status;
    }
    attempt a = {.try = try_accept, .fd = fd, .events = POLLIN, .flags = flags, .addr = slot};
    return try_then_wait(&a, wakefd, timeout_ns);
}

static bool is_unix(int64_t addr, int32_t addrlen) {
    struct sockaddr head = {0};
    if (addr == 0 || addrlen < (int32_t)(offsetof(struct sockaddr, sa_family) + sizeof head.sa_family)) {
        return false;
    }
    memcpy(&head, bs_ptr(addr), (size_t)addrlen < sizeof head ? (size_t)addrlen : sizeof head);
    return head.sa_family == AF_UNIX;
}

/* bs_connect_wait on a descriptor that is known to be non-blocking. */
static int32_t connect_and_wait(int32_t fd, int32_t wakefd, int64_t addr, int32_t addrlen, int64_t timeout_ns) {
    bs_deadline deadline = bs_deadline_in(timeout_ns);
    int64_t pause_ns = PAUSE_MIN_NS;
    int32_t r = sys_connect(fd, bs_ptr(addr), (socklen_t)addrlen);
    /* A full AF_UNIX backlog: nothing goes on, and nothing tells when there is room (connect(2), EAGAIN). */
    while (r == -EAGAIN && is_unix(addr, addrlen)) {
        r = wait_pause(wakefd, &pause_ns, &deadline);
        if (r < 0) {
            return r;
        }
        r = sys_connect(fd, bs_ptr(addr), (socklen_t)addrlen);
    }
    if (r != -EINPROGRESS && r != -EINTR) {
        return r;
    }
    r = wait_ready(fd, wakefd, POLLOUT, &deadline);
    if (r <= 0) {
        return r < 0 ? r : -EAGAIN;
    }
    return bs_connect_result(fd);
}

int32_t bs_connect_wait(int32_t fd, int32_t wakefd, int64_t addr, int32_t addrlen, int64_t timeout_ns) {
    int32_t status = sys_fcntl(fd, F_GETFL, 0);
    if (status < 0 || status & O_NONBLOCK) {
        return status < 0 ? status : connect_and_wait(fd, wakefd, addr, addrlen, timeout_ns);
    }
    int32_t r = bs_set_nonblocking(fd, 1);
    if (r < 0) {
        return r;
    }
    r = connect_and_wait(fd, wakefd, addr, addrlen, timeout_ns);
    int32_t restored = bs_set_nonblocking(fd, 0);
    return r < 0 ? r : restored;
}
