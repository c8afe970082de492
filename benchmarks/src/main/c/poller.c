/* Asking epoll(7) what is ready, as a C programmer writes it. */
#include "twin.h"

#include <errno.h>

#ifdef __linux__

#include <sys/epoll.h>

enum { EVENTS = 1024 }; /* as many as a Poller takes at once unless told otherwise */

int twin_epoll_open(void) {
    int ep = epoll_create1(EPOLL_CLOEXEC);
    return ep < 0 ? -errno : ep;
}

int twin_epoll_add(int ep, int fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    return epoll_ctl(ep, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
}

int64_t twin_epoll_wait(int ep, int count) {
    struct epoll_event events[EVENTS];
    int64_t ready = 0;
    for (int i = 0; i < count; i++) {
        int n = epoll_wait(ep, events, EVENTS, 0);
        if (n < 0) {
            return -errno;
        }
        for (int k = 0; k < n; k++) {
            ready += (events[k].events & EPOLLIN) != 0 && events[k].data.fd >= 0;
        }
    }
    return ready;
}

#else

int twin_epoll_open(void) {
    return -ENOSYS;
}

int twin_epoll_add(int ep, int fd) {
    (void)ep, (void)fd;
    return -ENOSYS;
}

int64_t twin_epoll_wait(int ep, int count) {
    (void)ep, (void)count;
    return -ENOSYS;
}

#endif
