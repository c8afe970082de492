/*
 * echo_server: a TCP echo server on epoll(7) in one thread, as a C programmer writes it. It listens on a free port of
 * 127.0.0.1, prints its number, and ends when standard input does.
 */
#include "echo.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "loopback.h"

static void watch(int ep, int fd, uint32_t events) {
    struct epoll_event event = {.events = events, .data.fd = fd};
    check("epoll_ctl", epoll_ctl(ep, EPOLL_CTL_ADD, fd, &event));
}

static void accept_all(int ep, int listener) {
    for (;;) {
        int one = 1;
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (fd < 0) {
            if (errno == EAGAIN) {
                return;
            }
            check("accept", fd);
        }
        check("setsockopt", setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one));
        watch(ep, fd, EPOLLIN | EPOLLRDHUP | EPOLLET);
    }
}

/*
 * Flags as Baresock sets them. The load waits for its echo before it sends again, so the socket always has room. A connection is
 * edge-triggered: with a level trigger the next epoll_wait would look at it once more. A read of less than the buffer has taken
 * everything (epoll(7)), except for an end that came with it and is not reported again.
 */
static void echo(int fd, uint32_t events) {
    char buffer[ECHO_BUFFER];
    ssize_t n;
    do {
        n = recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);
        if (n < 0 && errno == EAGAIN) {
            return;
        }
        if (n <= 0 || send(fd, buffer, (size_t)n, MSG_DONTWAIT | MSG_NOSIGNAL) != n) {
            close(fd);
            return;
        }
    } while (n == sizeof buffer || events & EPOLLRDHUP);
}

int main(void) {
    struct epoll_event events[ECHO_EVENTS];
    int ep = epoll_create1(0);
    check("epoll_create1", ep);
    int listener = listen_on_loopback(SOCK_NONBLOCK);
    watch(ep, listener, EPOLLIN);
    watch(ep, STDIN_FILENO, EPOLLIN);
    for (;;) {
        int n = epoll_wait(ep, events, ECHO_EVENTS, -1);
        if (n < 0 && errno != EINTR) {
            check("epoll_wait", n);
        }
        for (int i = 0; i < n; i++) {
            int fd = events[i].data.fd;
            if (fd == STDIN_FILENO) {
                return 0;
            }
            if (fd == listener) {
                accept_all(ep, listener);
            } else {
                echo(fd, events[i].events);
            }
        }
    }
}
