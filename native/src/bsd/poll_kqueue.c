/*
 * Pollers by kqueue(2). A kqueue watches filters, not descriptors: it registers, reports and disarms reading and writing separately.
 * The table joins them again, so that one registration is one event, as with epoll.
 */
#define _GNU_SOURCE
#include "poller.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/event.h>

#include "poll_table.h"
#include "sys.h"

#define WAKE_IDENT 0 /* of the one EVFILT_USER event */
#define FILTERS    3
/* kevent(2) of macOS refuses timeouts of about a day or more. */
#define LONGEST_WAIT_NS (INT64_C(3600) * 1000000000)

typedef struct kqueue_poller {
    bs_poller base;
    pthread_mutex_t lock; /* of the table */
    poll_table table;
    uint32_t wait; /* number of the present wait */
    struct kevent *raw;
    int32_t room;
} kqueue_poller;

/* What a registration wants of each filter. */
typedef struct wish {
    bool wanted;
    bool end_only; /* EVFILT_READ, but only for its EV_EOF */
    unsigned kind; /* EV_CLEAR, EV_DISPATCH */
} wish;

static const int filters[FILTERS] = {EVFILT_READ, EVFILT_WRITE,
#ifdef EVFILT_EXCEPT
                                     EVFILT_EXCEPT
#else
                                     0
#endif
};

/*
 * end_only: a low-water mark keeps data from being reported. But XNU cuts the mark to the size of the receive buffer, so it reports a
 * full buffer. EV_CLEAR makes it do that only once. EV_DISPATCH would silence the filter after it.
 */
static wish wish_for(int i, int32_t events) {
    unsigned kind =
        (events & BS_POLLER_EDGE ? (unsigned)EV_CLEAR : 0u) | (events & BS_POLLER_ONESHOT ? (unsigned)EV_DISPATCH : 0u);
    if (i == 0) {
        bool data = (events & BS_POLLER_READABLE) != 0;
        bool end = (events & BS_POLLER_READ_HANGUP) != 0;
        bool end_only = !data && end;
        return (wish){.wanted = data || end, .end_only = end_only, .kind = end_only ? EV_CLEAR : kind};
    }
    return (wish){.wanted = (events & (i == 1 ? BS_POLLER_WRITABLE : BS_POLLER_PRIORITY)) != 0, .kind = kind};
}

/* Fails for timeout_ns < 0 only with an error: it waits for ever. */
static int32_t call_kevent(int kq, const struct kevent *changes, int nchanges, struct kevent *events, int nevents,
                           int64_t timeout_ns) {
    struct timespec timeout;
    struct timespec *limit = NULL;
    if (timeout_ns >= 0) {
        timeout = bs_timespec_of(timeout_ns);
        limit = &timeout;
    }
    return sys_result(kevent(kq, changes, nchanges, events, nevents, limit));
}

static struct kevent change_of(int i, int32_t fd, unsigned flags, int32_t events, int64_t token) {
    unsigned fflags = 0;
    int64_t data = 0;
    if (flags & EV_ADD) {
        wish w = wish_for(i, events);
        flags |= EV_ENABLE | w.kind;
        if (w.end_only) {
            fflags = NOTE_LOWAT;
            data = INT32_MAX;
        }
#ifdef NOTE_OOB
        if (i == 2) {
            fflags = NOTE_OOB;
        }
#endif
    }
    struct kevent change;
    EV_SET(&change, (uintptr_t)fd, filters[i], flags | EV_RECEIPT, fflags, data, (void *)(intptr_t)token);
    return change;
}

/*
 * The changes that lead from the filters of one set of events to those of another. A filter's deletion comes first. A filter of another
 * kind is deleted, too: for a filter that exists, the kernels ignore EV_CLEAR and EV_DISPATCH of a second EV_ADD.
 */
static int changes_for(int32_t fd, int32_t from, int32_t to, int64_t token, struct kevent changes[2 * FILTERS]) {
    int n = 0;
    for (int i = 0; i < FILTERS; i++) {
        wish old = wish_for(i, from);
        wish new = wish_for(i, to);
        if (old.wanted && (!new.wanted || old.end_only != new.end_only || old.kind != new.kind)) {
            changes[n++] = change_of(i, fd, EV_DELETE, from, token);
        }
        if (new.wanted) {
            changes[n++] = change_of(i, fd, EV_ADD, to, token);
        }
    }
    return n;
}

/*
 * Makes the changes in one call. Returns the first error of an addition. A deletion may find nothing, because the kernel deletes the
 * filters of a closed descriptor itself. EINTR: the changes have been made (kevent(2)).
 */
static int32_t apply(int kq, const struct kevent *changes, int count) {
    struct kevent receipts[2 * FILTERS];
    int32_t n = count == 0 ? 0 : call_kevent(kq, changes, count, receipts, count, 0);
    if (n < 0) {
        return n == -EINTR ? 0 : n;
    }
    for (int32_t i = 0; i < n; i++) {
        if (receipts[i].flags & EV_ERROR && receipts[i].data != 0 && changes[i].flags & EV_ADD) {
            return -(int32_t)receipts[i].data;
        }
    }
    return 0;
}

static int32_t change_filters(kqueue_poller *p, int32_t fd, int32_t from, int32_t to, int64_t token) {
    struct kevent changes[2 * FILTERS];
    return apply(p->base.fd, changes, changes_for(fd, from, to, token, changes));
}

static int32_t kqueue_ctl(bs_poller *base, int32_t op, int32_t fd, int32_t events, int64_t token) {
    kqueue_poller *p = (kqueue_poller *)base;
    if (events & BS_POLLER_PRIORITY && filters[2] == 0) {
        return -EOPNOTSUPP;
    }
    pthread_mutex_lock(&p->lock);
    poll_entry *entry;
    int32_t r = poll_table_find(&p->table, op, fd, &entry);
    if (r == 0) {
        int32_t from = op == BS_POLLER_ADD ? 0 : entry->events;
        int32_t to = op == BS_POLLER_DELETE ? 0 : events;
        r = change_filters(p, fd, from, to, token);
        if (r == 0) {
            *entry = (poll_entry){.token = token, .events = to, .used = op != BS_POLLER_DELETE};
        } else {
            /* Half done: an addition is undone; a modification is undone as far as possible. */
            (void)change_filters(p, fd, to, from, entry->token);
        }
    }
    pthread_mutex_unlock(&p->lock);
    return r;
}

static int32_t from_kevent(const struct kevent *k) {
    bool end = (k->flags & EV_EOF) != 0;
    int32_t events = k->flags & EV_ERROR || (end && k->fflags != 0) ? BS_POLLER_ERROR : 0;
    switch (k->filter) {
    case EVFILT_READ:
        return events | BS_POLLER_READABLE | (end ? BS_POLLER_READ_HANGUP : 0);
    case EVFILT_WRITE:
        return events | BS_POLLER_WRITABLE | (end ? BS_POLLER_HANGUP : 0);
    default:
        return events | BS_POLLER_PRIORITY;
    }
}

/* A ONESHOT registration was reported by one filter: silences the others, which EV_DISPATCH leaves on. */
static void silence_others(kqueue_poller *p, int32_t fd, const poll_entry *e, int filter) {
    struct kevent changes[FILTERS];
    int n = 0;
    for (int i = 0; i < FILTERS; i++) {
        if (filters[i] != filter && wish_for(i, e->events).wanted) {
            changes[n++] = change_of(i, fd, EV_DISABLE, e->events, e->token);
        }
    }
    (void)apply(p->base.fd, changes, n);
}

/* EV_CLEAR reported the end of an end_only registration that is to report it again and again: asks for it again. */
static void report_end_again(kqueue_poller *p, int32_t fd, const poll_entry *e, int filter) {
    bool once = (e->events & (BS_POLLER_EDGE | BS_POLLER_ONESHOT)) != 0;
    if (filter == EVFILT_READ && wish_for(0, e->events).end_only && !once) {
        struct kevent change = change_of(0, fd, EV_ADD, e->events, e->token);
        (void)apply(p->base.fd, &change, 1);
    }
}

/* Adds one filter's event to the array, or to what another filter of the same registration has put there. */
static int32_t merge(kqueue_poller *p, const struct kevent *k, bs_poller_event *events, int32_t n) {
    int32_t fd = (int32_t)k->ident;
    poll_entry *e = poll_table_get(&p->table, fd);
    if (e == NULL || e->token != (int64_t)(intptr_t)k->udata) {
        return n; /* deleted since it was fetched */
    }
    int32_t bits = from_kevent(k) & (e->events | BS_POLLER_ERROR | BS_POLLER_HANGUP);
    bool merged = e->seen == p->wait;
    if (bits == 0 || (e->silent && !merged)) {
        return n; /* nothing that the registration asks for */
    }
    report_end_again(p, fd, e, k->filter);
    if (merged) {
        events[e->index].events |= bits;
        return n;
    }
    e->seen = p->wait;
    e->index = n;
    events[n] = (bs_poller_event){.token = e->token, .events = bits};
    if (e->events & BS_POLLER_ONESHOT) {
        e->silent = true;
        silence_others(p, fd, e, k->filter);
    }
    return n + 1;
}

static int32_t gather(kqueue_poller *p, int32_t count, bs_poller_event *events) {
    bool woken = false;
    int32_t n = 0;
    pthread_mutex_lock(&p->lock);
    p->wait = p->wait == UINT32_MAX ? 1 : p->wait + 1; /* 0 is that of an entry never seen */
    for (int32_t i = 0; i < count; i++) {
        if (p->raw[i].filter == EVFILT_USER) {
            woken = true;
        } else {
            n = merge(p, &p->raw[i], events, n);
        }
    }
    pthread_mutex_unlock(&p->lock);
    return n == 0 ? (woken ? -ECANCELED : -EAGAIN) : n;
}

static int32_t make_room(kqueue_poller *p, int32_t cap) {
    if (cap > p->room) {
        struct kevent *raw = realloc(p->raw, (size_t)cap * sizeof *raw);
        if (raw == NULL) {
            return -ENOMEM;
        }
        p->raw = raw;
        p->room = cap;
    }
    return 0;
}

static int32_t kqueue_wait(bs_poller *base, bs_poller_event *events, int32_t cap, int64_t timeout_ns,
                           int32_t if_woken) {
    kqueue_poller *p = (kqueue_poller *)base;
    bs_deadline deadline = bs_deadline_in(timeout_ns);
    int32_t r = make_room(p, cap);
    if (r < 0) {
        return r;
    }
    for (;;) {
        int64_t left = bs_deadline_remaining(&deadline);
        r = call_kevent(base->fd, NULL, 0, p->raw, cap, left > LONGEST_WAIT_NS ? LONGEST_WAIT_NS : left);
        if (r > 0) {
            r = gather(p, r, events);
        }
        if (r != 0 && r != -EINTR && r != -EAGAIN) {
            return r == -ECANCELED ? if_woken : r;
        }
        /* -EAGAIN: there were only events that nobody wants. They may come faster than the time ends. */
        if (r != -EINTR && (left == 0 || bs_deadline_remaining(&deadline) == 0)) {
            return 0;
        }
    }
}

static int32_t change_wake(int kq, unsigned flags, unsigned fflags) {
    struct kevent change;
    EV_SET(&change, WAKE_IDENT, EVFILT_USER, flags, fflags, 0, NULL);
    int32_t r = call_kevent(kq, &change, 1, NULL, 0, 0);
    return r == -EINTR ? 0 : r;
}

static int32_t kqueue_wake(bs_poller *base) {
    return change_wake(base->fd, 0, NOTE_TRIGGER);
}

static void kqueue_close(bs_poller *base) {
    kqueue_poller *p = (kqueue_poller *)base;
    (void)sys_close(base->fd);
    (void)pthread_mutex_destroy(&p->lock);
    poll_table_free(&p->table);
    free(p->raw);
    free(p);
}

static const bs_poller_ops kqueue_ops = {
    .close = kqueue_close, .ctl = kqueue_ctl, .wait = kqueue_wait, .wake = kqueue_wake};

int32_t bs_poller_open_best(bs_poller **poller) {
    int32_t fd = sys_result(kqueue());
    if (fd < 0) {
        return fd;
    }
    /* fork(2) does not hand a kqueue on; an exec without one would. */
    int32_t r = sys_fcntl(fd, F_SETFD, FD_CLOEXEC);
    if (r >= 0) {
        r = change_wake(fd, EV_ADD | EV_CLEAR, 0);
    }
    kqueue_poller *p = r < 0 ? NULL : calloc(1, sizeof *p);
    if (p == NULL) {
        (void)sys_close(fd);
        return r < 0 ? r : -ENOMEM;
    }
    p->base = (bs_poller){.ops = &kqueue_ops, .fd = fd};
    (void)pthread_mutex_init(&p->lock, NULL); /* with no attributes it cannot fail on the systems at hand */
    *poller = &p->base;
    return 0;
}

int32_t bs_poller_best_set_busy_poll(int32_t fd, int32_t usecs, int32_t budget, int32_t prefer) {
    (void)fd;
    (void)usecs;
    (void)budget;
    (void)prefer;
    return -EOPNOTSUPP;
}

int64_t bs_poller_best_get_busy_poll(int32_t fd) {
    (void)fd;
    return -EOPNOTSUPP;
}
