/*
 * The kernel's layout of a control message: cmsg(3), include/linux/socket.h. The C library's cmsghdr is not used, because musl's has
 * a length of 32 bits and padding instead of 64 bits.
 */
#ifndef BS_CMSG_OS_H
#define BS_CMSG_OS_H

#include <stddef.h>
#include <sys/socket.h>

typedef struct bs_cmsg_header {
    size_t length; /* of header and data */
    int level;
    int type;
} bs_cmsg_header;

#ifdef SCM_PIDFD
#define BS_SCM_PIDFD SCM_PIDFD
#else
#define BS_SCM_PIDFD 4 /* Linux 6.5; newer than the headers of most distributions */
#endif

/* The kernel sets close-on-exec itself, with a flag: posix/fds_flag.h. */
#define BS_CMSG_CLOEXEC MSG_CMSG_CLOEXEC

#endif /* BS_CMSG_OS_H */
