/* The value of each name in the C library's headers. */
#define _GNU_SOURCE
#include "constants.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>
#if __has_include(<netinet/in_systm.h>) /* the BSDs' netinet/ip.h and ip_icmp.h want it before them */
#include <netinet/in_systm.h>
#endif
#if __has_include(<netinet/icmp6.h>)
#include <netinet/icmp6.h>
#endif
#if __has_include(<netinet/ip.h>)
#include <netinet/ip.h>
#endif
#if __has_include(<netinet/ip_icmp.h>)
#include <netinet/ip_icmp.h>
#endif
#if __has_include(<net/ethernet.h>)
#include <net/ethernet.h>
#endif
#if __has_include(<netpacket/packet.h>)
#include <netpacket/packet.h>
#endif
#if __has_include(<sys/epoll.h>)
#include <sys/epoll.h>
#endif
#if __has_include(<sys/eventfd.h>)
#include <sys/eventfd.h>
#endif
#if __has_include(<sys/timerfd.h>)
#include <sys/timerfd.h>
#endif
#if defined(__GLIBC__) &&                                                                                              \
    __has_include(<linux/mptcp.h>) /* Linux 5.9; wants netinet/in.h, which musl does not let it have */
#include <linux/mptcp.h>
#endif

/* Some macros of the headers mix signed and unsigned numbers, such as NLMSG_HDRLEN. */
#pragma GCC diagnostic ignored "-Wsign-conversion"

const bs_constant bs_constants_libc[] = {
#include "constants_values.inc"
};

const size_t bs_constant_count = sizeof bs_constants_libc / sizeof *bs_constants_libc;
