/*
 * Pollers by poll(2), for systems without anything better and for tests. The kernel reads and writes the array while a
 * thread waits, so that thread has its own copy. A thread that changes a registration wakes it, and it copies again.
 */
#define _GNU_SOURCE
#include "poller.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "fd.h"
#include "poll_table.h"
#include "sys.h"
#include "wake.h"

typedef struct poll_poller {
    bs_poller base;
    int64_t wake;
    pthread_mutex_t lock; /* of all below but the copy, which is the waiting thread's */
    poll_table table;
    bool changed; /* the table is newer than the copy */
    bool waiting;
    bool woken;
    /* the copy: the wake descriptor, then one for each registration that is not silent */
    struct pollfd *fds;
    int64_t *tokens;
    int32_t count;
    int32_t room;
    int32_t next; /* the first to report when the caller's array has no room for all */
} poll_poller;

#ifndef POLLRDHUP
#define POLLRDHUP 0 /* Linux and FreeBSD have it; elsewhere the end of input is just readable */
#endif

static short to_poll(int32_t events) {
    int e = 0;
    e |= events & BS_POLLER_READABLE ? POLLIN : 0;
    e |= events & BS_POLLER_WRITABLE ? POLLOUT : 0;
    e |= events & BS_POLLER_PRIORITY ? POLLPRI : 0;
    e |= events & BS_POLLER_READ_HANGUP ? POLLRDHUP : 0;
    return (short)e;
}

static int32_t from_poll(int revents) {
    int32_t events = 0;
    events |= revents & POLLIN ? BS_POLLER_READABLE : 0;
    events |= revents & POLLOUT ? BS_POLLER_WRITABLE : 0;
    events |= revents & POLLPRI ? BS_POLLER_PRIORITY : 0;
    events |= revents & POLLERR ? BS_POLLER_ERROR : 0;
    events |= revents & POLLHUP ? BS_POLLER_HANGUP : 0;
    events |= revents & POLLRDHUP ? BS_POLLER_READ_HANGUP : 0;
    return events;
}

static int32_t poll_ctl_op(bs_poller *base, int32_t op, int32_t fd, int32_t events, int64_t token) {
    poll_poller *p = (poll_poller *)base;
    if (events & BS_POLLER_EDGE) {
        return -EOPNOTSUPP; /* poll(2) cannot tell what is new */
    }
    if (op == BS_POLLER_ADD) {
        int32_t open = sys_fcntl(fd, F_GETFD, 0);
        if (open < 0) {
            return open;
        }
    }
    pthread_mutex_lock(&p->lock);
    poll_entry *entry;
    int32_t r = poll_table_find(&p->table, op, fd, &entry);
    bool signal = false;
    if (r == 0) {
        *entry = (poll_entry){.token = token, .events = events, .used = op != BS_POLLER_DELETE};
        signal = p->waiting && !p->changed;
        p->changed = true;
    }
    pthread_mutex_unlock(&p->lock);
    return signal ? bs_wake_signal(p->wake) : r;
}

/* Makes room for as many descriptors as the table can hold. */
static int32_t make_room(poll_poller *p) {
    int32_t wanted = p->table.size + 1;
    if (wanted <= p->room) {
        return 0;
    }
    struct pollfd *fds = realloc(p->fds, (size_t)wanted * sizeof *fds);
    if (fds == NULL) {
        return -ENOMEM;
    }
    p->fds = fds;
    int64_t *tokens = realloc(p->tokens, (size_t)wanted * sizeof *tokens);
    if (tokens == NULL) {
        return -ENOMEM;
    }
    p->tokens = tokens;
    p->room = wanted;
    return 0;
}

/* Brings the copy up to date, with the lock held. */
static int32_t copy_table(poll_poller *p) {
    int32_t r = make_room(p);
    if (r < 0) {
        return r;
    }
    p->fds[0] = (struct pollfd){.fd = bs_fd_first(p->wake), .events = POLLIN};
    int32_t n = 1;
    for (int32_t fd = 0; fd < p->table.size; fd++) {
        const poll_entry *e = &p->table.entries[fd];
        if (e->used && !e->silent) {
            p->fds[n] = (struct pollfd){.fd = fd, .events = to_poll(e->events)};
            p->tokens[n] = e->token;
            n++;
        }
    }
    p->count = n;
    p->changed = false;
    return 0;
}

static int32_t begin_wait(poll_poller *p) {
    pthread_mutex_lock(&p->lock);
    int32_t r = p->changed ? copy_table(p) : 0;
    p->waiting = r == 0;
    pthread_mutex_unlock(&p->lock);
    return r;
}

/* Reports number i of the copy, if it still is what it was when it was copied. Lock held. */
static bool report(poll_poller *p, int32_t i, bs_poller_event *event) {
    struct pollfd *pfd = &p->fds[i];
    poll_entry *e = poll_table_get(&p->table, pfd->fd);
    if (e == NULL || e->token != p->tokens[i]) {
        return false; /* deleted by now, and the number may belong to another registration */
    }
    if (pfd->revents & POLLNVAL) { /* closed without being deleted: forgotten, as epoll forgets it */
        e->used = false;
        p->changed = true;
        return false;
    }
    if (e->events & BS_POLLER_ONESHOT) {
        e->silent = true;
        pfd->fd = -1; /* skipped by poll(2) until the next copy */
    }
    *event = (bs_poller_event){.token = e->token, .events = from_poll(pfd->revents)};
    return true;
}

/* Gathers what poll(2) found ready, beginning after the last one that still had room the time before. */
static int32_t gather(poll_poller *p, bs_poller_event *events, int32_t cap) {
    int32_t others = p->count - 1;
    int32_t first = p->next < others ? p->next : 0;
    int32_t n = 0;
    for (int32_t k = 0; k < others; k++) {
        int32_t at = (first + k) % others;
        if (p->fds[1 + at].revents == 0) {
            continue;
        }
        if (n == cap) {
            p->next = at;
            break;
        }
        if (report(p, 1 + at, &events[n])) {
            n++;
        }
    }
    return n;
}

/* ready: what poll(2) returned. The events; -ECANCELED = woken; -EAGAIN = only the table has changed. */
static int32_t end_wait(poll_poller *p, int32_t ready, bs_poller_event *events, int32_t cap) {
    pthread_mutex_lock(&p->lock);
    p->waiting = false;
    int32_t n = ready;
    if (ready > 0) {
        bool signalled = p->fds[0].revents != 0;
        if (signalled) {
            (void)bs_wake_drain(p->wake);
        }
        n = gather(p, events, cap);
        if (n == 0) {
            n = signalled && p->woken ? -ECANCELED : -EAGAIN;
        }
        p->woken = p->woken && !signalled;
    }
    pthread_mutex_unlock(&p->lock);
    return n;
}

static int32_t poll_wait_op(bs_poller *base, bs_poller_event *events, int32_t cap, int64_t timeout_ns,
                            int32_t if_woken) {
    poll_poller *p = (poll_poller *)base;
    bs_deadline deadline = bs_deadline_in(timeout_ns);
    for (;;) {
        int32_t r = begin_wait(p);
        if (r < 0) {
            return r;
        }
        int64_t left = bs_deadline_remaining(&deadline);
        r = end_wait(p, sys_poll(p->fds, (unsigned int)p->count, left), events, cap);
        if (r != 0 && r != -EINTR && r != -EAGAIN) {
            return r == -ECANCELED ? if_woken : r;
        }
        /* 0 with time left: the timeout is longer than 24 days, the most that poll(2) takes. */
        if (r == 0 && (left == 0 || bs_deadline_remaining(&deadline) == 0)) {
            return 0;
        }
    }
}

static int32_t poll_wake_op(bs_poller *base) {
    poll_poller *p = (poll_poller *)base;
    pthread_mutex_lock(&p->lock);
    bool first = !p->woken;
    p->woken = true;
    pthread_mutex_unlock(&p->lock);
    return first ? bs_wake_signal(p->wake) : 0;
}

static void poll_close_op(bs_poller *base) {
    poll_poller *p = (poll_poller *)base;
    (void)bs_wake_close(p->wake);
    (void)pthread_mutex_destroy(&p->lock);
    poll_table_free(&p->table);
    free(p->fds);
    free(p->tokens);
    free(p);
}

static const bs_poller_ops poll_ops = {
    .close = poll_close_op, .ctl = poll_ctl_op, .wait = poll_wait_op, .wake = poll_wake_op};

int32_t bs_poller_open_poll(bs_poller **poller) {
    poll_poller *p = calloc(1, sizeof *p);
    if (p == NULL) {
        return -ENOMEM;
    }
    p->base = (bs_poller){.ops = &poll_ops, .fd = -1};
    p->changed = true; /* the copy is not made yet */
    p->wake = bs_wake_open();
    if (p->wake < 0) {
        int32_t r = (int32_t)p->wake;
        free(p);
        return r;
    }
    (void)pthread_mutex_init(&p->lock, NULL); /* with no attributes it cannot fail on the systems at hand */
    *poller = &p->base;
    return 0;
}
