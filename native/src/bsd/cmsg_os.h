/* The kernel's layout of a control message: recvmsg(2). */
#ifndef BS_CMSG_OS_H
#define BS_CMSG_OS_H

#include <sys/types.h>

#include <sys/socket.h>

typedef struct bs_cmsg_header {
    socklen_t length; /* of header and data */
    int level;
    int type;
} bs_cmsg_header;

#ifdef MSG_CMSG_CLOEXEC
#define BS_CMSG_CLOEXEC                                                                                                \
    MSG_CMSG_CLOEXEC /* FreeBSD: the kernel sets close-on-exec itself, if it is asked to: fds_flag.h */
#endif

#endif /* BS_CMSG_OS_H */
