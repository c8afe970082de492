/*
 * tails_server: answers requests of 64 bytes, on epoll(7) in one thread, as a C programmer writes it: by level, one receive for each event. Each
 * connection is greeted. The first four bytes of a request are the microseconds of work, the higher byte first; if the first request of
 * a connection asks for a negative number, all that it sends is dropped. It prints its port, and ends when standard input does.
 */
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "loopback.h"

enum { REQUEST = 64, BUFFER = 1 << 16, EVENTS = 1024 };

typedef struct connection {
    int fd;
    bool drops;
} connection;

static char buffer[BUFFER];
static connection listener;
static connection input = {.fd = STDIN_FILENO};

static int64_t nanos(void) {
    struct timespec t;
    check("clock_gettime", clock_gettime(CLOCK_MONOTONIC, &t));
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void work(int32_t micros) {
    if (micros > 0) {
        int64_t end = nanos() + (int64_t)micros * 1000;
        while (nanos() < end) {
        }
    }
}

static void watch(int ep, connection *c) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    check("epoll_ctl", epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &event));
}

static void end(connection *c) {
    close(c->fd);
    free(c);
}

static bool answer(const connection *c) {
    return send(c->fd, buffer, REQUEST, MSG_DONTWAIT | MSG_NOSIGNAL) == REQUEST;
}

static void accept_all(int ep) {
    int fd;
    while ((fd = accept4(listener.fd, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        int one = 1;
        connection *c = calloc(1, sizeof *c);
        check("calloc", c == NULL ? -1 : 0);
        c->fd = fd;
        check("setsockopt", setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one));
        watch(ep, c);
        (void)answer(c); /* if it fails, so does the next receive */
    }
    check("accept", errno == EAGAIN ? 0 : fd);
}

/* So few bytes are never in parts on the loopback. */
static void serve(connection *c) {
    ssize_t n = recv(c->fd, buffer, sizeof buffer, MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) {
        return;
    }
    if (n <= 0) {
        end(c);
        return;
    }
    if (!c->drops) {
        uint32_t first;
        memcpy(&first, buffer, sizeof first);
        int32_t micros = (int32_t)ntohl(first);
        c->drops = micros < 0;
        work(micros);
    }
    if (!c->drops && !answer(c)) {
        end(c);
    }
}

int main(void) {
    struct epoll_event events[EVENTS];
    int ep = epoll_create1(0);
    check("epoll_create1", ep);
    listener.fd = listen_on_loopback(SOCK_NONBLOCK);
    watch(ep, &listener);
    watch(ep, &input);
    for (;;) {
        int n = epoll_wait(ep, events, EVENTS, -1);
        if (n < 0 && errno != EINTR) {
            check("epoll_wait", n);
        }
        for (int i = 0; i < n; i++) {
            connection *c = events[i].data.ptr;
            if (c == &input) {
                return 0;
            }
            if (c == &listener) {
                accept_all(ep);
            } else {
                serve(c);
            }
        }
    }
}
