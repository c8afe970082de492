#include "twin.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* macOS; both ends live as long as the program, so there is no SIGPIPE */
#endif

/* A message on the loopback is there at once; one that was lost must not hang the program. */
enum { TWIN_SPINS = 100 * 1000 * 1000 };

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int send_all(int fd, const char *buf, size_t length) {
    for (int spins = 0; length > 0 && spins < TWIN_SPINS; spins++) {
        ssize_t n = send(fd, buf, length, MSG_NOSIGNAL);
        if (n >= 0) {
            buf += n;
            length -= (size_t)n;
        } else if (errno != EAGAIN) {
            return -errno;
        }
    }
    return length == 0 ? 0 : -ETIMEDOUT;
}

static int recv_all(int fd, char *buf, size_t length) {
    for (int spins = 0; length > 0 && spins < TWIN_SPINS; spins++) {
        ssize_t n = recv(fd, buf, length, 0);
        if (n > 0) {
            buf += n;
            length -= (size_t)n;
        } else if (n == 0) {
            return -ECONNRESET;
        } else if (errno != EAGAIN) {
            return -errno;
        }
    }
    return length == 0 ? 0 : -ETIMEDOUT;
}

static int round_trip(int a, int b, char ping[TWIN_MESSAGE], char pong[TWIN_MESSAGE]) {
    int r = send_all(a, ping, TWIN_MESSAGE);
    r = r < 0 ? r : recv_all(b, pong, TWIN_MESSAGE);
    r = r < 0 ? r : send_all(b, pong, TWIN_MESSAGE);
    return r < 0 ? r : recv_all(a, ping, TWIN_MESSAGE);
}

int twin_pingpong(int a, int b, int64_t *nanos, int count) {
    char ping[TWIN_MESSAGE] = {0};
    char pong[TWIN_MESSAGE];
    int64_t then = now();
    for (int64_t i = 0; i < count; i++) {
        int64_t echoed;
        memcpy(ping, &i, sizeof i);
        int r = round_trip(a, b, ping, pong);
        if (r < 0) {
            return r;
        }
        memcpy(&echoed, ping, sizeof echoed);
        if (echoed != i) {
            return -EPROTO;
        }
        int64_t t = now();
        nanos[i] = t - then;
        then = t;
    }
    return count;
}
