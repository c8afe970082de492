/*
 * sendmsg_x(2) and recvmsg_x(2) of macOS, with the interface of sendmmsg and recvmmsg. They are private (bsd/sys/socket_private.h of
 * XNU) and may change, and the App Store refuses programs that use them. So they are used only with BS_ALLOW_MSG_X, and only if the
 * system has them. They stop when there is nothing more, in any mode, so only calls with MSG_DONTWAIT come here. Not tested on a Mac.
 */
#ifndef BS_MSG_X_H
#define BS_MSG_X_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>

/* The kernel's; padding and order are its ABI. */
struct msghdr_x {
    void *msg_name;
    socklen_t msg_namelen;
    struct iovec *msg_iov;
    int msg_iovlen;
    void *msg_control;
    socklen_t msg_controllen;
    int msg_flags;
    size_t msg_datalen; /* out: bytes of this message */
};

ssize_t sendmsg_x(int fd, const struct msghdr_x *messages, unsigned int count, int flags) __attribute__((weak_import));
ssize_t recvmsg_x(int fd, const struct msghdr_x *messages, unsigned int count, int flags) __attribute__((weak_import));

struct mmsghdr {
    struct msghdr msg_hdr;
    unsigned int msg_len;
};

enum { MSG_X_MAX = 64 }; /* at a time: their headers are on the stack */

static inline int sys_has_msg_x(void) {
    return sendmsg_x != NULL && recvmsg_x != NULL;
}

static inline void msg_x_of(struct msghdr_x *to, const struct mmsghdr *from, unsigned int count) {
    memset(to, 0, count * sizeof *to);
    for (unsigned int i = 0; i < count; i++) {
        const struct msghdr *m = &from[i].msg_hdr;
        to[i].msg_name = m->msg_name;
        to[i].msg_namelen = m->msg_namelen;
        to[i].msg_iov = m->msg_iov;
        to[i].msg_iovlen = m->msg_iovlen;
        to[i].msg_control = m->msg_control;
        to[i].msg_controllen = m->msg_controllen;
    }
}

/* Up to MSG_X_MAX. */
static inline int32_t sys_sendmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags) {
    struct msghdr_x some[MSG_X_MAX];
    unsigned int n = count < MSG_X_MAX ? count : MSG_X_MAX;
    msg_x_of(some, messages, n);
    ssize_t sent = sendmsg_x(fd, some, n, flags);
    for (ssize_t i = 0; i < sent; i++) {
        size_t bytes = 0; /* a datagram goes whole or not at all */
        for (int k = 0; k < some[i].msg_iovlen; k++) {
            bytes += some[i].msg_iov[k].iov_len;
        }
        messages[i].msg_len = (unsigned int)bytes;
    }
    return sent < 0 ? -errno : (int32_t)sent;
}

/* Up to MSG_X_MAX. */
static inline int32_t sys_recvmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags) {
    struct msghdr_x some[MSG_X_MAX];
    unsigned int n = count < MSG_X_MAX ? count : MSG_X_MAX;
    msg_x_of(some, messages, n);
    ssize_t came = recvmsg_x(fd, some, n, flags);
    for (ssize_t i = 0; i < came; i++) {
        messages[i].msg_hdr.msg_namelen = some[i].msg_namelen;
        messages[i].msg_hdr.msg_controllen = some[i].msg_controllen;
        messages[i].msg_hdr.msg_flags = some[i].msg_flags;
        messages[i].msg_len = (unsigned int)some[i].msg_datalen;
    }
    return came < 0 ? -errno : (int32_t)came;
}

#endif /* BS_MSG_X_H */
