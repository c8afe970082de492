/* The value of each name in headers beyond POSIX. */
#include "constants.h"

#include <sys/param.h>
#include <sys/types.h>
#include <sys/socket.h>
#include <sys/sockio.h>
#include <sys/event.h>
#include <sys/ioctl.h>
#include <sys/filio.h>
#include <sys/un.h>
#include <sys/ucred.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/in_systm.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#if __has_include(<net/bpf.h>) /* the headers that cross-compile for macOS do not have it */
#include <net/bpf.h>
#endif

/* Some macros of the headers mix signed and unsigned numbers, such as NLMSG_HDRLEN. */
#pragma GCC diagnostic ignored "-Wsign-conversion"

const bs_constant bs_constants_kernel[] = {
#include "constants_values.inc"
};
