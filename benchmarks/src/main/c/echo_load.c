/*
 * echo_load PORT CONNECTIONS SETTLE_MS MEASURE_MS SERVER_PID: the load of every echo server. Each connection sends 64
 * bytes, waits for the echo, checks it and sends the next. Prints how many echoes came within the measured time, that
 * time, and the CPU time of the whole server process meanwhile, both in nanoseconds.
 */
#include "echo.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SILENCE_MS = 10000 }; /* a server that says nothing for so long is broken */

typedef struct connection {
    int fd;
    size_t got;
    uint64_t number;
    char buffer[ECHO_MESSAGE];
} connection;

static void check(const char *call, int64_t result) {
    if (result < 0) {
        perror(call);
        exit(1);
    }
}

static int64_t clock_nanos(clockid_t clock) {
    struct timespec t;
    check("clock_gettime", clock_gettime(clock, &t));
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void send_next(connection *c) {
    char message[ECHO_MESSAGE] = {0};
    c->number++;
    c->got = 0;
    memcpy(message, &c->number, sizeof c->number);
    if (send(c->fd, message, sizeof message, MSG_NOSIGNAL) != sizeof message) {
        check("send", -1);
    }
}

static void open_connection(connection *c, int ep, int port) {
    struct sockaddr_in name = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)port)};
    int one = 1;
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    check("socket", c->fd);
    check("connect", connect(c->fd, (struct sockaddr *)&name, sizeof name));
    check("setsockopt", setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one));
    check("fcntl", fcntl(c->fd, F_SETFL, O_NONBLOCK));
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    check("epoll_ctl", epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &event));
}

/* Receives; returns whether the echo is complete. */
static int receive(connection *c) {
    ssize_t n = recv(c->fd, c->buffer + c->got, sizeof c->buffer - c->got, 0);
    if (n < 0 && errno == EAGAIN) {
        return 0;
    }
    if (n == 0) {
        errno = ECONNRESET;
        n = -1;
    }
    check("recv", n);
    c->got += (size_t)n;
    if (c->got < sizeof c->buffer) {
        return 0;
    }
    uint64_t number;
    memcpy(&number, c->buffer, sizeof number);
    if (number != c->number) {
        fprintf(stderr, "the server sent echo %" PRIu64 " instead of %" PRIu64 "\n", number, c->number);
        exit(1);
    }
    return 1;
}

/* Runs until that time; returns how many echoes came. */
static int64_t run(int ep, int64_t end) {
    struct epoll_event events[ECHO_EVENTS];
    int64_t echoes = 0;
    while (clock_nanos(CLOCK_MONOTONIC) < end) {
        int n = epoll_wait(ep, events, ECHO_EVENTS, SILENCE_MS);
        if (n == 0) {
            errno = ETIMEDOUT;
            n = -1;
        }
        check("epoll_wait", n);
        for (int i = 0; i < n; i++) {
            connection *c = events[i].data.ptr;
            if (receive(c)) {
                echoes++;
                send_next(c);
            }
        }
    }
    return echoes;
}

int main(int argc, char **argv) {
    if (argc != 6) {
        fprintf(stderr, "usage: echo_load PORT CONNECTIONS SETTLE_MS MEASURE_MS SERVER_PID\n");
        return 2;
    }
    int count = atoi(argv[2]);
    connection *connections = calloc((size_t)count, sizeof *connections);
    clockid_t server;
    int e = clock_getcpuclockid((pid_t)atoi(argv[5]), &server);
    if (connections == NULL || count < 1 || e != 0) {
        fprintf(stderr, "bad number of connections, or no such process\n");
        return 1;
    }
    int ep = epoll_create1(0);
    check("epoll_create1", ep);
    for (int i = 0; i < count; i++) {
        open_connection(&connections[i], ep, atoi(argv[1]));
    }
    for (int i = 0; i < count; i++) {
        send_next(&connections[i]);
    }
    (void)run(ep, clock_nanos(CLOCK_MONOTONIC) + (int64_t)atoi(argv[3]) * 1000000);
    int64_t begin = clock_nanos(CLOCK_MONOTONIC);
    int64_t cpu = clock_nanos(server);
    int64_t echoes = run(ep, begin + (int64_t)atoi(argv[4]) * 1000000);
    cpu = clock_nanos(server) - cpu;
    printf("%" PRId64 " %" PRId64 " %" PRId64 "\n", echoes, clock_nanos(CLOCK_MONOTONIC) - begin, cpu);
    return 0;
}
