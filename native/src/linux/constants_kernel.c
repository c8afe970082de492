/*
 * The value of each name in the kernel's headers. They are included without the C library's netinet and net headers, because these
 * clash with them. They need sys/socket.h and time.h.
 */
#define _GNU_SOURCE
#define BS_FALLBACK(value) BS_PRESENT(value)
#include "constants.h"

#include <sys/socket.h>
#include <time.h>
#include <asm/ioctls.h>
#include <linux/can.h>
#include <linux/can/bcm.h>
#include <linux/can/raw.h>
#include <linux/errqueue.h>
#include <linux/eventpoll.h>
#include <linux/fcntl.h>
#include <linux/filter.h>
#include <linux/genetlink.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/if.h>
#include <linux/if_alg.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_xdp.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/net_tstamp.h>
#include <linux/netlink.h>
#include <linux/qrtr.h>
#include <linux/rtnetlink.h>
#include <linux/sctp.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <linux/tipc.h>
#include <linux/tls.h>
#include <linux/udp.h>
#include <linux/vm_sockets.h>
#if __has_include(<linux/can/isotp.h>) /* Linux 5.10 */
#include <linux/can/isotp.h>
#endif
#if __has_include(<linux/can/j1939.h>) /* Linux 5.4 */
#include <linux/can/j1939.h>
#endif

/* Some macros of the headers mix signed and unsigned numbers, such as NLMSG_HDRLEN. */
#pragma GCC diagnostic ignored "-Wsign-conversion"

const bs_constant bs_constants_kernel[] = {
#include "constants_values.inc"
};
