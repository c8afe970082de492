/* The C twins. Each function is 0 or more on success and -errno on failure. */
#ifndef TWIN_H
#define TWIN_H

#include <stdint.h>

enum { TWIN_MESSAGE = 64 };

/* The codes of io.baresock.bench.Transport. */
enum twin_transport { TWIN_TCP, TWIN_UDP, TWIN_UNIX };

/* Two non-blocking sockets on the loopback, connected to each other. */
int twin_pair(int transport, int fds[2]);

/* count times a recv(2) that finds nothing. */
int twin_recv_nothing(int fd, int count);

/* count times getsockopt(2) of SO_RCVBUF; returns its value. */
int twin_getsockopt_rcvbuf(int fd, int count);

/* count round trips of a 64-byte message, both ends in this thread; the nanoseconds of each. */
int twin_pingpong(int a, int b, int64_t *nanos, int count);

#endif
