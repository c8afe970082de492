/* What Java knows of the structs of the system, checked at compile time. The build checks the structs of baresock.h in natives.c. */
#define _GNU_SOURCE
#include "baresock.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>

_Static_assert(sizeof(void *) == 8, "addresses and handles travel as int64_t; only 64-bit platforms are supported");
_Static_assert(sizeof(int) == 4, "int arguments are passed as int32_t");
_Static_assert(EAGAIN == EWOULDBLOCK, "the wait loops test for EAGAIN alone");

_Static_assert(sizeof(struct sockaddr_storage) <= 128, "an address of any family fits bs_sockaddr_slot.bytes");

_Static_assert(sizeof(struct iovec) == 16, "iovec size");
_Static_assert(offsetof(struct iovec, iov_base) == 0, "iovec.iov_base");
_Static_assert(offsetof(struct iovec, iov_len) == 8, "iovec.iov_len");

/* The data of control messages, which io.baresock.ReceivedControl and ControlBuilder read and write. */
_Static_assert(sizeof(struct in6_pktinfo) == 20, "in6_pktinfo size");
_Static_assert(offsetof(struct in6_pktinfo, ipi6_ifindex) == 16, "in6_pktinfo.ipi6_ifindex");
_Static_assert(sizeof(struct timespec) == 16, "timespec size");
_Static_assert(sizeof(struct timeval) == 16, "timeval size");
_Static_assert(offsetof(struct timespec, tv_nsec) == 8, "timespec.tv_nsec");
_Static_assert(offsetof(struct timeval, tv_usec) == 8, "timeval.tv_usec");
#ifdef IP_PKTINFO
_Static_assert(sizeof(struct in_pktinfo) == 12, "in_pktinfo size");
_Static_assert(offsetof(struct in_pktinfo, ipi_spec_dst) == 4, "in_pktinfo.ipi_spec_dst");
_Static_assert(offsetof(struct in_pktinfo, ipi_addr) == 8, "in_pktinfo.ipi_addr");
#endif
#ifdef SCM_CREDENTIALS
_Static_assert(sizeof(struct ucred) == 12, "ucred size");
_Static_assert(offsetof(struct ucred, uid) == 4, "ucred.uid");
_Static_assert(offsetof(struct ucred, gid) == 8, "ucred.gid");
#endif

_Static_assert(sizeof(struct pollfd) == 8, "pollfd size");
_Static_assert(offsetof(struct pollfd, fd) == 0 && sizeof((struct pollfd *)0)->fd == 4, "pollfd.fd");
_Static_assert(offsetof(struct pollfd, events) == 4 && sizeof((struct pollfd *)0)->events == 2, "pollfd.events");
_Static_assert(offsetof(struct pollfd, revents) == 6, "pollfd.revents");
