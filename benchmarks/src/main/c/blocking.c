/* Two threads on one CPU that take turns: each blocks in recv(2) until the other has sent, as a C programmer writes it. */
#include "twin.h"

#include <errno.h>

#ifdef __linux__

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/socket.h>

typedef struct echo {
    pthread_t thread;
    int fd;
} echo;

static __thread cpu_set_t before;

int twin_cpu(void) {
    int cpu = sched_getcpu();
    return cpu < 0 ? -errno : cpu;
}

int twin_pin(int cpu) {
    cpu_set_t one;
    if (cpu < 0 || cpu >= CPU_SETSIZE) {
        return -EINVAL;
    }
    CPU_ZERO(&one);
    CPU_SET((size_t)cpu, &one);
    if (sched_getaffinity(0, sizeof before, &before) < 0 || sched_setaffinity(0, sizeof one, &one) < 0) {
        return -errno;
    }
    return 0;
}

int twin_unpin(void) {
    return sched_setaffinity(0, sizeof before, &before) < 0 ? -errno : 0;
}

int twin_blocking_pingpong(int fd, int count) {
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

int64_t twin_echo_start(int fd, int cpu) {
    pthread_attr_t attr;
    cpu_set_t one;
    echo *e = malloc(sizeof *e);
    if (e == NULL || cpu < 0 || cpu >= CPU_SETSIZE) {
        free(e);
        return e == NULL ? -ENOMEM : -EINVAL;
    }
    e->fd = fd;
    CPU_ZERO(&one);
    CPU_SET((size_t)cpu, &one);
    pthread_attr_init(&attr);
    int error = pthread_attr_setaffinity_np(&attr, sizeof one, &one);
    error = error != 0 ? error : pthread_create(&e->thread, &attr, run, e);
    pthread_attr_destroy(&attr);
    if (error != 0) {
        free(e);
        return -error;
    }
    return (int64_t)(intptr_t)e;
}

/* shutdown(2) wakes a recv(2) that waits, on a connected UDP socket too. */
int twin_echo_end(int64_t address) {
    echo *e = (echo *)(intptr_t)address;
    int r = shutdown(e->fd, SHUT_RDWR) < 0 ? -errno : 0;
    int error = pthread_join(e->thread, NULL);
    free(e);
    return error != 0 ? -error : r;
}

#else

int twin_cpu(void) {
    return -ENOSYS;
}

int twin_pin(int cpu) {
    (void)cpu;
    return -ENOSYS;
}

int twin_unpin(void) {
    return -ENOSYS;
}

int twin_blocking_pingpong(int fd, int count) {
    (void)fd, (void)count;
    return -ENOSYS;
}

int64_t twin_echo_start(int fd, int cpu) {
    (void)fd, (void)cpu;
    return -ENOSYS;
}

int twin_echo_end(int64_t echo) {
    (void)echo;
    return -ENOSYS;
}

#endif
