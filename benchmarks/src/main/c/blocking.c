/* Two threads on one CPU that take turns: each blocks in recv(2) until the other has sent, as a C programmer writes it. */
#include "twin.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/socket.h>

typedef struct echo {
    pthread_t thread;
    int fd;
} echo;

static __thread cpu_set_t cpus_before;
static __thread int policy_before;
static __thread struct sched_param param_before;

TWIN(jint, cpu)(TWIN_ENV) {
    int cpu = sched_getcpu();
    return cpu < 0 ? -errno : cpu;
}

/*
 * With SCHED_BATCH (sched(7)) a woken thread waits until the CPU is free. With SCHED_OTHER it may take the CPU from the sender that woke
 * it, or not: 1.2 to 1.4 changes of thread per message, and another number in each process (ADR 19).
 */
static int schedule_on(int cpu) {
    const struct sched_param none = {0};
    cpu_set_t one;
    if (cpu < 0 || cpu >= CPU_SETSIZE) {
        return -EINVAL;
    }
    CPU_ZERO(&one);
    CPU_SET((size_t)cpu, &one);
    policy_before = sched_getscheduler(0);
    if (policy_before < 0 || sched_getparam(0, &param_before) < 0 ||
        sched_getaffinity(0, sizeof cpus_before, &cpus_before) < 0 || sched_setaffinity(0, sizeof one, &one) < 0 ||
        sched_setscheduler(0, SCHED_BATCH, &none) < 0) {
        return -errno;
    }
    return 0;
}

static int schedule_as_before(void) {
    int policy = sched_setscheduler(0, policy_before, &param_before) < 0 ? -errno : 0;
    int cpus = sched_setaffinity(0, sizeof cpus_before, &cpus_before) < 0 ? -errno : 0;
    return policy < 0 ? policy : cpus;
}

TWIN(jint, blockingPingPong)(TWIN_ENV, jint fd, jint count) {
    char buf[TWIN_MESSAGE] = {0};
    for (int i = 0; i < count; i++) {
        if (send(fd, buf, sizeof buf, MSG_NOSIGNAL) < 0) {
            return -errno;
        }
        ssize_t n = recv(fd, buf, sizeof buf, 0);
        if (n != TWIN_MESSAGE) {
            return n < 0 ? -errno : -EPROTO;
        }
    }
    return count;
}

static void *run(void *arg) {
    const echo *e = arg;
    char buf[TWIN_MESSAGE];
    ssize_t n;
    do {
        n = recv(e->fd, buf, sizeof buf, 0);
    } while (n > 0 && send(e->fd, buf, (size_t)n, MSG_NOSIGNAL) == n);
    return NULL;
}

/* shutdown(2) wakes a waiting recv(2), also on a connected UDP socket. */
static int end(echo *e) {
    int r = shutdown(e->fd, SHUT_RDWR) < 0 ? -errno : 0;
    int error = pthread_join(e->thread, NULL);
    free(e);
    return error != 0 ? -error : r;
}

/* A new thread inherits the scheduling of its creator: pthread_create(3). */
TWIN(jlong, echoStart)(TWIN_ENV, jint fd, jint cpu) {
    echo *e = malloc(sizeof *e);
    if (e == NULL) {
        return -ENOMEM;
    }
    e->fd = fd;
    int r = schedule_on(cpu);
    if (r == 0) {
        int error = pthread_create(&e->thread, NULL, run, e);
        r = schedule_as_before();
        if (error == 0 && r == 0) {
            return (jlong)(intptr_t)e;
        }
        if (error == 0) { /* the thread has what would be freed below */
            (void)end(e);
            return r;
        }
        r = -error;
    }
    free(e);
    return r;
}

TWIN(jint, echoEnd)(TWIN_ENV, jlong address) {
    return end((echo *)(intptr_t)address);
}

TWIN(jint, scheduleOn)(TWIN_ENV, jint cpu) {
    return schedule_on(cpu);
}

TWIN(jint, scheduleAsBefore)(TWIN_ENV) {
    return schedule_as_before();
}
