/* The C twins. Each function is 0 or more on success and -errno on failure. */
#ifndef TWIN_H
#define TWIN_H

#include <stdint.h>

enum { TWIN_MESSAGE = 64 };

/* The codes of io.baresock.bench.Transport. */
enum twin_transport { TWIN_TCP, TWIN_UDP, TWIN_UNIX, TWIN_UNIX_DATAGRAM };

/* Two sockets on the loopback, connected to each other. */
int twin_pair(int transport, int blocking, int fds[2]);

/* count times a recv(2) that finds nothing. */
int twin_recv_nothing(int fd, int count);

/* count times getsockopt(2) of SO_RCVBUF; returns its value. */
int twin_getsockopt_rcvbuf(int fd, int count);

/* count round trips of a 64-byte message, both ends in this thread; the nanoseconds of each. */
int twin_pingpong(int a, int b, int64_t *nanos, int count);

/* The codes of io.baresock.flow.Kind, as far as C has them. */
enum twin_kind { TWIN_SINGLE, TWIN_BATCHES, TWIN_SEGMENTS };

/* sendmmsg of 32 at a time, count datagrams in all; Linux. */
int twin_send_batches(int fd, int size, int count);

/* recvmmsg of 32 at a time, with the senders' addresses, until there is nothing more; how many came. Linux. */
int twin_receive_batches(int fd, int size);

/* One recvmmsg of up to 32, of up to 2048 bytes each, with the senders' addresses; how many came. Linux. */
int twin_receive_batch(int fd);

/* The same 32, all of which are there, by an io_uring of the thread's. Linux 6.1. */
int twin_receive_ring(int fd);

/* sends times a sendmsg with UDP_SEGMENT; Linux. */
int twin_send_segments(int fd, int size, int segments, int sends);

/* Sends for so long; how many datagrams. Linux. */
int64_t twin_flow_send(int fd, int kind, int size, int segments, int64_t nanos);

/* Receives until a datagram of one byte comes; how many came before. Linux. */
int64_t twin_flow_receive(int fd, int kind);

/* count times size bytes of out from a into in at b, and back again if so asked, both ends in this thread. */
int twin_transfers(int a, int b, const char *out, char *in, int size, int there_and_back, int count);

/* The same from a file, by sendfile(2); a is non-blocking. Linux. */
int twin_sendfiles(int file, int a, int b, char *in, int size, int count);

/* A connection to 127.0.0.1 that close(2) resets, so that none is left in TIME-WAIT. */
int twin_connect(int port);

/* count times a twin_connect to the listener's port, accept4(2), and close(2) of both. Linux. */
int twin_accepts(int listener, int port, int count);

/* A new epoll descriptor. Linux. */
int twin_epoll_open(void);

/* Has it report, level-triggered, when fd is readable. Linux. */
int twin_epoll_add(int ep, int fd);

/* count times epoll_wait(2) without waiting; how many events all of them brought. Linux. */
int64_t twin_epoll_wait(int ep, int count);

/* The CPU that the thread runs on. Linux, as all that follow. */
int twin_cpu(void);

/* Lets the thread run on this CPU only, and by SCHED_BATCH, until the second restores what was before. */
int twin_schedule_on(int cpu);
int twin_schedule_as_before(void);

/* count round trips of 64 bytes on a blocking socket: the other end echoes, in another thread. */
int twin_blocking_pingpong(int fd, int count);

/* A thread scheduled on this CPU that echoes on a blocking socket; an address for twin_echo_end, which ends both. */
int64_t twin_echo_start(int fd, int cpu);
int twin_echo_end(int64_t echo);

#endif
