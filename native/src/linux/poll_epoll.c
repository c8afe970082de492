/* Pollers by epoll(7). */
#define _GNU_SOURCE
#include "poller.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "fd.h"
#include "sys.h"
#include "wake.h"

typedef struct epoll_poller {
    bs_poller base;
    bool has_pwait2;
    bool drains; /* the wake object must be read, because an unread pipe would fill up */
    int64_t wake;
} epoll_poller;

/* The kernel writes its events into the array that Java reads ours from. */
_Static_assert(sizeof(struct epoll_event) <= sizeof(bs_poller_event), "epoll events fit in place");

static uint32_t to_epoll(int32_t events) {
    uint32_t e = 0;
    e |= events & BS_POLLER_READABLE ? EPOLLIN : 0u;
    e |= events & BS_POLLER_WRITABLE ? EPOLLOUT : 0u;
    e |= events & BS_POLLER_PRIORITY ? EPOLLPRI : 0u;
    e |= events & BS_POLLER_READ_HANGUP ? EPOLLRDHUP : 0u;
    e |= events & BS_POLLER_EDGE ? EPOLLET : 0u;
    e |= events & BS_POLLER_ONESHOT ? EPOLLONESHOT : 0u;
    e |= events & BS_POLLER_EXCLUSIVE ? EPOLLEXCLUSIVE : 0u;
    return e;
}

static int32_t from_epoll(uint32_t e) {
    int32_t events = 0;
    events |= e & EPOLLIN ? BS_POLLER_READABLE : 0;
    events |= e & EPOLLOUT ? BS_POLLER_WRITABLE : 0;
    events |= e & EPOLLPRI ? BS_POLLER_PRIORITY : 0;
    events |= e & EPOLLERR ? BS_POLLER_ERROR : 0;
    events |= e & EPOLLHUP ? BS_POLLER_HANGUP : 0;
    events |= e & EPOLLRDHUP ? BS_POLLER_READ_HANGUP : 0;
    return events;
}

static int32_t epoll_ctl_op(bs_poller *base, int32_t op, int32_t fd, int32_t events, int64_t token) {
    static const int ops[] = {0, EPOLL_CTL_ADD, EPOLL_CTL_MOD, EPOLL_CTL_DEL};
    /* A deletion ignores the event, but before Linux 2.6.9 it must be there. */
    struct epoll_event event = {.events = to_epoll(events), .data.u64 = (uint64_t)token};
    return sys_epoll_ctl(base->fd, ops[op], fd, &event);
}

/*
 * Converts count epoll events at the start of the array into bs_poller_event, without the wake event. It goes backwards, because on
 * x86_64 epoll's events are smaller. Returns how many there are, or if_woken if there was only the wake event.
 */
static int32_t convert(epoll_poller *p, bs_poller_event *array, int32_t count, int32_t if_woken) {
    const char *raw = (const char *)array;
    int32_t woken = -1;
    for (int32_t i = count - 1; i >= 0; i--) {
        struct epoll_event e;
        memcpy(&e, raw + (size_t)i * sizeof e, sizeof e);
        bs_poller_event ours = {.token = (int64_t)e.data.u64, .events = from_epoll(e.events)};
        array[i] = ours;
        if (ours.token == BS_POLLER_WAKE_TOKEN) {
            woken = i;
        }
    }
    if (woken < 0) {
        return count;
    }
    if (p->drains) {
        (void)bs_wake_drain(p->wake);
    }
    memmove(&array[woken], &array[woken + 1], (size_t)(count - 1 - woken) * sizeof *array);
    return count > 1 ? count - 1 : if_woken;
}

static int32_t wait_for(epoll_poller *p, bs_poller_event *array, int32_t cap, int64_t left_ns) {
    struct epoll_event *events = (struct epoll_event *)(void *)array;
    if (left_ns > 0 && p->has_pwait2) {
        struct timespec timeout = bs_timespec_of(left_ns);
        int32_t r = sys_epoll_pwait2(p->base.fd, events, cap, &timeout);
        if (r != -ENOSYS && r != -EPERM) {
            return r;
        }
        p->has_pwait2 = false; /* by a filter that came later */
    }
    return sys_epoll_wait(p->base.fd, events, cap, bs_poll_millis_of(left_ns));
}

__attribute__((noinline)) /* or every wait makes its stack ready */
static int32_t
wait_until(epoll_poller *p, bs_poller_event *events, int32_t cap, int64_t timeout_ns, int32_t if_woken) {
    bs_deadline deadline = bs_deadline_in(timeout_ns);
    for (;;) {
        int64_t left = bs_deadline_remaining(&deadline);
        int32_t r = wait_for(p, events, cap, left);
        if (r > 0) {
            return convert(p, events, r, if_woken);
        }
        if (r < 0 && r != -EINTR) {
            return r;
        }
        /* Interrupted, or a timeout longer than 24 days, the most that epoll_wait(2) takes. */
        if (r == 0 && (left == 0 || bs_deadline_remaining(&deadline) == 0)) {
            return 0;
        }
    }
}

static int32_t epoll_wait_op(bs_poller *base, bs_poller_event *events, int32_t cap, int64_t timeout_ns,
                             int32_t if_woken) {
    epoll_poller *p = (epoll_poller *)base;
    if (timeout_ns <= 0) { /* the usual ones, without a clock */
        int32_t r = sys_epoll_wait(base->fd, (struct epoll_event *)(void *)events, cap, timeout_ns < 0 ? -1 : 0);
        if (r == 1) { /* 2 ns less than convert() */
            struct epoll_event e;
            memcpy(&e, events, sizeof e);
            if ((int64_t)e.data.u64 != BS_POLLER_WAKE_TOKEN) {
                *events = (bs_poller_event){.token = (int64_t)e.data.u64, .events = from_epoll(e.events)};
                return 1;
            }
        }
        if (r != -EINTR) {
            return r <= 0 ? r : convert(p, events, r, if_woken);
        }
    }
    return wait_until(p, events, cap, timeout_ns, if_woken);
}

static int32_t epoll_wake_op(bs_poller *base) {
    return bs_wake_signal(((epoll_poller *)base)->wake);
}

static void epoll_close_op(bs_poller *base) {
    epoll_poller *p = (epoll_poller *)base;
    (void)sys_close(base->fd);
    (void)bs_wake_close(p->wake);
    free(p);
}

static const bs_poller_ops epoll_ops = {
    .close = epoll_close_op, .ctl = epoll_ctl_op, .wait = epoll_wait_op, .wake = epoll_wake_op};

/* ENOSYS before Linux 5.11; EPERM from a seccomp filter that does not know the call. */
static bool probe_pwait2(int32_t fd) {
    struct epoll_event event;
    const struct timespec now = {0};
    return sys_epoll_pwait2(fd, &event, 1, &now) >= 0;
}

int32_t bs_poller_open_best(bs_poller **poller) {
    int32_t fd = sys_epoll_create();
    if (fd < 0) {
        return fd;
    }
    int64_t wake = bs_wake_open();
    if (wake < 0) {
        (void)sys_close(fd);
        return (int32_t)wake;
    }
    epoll_poller *p = malloc(sizeof *p);
    if (p == NULL) {
        (void)sys_close(fd);
        (void)bs_wake_close(wake);
        return -ENOMEM;
    }
    *p = (epoll_poller){.base = {.ops = &epoll_ops, .fd = fd},
                        .has_pwait2 = probe_pwait2(fd),
                        .drains = bs_fd_first(wake) != bs_fd_second(wake),
                        .wake = wake};
    /* Edge-triggered: every write to an eventfd is an edge, so it is never read and a wake costs one call, not two. */
    int32_t r = epoll_ctl_op(&p->base, BS_POLLER_ADD, bs_fd_first(wake), BS_POLLER_READABLE | BS_POLLER_EDGE,
                             BS_POLLER_WAKE_TOKEN);
    if (r < 0) {
        epoll_close_op(&p->base);
        return r;
    }
    *poller = &p->base;
    return 0;
}

/* struct epoll_params of linux/eventpoll.h, Linux 6.9; headers older than that lack it. */
typedef struct epoll_busy {
    uint32_t usecs;
    uint16_t budget;
    uint8_t prefer;
    uint8_t pad;
} epoll_busy;
#define EPOLL_SET_BUSY _IOW(0x8A, 0x01, epoll_busy)
#define EPOLL_GET_BUSY _IOR(0x8A, 0x02, epoll_busy)
_Static_assert(sizeof(epoll_busy) == 8, "struct epoll_params");

int32_t bs_poller_best_set_busy_poll(int32_t fd, int32_t usecs, int32_t budget, int32_t prefer) {
    epoll_busy busy = {.usecs = (uint32_t)usecs, .budget = (uint16_t)budget, .prefer = (uint8_t)prefer};
    return sys_ioctl(fd, EPOLL_SET_BUSY, &busy);
}

int64_t bs_poller_best_get_busy_poll(int32_t fd) {
    epoll_busy busy = {0};
    int32_t r = sys_ioctl(fd, EPOLL_GET_BUSY, &busy);
    return r < 0 ? r : (int64_t)((uint64_t)busy.prefer << 48 | (uint64_t)busy.budget << 32 | busy.usecs);
}
