/* Polling with epoll(7), as a C programmer writes it. */
#include "twin.h"

#include <errno.h>

#include <sys/epoll.h>

enum { EVENTS = 1024 }; /* as many as a Poller takes at once unless told otherwise */

TWIN(jint, epollOpen)(TWIN_ENV) {
    int ep = epoll_create1(EPOLL_CLOEXEC);
    return ep < 0 ? -errno : ep;
}

TWIN(jint, epollAdd)(TWIN_ENV, jint ep, jint fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    return epoll_ctl(ep, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
}

TWIN(jlong, epollWait)(TWIN_ENV, jint ep, jint count) {
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
