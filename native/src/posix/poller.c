/* Pollers of every mechanism: chooses the mechanism, and spins. */
#define _GNU_SOURCE
#include "poller.h"

#include <errno.h>

#include "force.h"

int64_t bs_poller_open(void) {
    bs_poller *poller;
    int32_t r = bs_forced(BS_FORCE_POLL) ? -ENOSYS : bs_poller_open_best(&poller);
    if (r == -ENOSYS || r == -EPERM) { /* denied: an old kernel, a seccomp filter */
        r = bs_poller_open_poll(&poller);
    }
    return r < 0 ? r : (int64_t)(intptr_t)poller;
}

int32_t bs_poller_close(bs_poller *poller) {
    poller->ops->close(poller);
    return 0;
}

int32_t bs_poller_fd(bs_poller *poller) {
    int32_t fd = poller->fd;
    return fd < 0 ? -EOPNOTSUPP : fd;
}

int32_t bs_poller_ctl(bs_poller *poller, int32_t op, int32_t fd, int32_t events, int64_t token) {
    if (fd < 0) {
        return -EBADF;
    }
    return poller->ops->ctl(poller, op, fd, events, token);
}

static void cpu_relax(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/* Asks without sleeping until something is there or spin_ns have passed (0 then). */
static int32_t spin(bs_poller *poller, bs_poller_event *events, int32_t cap, int64_t spin_ns) {
    bs_deadline end = bs_deadline_in(spin_ns);
    do {
        int32_t r = poller->ops->wait(poller, events, cap, 0, -ECANCELED);
        if (r != 0) {
            return r;
        }
        cpu_relax();
    } while (bs_deadline_remaining(&end) != 0);
    return 0;
}

__attribute__((noinline)) /* or every wait makes its stack ready */
static int32_t
spin_then_wait(bs_poller *poller, bs_poller_event *events, int32_t cap, int64_t timeout_ns, int64_t spin_ns) {
    bs_deadline deadline = bs_deadline_in(timeout_ns);
    (void)bs_deadline_remaining(&deadline); /* the spinning is part of the timeout */
    int32_t r = spin(poller, events, cap, timeout_ns > 0 && timeout_ns < spin_ns ? timeout_ns : spin_ns);
    if (r == 0) {
        return poller->ops->wait(poller, events, cap, bs_deadline_remaining(&deadline), 0);
    }
    return r == -ECANCELED ? 0 : r;
}

/*
 * The call of the mechanism is a tail call. If the kernel protects its own returns (AMD, "Safe RET"), the processor cannot predict
 * returns after a system call, and each function that has to return costs 7 ns (ADR 4).
 */
int32_t bs_poller_wait(bs_poller *poller, bs_poller_event *events, int32_t cap, int64_t timeout_ns, int64_t spin_ns) {
    if (spin_ns > 0 && timeout_ns != 0) {
        return spin_then_wait(poller, events, cap, timeout_ns, spin_ns);
    }
    return poller->ops->wait(poller, events, cap, timeout_ns, 0);
}

int32_t bs_poller_wake(bs_poller *poller) {
    return poller->ops->wake(poller);
}

int32_t bs_poller_set_busy_poll(bs_poller *poller, int32_t usecs, int32_t budget, int32_t prefer) {
    int32_t fd = poller->fd;
    return fd < 0 ? -EOPNOTSUPP : bs_poller_best_set_busy_poll(fd, usecs, budget, prefer);
}

int64_t bs_poller_get_busy_poll(bs_poller *poller) {
    int32_t fd = poller->fd;
    return fd < 0 ? -EOPNOTSUPP : bs_poller_best_get_busy_poll(fd);
}
