/* Interrupting a thread's system call: pthread_kill(3). There are no timers of threads here. */
#include "alarm.h"
#include "baresock.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>

/* The signal of the JDK's own channels on these systems. By default it is ignored. */
#define KICK_SIGNAL SIGIO

static void interrupted(int number) {
    (void)number; /* that it came is all */
}

/* Not if there is a handler already: that is the JDK's, and does nothing either. */
static int32_t handle(void) {
    struct sigaction now;
    if (sigaction(KICK_SIGNAL, NULL, &now) != 0) {
        return -errno;
    }
    if (now.sa_flags & SA_SIGINFO || (now.sa_handler != SIG_DFL && now.sa_handler != SIG_IGN)) {
        return 0;
    }
    struct sigaction wanted = {.sa_handler = interrupted};
    (void)sigemptyset(&wanted.sa_mask);
    return sigaction(KICK_SIGNAL, &wanted, NULL) != 0 ? -errno : 0;
}

int64_t bs_thread_self(void) {
    int32_t r = handle();
    return r < 0 ? r : (int64_t)(intptr_t)pthread_self();
}

int32_t bs_thread_kick(int64_t thread) {
    return -pthread_kill((pthread_t)(intptr_t)thread, KICK_SIGNAL);
}

int32_t bs_alarm_start(int64_t after_ns) {
    (void)after_ns;
    return -ENOSYS;
}

int32_t bs_alarm_stop(int32_t alarm) {
    (void)alarm;
    return -ENOSYS;
}
