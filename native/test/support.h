/* What every test file includes. */
#ifndef BS_TEST_SUPPORT_H
#define BS_TEST_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "baresock.h"
#include "fd.h"

/* Any address as the calls take it. */
#define SA(p) ((const struct sockaddr *)(const void *)(p))
/* An address, for calls that also take an int. */
#define AT(p) ((int64_t)(intptr_t)(p))
/* An address outside of the process's memory: the kernel says EFAULT. */
#define NOBODYS ((void *)(intptr_t)16)

/* A timeout that no passing test reaches: it only ends a test that hangs. */
#define LONG_TIME INT64_C(20000000000)
#define MILLI     INT64_C(1000000)

/* Takes the descriptor or fails the test. */
static inline int32_t opened(int32_t fd) {
    assert_true(fd >= 0);
    return fd;
}

static inline bs_poller *opened_poller(void) {
    int64_t poller = bs_poller_open();
    assert_true(poller > 0);
    return (bs_poller *)(intptr_t)poller;
}

/* A socket bound to 127.0.0.1 and a port that the kernel chooses; *addr receives its address. */
static inline int32_t bound_to_loopback(int type, struct sockaddr_in *addr) {
    int32_t fd = opened(bs_socket(AF_INET, type, 0));
    *addr = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    assert_int_equal(bs_bind(fd, SA(addr), sizeof *addr), 0);
    bs_sockaddr_slot slot;
    assert_int_equal(bs_getsockname(fd, &slot), 0);
    assert_int_equal(slot.length, sizeof *addr);
    memcpy(addr, slot.bytes, sizeof *addr);
    assert_int_not_equal(addr->sin_port, 0);
    return fd;
}

static inline int32_t tcp_listener(struct sockaddr_in *addr) {
    int32_t fd = bound_to_loopback(SOCK_STREAM, addr);
    assert_int_equal(bs_listen(fd, 16), 0);
    return fd;
}

typedef struct pair {
    int32_t a;
    int32_t b;
} pair;

static inline pair unix_pair(int type) {
    int64_t both = bs_socketpair(AF_UNIX, type, 0);
    assert_true(both >= 0);
    return (pair){.a = bs_fd_first(both), .b = bs_fd_second(both)};
}

static inline void close_pair(pair p) {
    assert_int_equal(bs_close(p.a), 0);
    assert_int_equal(bs_close(p.b), 0);
}

#endif /* BS_TEST_SUPPORT_H */
