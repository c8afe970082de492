/* Interrupting a thread's system call: tgkill(2), and timer_create(2) for a call that is to interrupt itself. */
#define _GNU_SOURCE
#include "baresock.h"

#include <stddef.h>

#include "alarm.h"
#include "sys.h"

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid /* glibc before 2.37 has no name for it: timer_create(2) */
#endif

/* The kernel's: 64 signals in eight bytes. */
typedef uint64_t kernel_sigset;

/*
 * The period of an alarm. It repeats, because the first one may come before the call has begun that it has to end. It is longer than a signal
 * can take, or the thread would do nothing but take signals: one takes 166 us under strace(1) here, and more on a busy machine.
 */
#define AGAIN_NS 50000000

/* The signal of the JDK's own channels. It is a real-time signal, so it has no other standard use. */
static int kick_signal(void) {
    return SIGRTMAX - 2;
}

static void interrupted(int number) {
    (void)number; /* that it came is all */
}

/* Not if there is a handler already: that is the JDK's, and does nothing either. Without SA_RESTART, because the call has to end. */
static int32_t handle(void) {
    struct sigaction now;
    if (sigaction(kick_signal(), NULL, &now) != 0) {
        return -errno;
    }
    if (now.sa_flags & SA_SIGINFO || (now.sa_handler != SIG_DFL && now.sa_handler != SIG_IGN)) {
        return 0;
    }
    struct sigaction wanted = {.sa_handler = interrupted};
    (void)sigemptyset(&wanted.sa_mask);
    return sigaction(kick_signal(), &wanted, NULL) != 0 ? -errno : 0;
}

int64_t bs_thread_self(void) {
    static _Thread_local int32_t self;
    if (self == 0) {
        int32_t r = handle();
        if (r < 0) {
            return r;
        }
        kernel_sigset kick = UINT64_C(1) << (kick_signal() - 1);
        (void)sys_direct(SYS_rt_sigprocmask, SIG_UNBLOCK, &kick, NULL, sizeof kick); /* a parent may have blocked it */
        self = (int32_t)sys_direct(SYS_gettid);
    }
    return self;
}

int32_t bs_thread_kick(int64_t thread) {
    return (int32_t)sys_direct(SYS_tgkill, sys_direct(SYS_getpid), thread, kick_signal());
}

int32_t bs_alarm_start(int64_t after_ns) {
    int64_t self = bs_thread_self();
    if (self < 0) {
        return (int32_t)self;
    }
    struct sigevent kick = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = kick_signal()};
    kick.sigev_notify_thread_id = (int32_t)self;
    int32_t timer;
    int32_t r = (int32_t)sys_direct(SYS_timer_create, CLOCK_MONOTONIC, &kick, &timer);
    if (r < 0) {
        return r;
    }
    struct itimerspec when = {.it_value = bs_timespec_of(after_ns > 0 ? after_ns : 1),
                              .it_interval = bs_timespec_of(AGAIN_NS)};
    r = (int32_t)sys_direct(SYS_timer_settime, timer, 0, &when, NULL);
    if (r < 0) {
        (void)bs_alarm_stop(timer);
        return r;
    }
    return timer;
}

int32_t bs_alarm_stop(int32_t alarm) {
    return (int32_t)sys_direct(SYS_timer_delete, alarm);
}
