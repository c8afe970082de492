/*
 * An imitation of kqueue(2) on Linux with poll(2): filters on real descriptors, level and EV_CLEAR, EV_DISPATCH,
 * EV_RECEIPT, EV_EOF, low-water marks, EVFILT_USER. A kqueue is an eventfd. Every change writes to it, so that a
 * waiting thread looks again. Two rules are those of XNU's and FreeBSD's kernels, and are in no manual page: add_to() and
 * low_water() have them.
 */
#define _GNU_SOURCE
#include "fake_kqueue.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/event.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* HIGH_WATER: the size of every receive buffer. It is small, so that a test fills it soon. */
enum { NOTES = 2048, HIGH_WATER = 4096 };

typedef struct note {
    bool used;
    int kq;
    struct kevent k; /* as registered; flags: EV_CLEAR, EV_DISPATCH and EV_DISABLE */
    bool triggered;  /* EVFILT_USER */
    bool reported;   /* EV_CLEAR: what was reported last */
    int reported_data;
    unsigned reported_flags;
} note;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static note notes[NOTES];
static int first; /* the note that is asked first: each in turn */
static atomic_int calls;

static struct {
    int open_error;
    int wait_error;
    int wait_times;
    int add_filter;
    int add_error;
    bool interrupt;
} fault;

void fake_kqueue_refuse_open(int error) {
    fault.open_error = error;
}

void fake_kqueue_fail_waits(int error, int times) {
    fault.wait_error = error;
    fault.wait_times = times;
}

void fake_kqueue_fail_add(int filter, int error) {
    fault.add_filter = filter;
    fault.add_error = error;
}

void fake_kqueue_interrupt_change(void) {
    fault.interrupt = true;
}

int fake_kqueue_calls(void) {
    return calls;
}

int fake_kqueue_filters(void) {
    int n = 0;
    for (int i = 0; i < NOTES; i++) {
        n += notes[i].used && notes[i].k.filter != EVFILT_USER;
    }
    return n;
}

int kqueue(void) {
    if (fault.open_error != 0) {
        errno = fault.open_error;
        fault.open_error = 0;
        return -1;
    }
    int kq = eventfd(0, EFD_NONBLOCK);
    for (int i = 0; i < NOTES && kq >= 0; i++) {
        if (notes[i].kq == kq) {
            notes[i].used = false; /* of a kqueue that had the number before */
        }
    }
    return kq;
}

static note *find(int kq, const struct kevent *k) {
    for (int i = 0; i < NOTES; i++) {
        if (notes[i].used && notes[i].kq == kq && notes[i].k.ident == k->ident && notes[i].k.filter == k->filter) {
            return &notes[i];
        }
    }
    return NULL;
}

static note *fresh(int kq) {
    for (int i = 0; i < NOTES; i++) {
        if (!notes[i].used) {
            notes[i] = (note){.used = true, .kq = kq};
            return &notes[i];
        }
    }
    return NULL;
}

static short readiness(int fd) {
    struct pollfd p = {.fd = fd, .events = POLLIN | POLLOUT | POLLPRI | POLLRDHUP};
    return poll(&p, 1, 0) < 0 ? POLLNVAL : p.revents;
}

/*
 * The second EV_ADD of a filter changes its fflags, data and udata. EV_CLEAR and EV_DISPATCH stay as in the first one: in XNU's and in
 * FreeBSD's kernel only a deletion ends them.
 */
static void add_to(note *n, const struct kevent *c, bool is_new) {
    unsigned kept = is_new ? c->flags & (EV_CLEAR | EV_DISPATCH) : n->k.flags;
    if (c->flags & EV_ENABLE) {
        kept &= ~(unsigned)EV_DISABLE;
    }
    n->k = *c;
    n->k.flags = (uint16_t)kept;
    n->reported = false;
}

/* One change; the errno of kevent(2), or 0. */
static int change(int kq, const struct kevent *c) {
    note *n = find(kq, c);
    if (c->flags & EV_ADD) {
        if (fault.add_error != 0 && fault.add_filter == c->filter) {
            int error = fault.add_error;
            fault.add_error = 0;
            return error;
        }
        if (c->filter != EVFILT_USER && readiness((int)c->ident) & POLLNVAL) {
            return EBADF;
        }
        bool is_new = n == NULL;
        n = is_new ? fresh(kq) : n;
        if (n == NULL) {
            return ENOMEM;
        }
        add_to(n, c, is_new);
    } else if (n == NULL) {
        return ENOENT;
    }
    if (c->flags & EV_DELETE) {
        n->used = false;
    } else if (c->flags & EV_DISABLE) {
        n->k.flags |= EV_DISABLE;
    }
    if (c->filter == EVFILT_USER && c->fflags & NOTE_TRIGGER) {
        n->triggered = true;
        n->reported = false;
    }
    return 0;
}

/* How many bytes EVFILT_READ waits for. XNU cuts NOTE_LOWAT to the size of the receive buffer. */
static int low_water(const note *n) {
    int mark = n->k.fflags & NOTE_LOWAT ? (int)n->k.data : 1;
    return mark > HIGH_WATER ? HIGH_WATER : mark;
}

/* Whether the filter has an event; fills in what kevent(2) returns. */
static bool active(const note *n, struct kevent *out) {
    *out = n->k;
    out->flags &= EV_CLEAR | EV_DISPATCH;
    out->fflags = 0;
    out->data = 0;
    if (n->k.filter == EVFILT_USER) {
        return n->triggered;
    }
    short r = readiness((int)n->k.ident);
    bool error = (r & POLLERR) != 0;
    if (n->k.filter == EVFILT_EXCEPT) {
        return (r & POLLPRI) != 0;
    }
    bool end = n->k.filter == EVFILT_READ ? (r & (POLLRDHUP | POLLHUP)) != 0 : (r & POLLHUP) != 0;
    out->flags |= end || error ? EV_EOF : 0;
    out->fflags = error ? EIO : 0;
    if (n->k.filter == EVFILT_WRITE) {
        return end || error || (r & POLLOUT) != 0;
    }
    int bytes = 0;
    (void)ioctl((int)n->k.ident, FIONREAD, &bytes);
    out->data = bytes;
    int enough = low_water(n);
    bool accept = (r & POLLIN) != 0 && bytes == 0 && enough == 1; /* a listener, an eventfd */
    return end || error || bytes >= enough || accept;
}

/* Lock held. */
static int collect(int kq, struct kevent *events, int nevents) {
    int n = 0;
    int start = first;
    for (int i = 0; i < NOTES && n < nevents; i++) {
        int at = (start + i) % NOTES;
        note *who = &notes[at];
        if (!who->used || who->kq != kq || who->k.flags & EV_DISABLE) {
            continue;
        }
        struct kevent out;
        if (!active(who, &out)) {
            who->reported = false;
            continue;
        }
        if (who->k.flags & EV_CLEAR && who->reported && who->reported_data == out.data &&
            who->reported_flags == out.flags) {
            continue;
        }
        who->reported = true;
        who->reported_data = (int)out.data;
        who->reported_flags = out.flags;
        who->triggered = false;
        if (who->k.flags & EV_DISPATCH) {
            who->k.flags |= EV_DISABLE;
        }
        events[n++] = out;
        first = (at + 1) % NOTES;
    }
    return n;
}

/* Waits until a descriptor of the kqueue or its eventfd is ready. */
static int wait_for_any(int kq, int timeout_ms) {
    struct pollfd fds[NOTES + 1];
    nfds_t n = 0;
    fds[n++] = (struct pollfd){.fd = kq, .events = POLLIN};
    pthread_mutex_lock(&lock);
    for (int i = 0; i < NOTES; i++) {
        note *who = &notes[i];
        if (who->used && who->kq == kq && who->k.filter != EVFILT_USER && !(who->k.flags & EV_DISABLE)) {
            short events = who->k.filter == EVFILT_READ ? POLLIN | POLLRDHUP : POLLOUT;
            fds[n++] = (struct pollfd){.fd = (int)who->k.ident, .events = events};
        }
    }
    pthread_mutex_unlock(&lock);
    /* Some descriptors are ready but must not be reported (EV_CLEAR, low-water marks). To avoid a spin, this looks
     * every 10 ms. */
    return poll(fds, n, timeout_ms < 0 || timeout_ms > 10 ? 10 : timeout_ms);
}

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int make_changes(int kq, const struct kevent *changes, int nchanges, struct kevent *events, int nevents) {
    int receipts = 0;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < nchanges; i++) {
        int error = change(kq, &changes[i]);
        if (changes[i].flags & EV_RECEIPT && receipts < nevents) {
            events[receipts] = changes[i];
            events[receipts].flags |= EV_ERROR;
            events[receipts++].data = error;
        } else if (error != 0) {
            pthread_mutex_unlock(&lock);
            errno = error;
            return -1;
        }
    }
    pthread_mutex_unlock(&lock);
    const uint64_t one = 1;
    (void)!write(kq, &one, sizeof one);
    if (fault.interrupt) {
        fault.interrupt = false;
        errno = EINTR;
        return -1;
    }
    return receipts;
}

int kevent(int kq, const struct kevent *changes, int nchanges, struct kevent *events, int nevents,
           const struct timespec *timeout) {
    calls++;
    if (timeout != NULL && (timeout->tv_sec > 86400 || timeout->tv_nsec > 999999999)) {
        errno = EINVAL; /* as macOS */
        return -1;
    }
    if (nchanges > 0) {
        int receipts = make_changes(kq, changes, nchanges, events, nevents);
        if (receipts != 0 || nevents == 0) {
            return receipts;
        }
    } else if (fault.wait_times > 0) {
        fault.wait_times--;
        errno = fault.wait_error;
        return -1;
    }
    int64_t end = timeout == NULL ? INT64_MAX : now_ns() + (int64_t)timeout->tv_sec * 1000000000 + timeout->tv_nsec;
    for (;;) {
        uint64_t drained;
        (void)!read(kq, &drained, sizeof drained);
        pthread_mutex_lock(&lock);
        int n = collect(kq, events, nevents);
        pthread_mutex_unlock(&lock);
        int64_t left = end - now_ns();
        if (n > 0 || left <= 0) {
            return n;
        }
        (void)wait_for_any(kq, left > 1000000000 ? 1000 : (int)((left + 999999) / 1000000));
    }
}
