/* Messages with scattered data and control data: one system call each, an interrupted one is repeated. */
#define _GNU_SOURCE
#include "message.h"

#include <stdbool.h>
#include <string.h>
#include <sys/uio.h>

#include "addr.h"
#include "cmsg.h"
#include "cmsg_os.h"
#include "fds_flag.h"
#include "sys.h"

struct msghdr bs_message_to_send(bs_message *message) {
    const bs_message_java *java = &message->java;
    struct msghdr header = {.msg_name = java->to,
                            .msg_namelen = (socklen_t)java->to_length,
                            .msg_iov = java->iov,
                            .msg_iovlen = (bs_iovlen)java->iov_count};
    if (java->out_count > 0) {
        bs_cmsg_write_headers(java->out.data, java->out.records, java->out_count);
        header.msg_control = java->out.data;
        header.msg_controllen = (bs_controllen)java->out_length;
    }
    return header;
}

bool bs_message_is_control_alone(int32_t fd, const struct msghdr *header) {
    for (size_t i = 0; i < (size_t)header->msg_iovlen; i++) {
        if (header->msg_iov[i].iov_len > 0) {
            return false;
        }
    }
    int type = 0;
    socklen_t length = sizeof type;
    return sys_getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) >= 0 && type == SOCK_STREAM;
}

int32_t bs_message_send(int32_t fd, const struct msghdr *header, int32_t flags) {
    int32_t r = sys_sendmsg(fd, header, flags | MSG_NOSIGNAL);
    return r == 0 && bs_message_is_lost(fd, header) ? -ENOMSG : r;
}

static void discard(bs_message *message) {
    int32_t *fds = message->java.fds;
    for (int32_t i = 0; i < message->c.fd_count; i++) {
        if (fds[i] >= 0) {
            sys_close(fds[i]);
            fds[i] = -1;
        }
    }
    message->c.fd_count = 0;
    if (message->c.pidfd >= 0) {
        sys_close(message->c.pidfd);
    }
    message->c.pidfd = -1;
}

void bs_message_clear(bs_message *message) {
    discard(message);
    message->c.flags = 0;
    message->c.in_count = 0;
    if (message->c.in_length > 0) {
        /* So if a kernel claims more than it wrote, the rest is zeros and never old data. */
        memset(message->java.in.data, 0, (size_t)message->c.in_length);
        message->c.in_length = 0;
    }
}

struct msghdr bs_message_to_receive(bs_message *message) {
    const bs_control *in = &message->java.in;
    bs_sockaddr_slot *from = message->java.from;
    return (struct msghdr){.msg_name = bs_slot_addr(from),
                           .msg_namelen = from == NULL ? 0 : sizeof from->bytes,
                           .msg_iov = message->java.iov,
                           .msg_iovlen = (bs_iovlen)message->java.iov_count,
                           .msg_control = in->capacity > 0 ? in->data : NULL,
                           .msg_controllen = (bs_controllen)in->capacity};
}

/* Whether the kernel made the received descriptors close-on-exec: the flags then have MSG_CMSG_CLOEXEC. */
static bool came_cloexec(const struct msghdr *header) {
#ifdef BS_CMSG_CLOEXEC
    return (header->msg_flags & BS_CMSG_CLOEXEC) != 0;
#else
    (void)header;
    return false;
#endif
}

/* Takes a received descriptor and makes it close-on-exec. It goes to *place if that is free; otherwise it is closed. */
static bool take(const struct msghdr *header, int32_t fd, int32_t *place) {
    if (fd < 0) {
        return false; /* the kernel reports a pidfd that it could not make by a negative number */
    }
    if (place == NULL) {
        sys_close(fd);
        return false;
    }
    if (!came_cloexec(header)) {
        sys_fcntl(fd, F_SETFD, FD_CLOEXEC);
    }
    *place = fd;
    return true;
}

static void take_fds(bs_message *message, const struct msghdr *header, const bs_cmsg *record) {
    int32_t *fds = message->java.fds;
    int32_t fd;
    for (size_t at = 0; bs_cmsg_read(message, record, at, &fd, sizeof fd); at += sizeof fd) {
        bool room = message->c.fd_count < message->java.fd_capacity;
        if (take(header, fd, room ? &fds[message->c.fd_count] : NULL)) {
            message->c.fd_count++;
        } else if (!room) {
            message->c.flags |= MSG_CTRUNC;
        }
    }
}

#ifdef BS_SCM_PIDFD
static void take_pidfd(bs_message *message, const struct msghdr *header, const bs_cmsg *record) {
    int32_t fd;
    if (bs_cmsg_read(message, record, 0, &fd, sizeof fd)) {
        take(header, fd, message->c.pidfd < 0 ? &message->c.pidfd : NULL);
    }
}
#endif

void bs_message_received(bs_message *message, const struct msghdr *header) {
    message->c.flags = bs_message_flags(header);
    bs_slot_filled(message->java.from, header->msg_namelen);
    int32_t length = (int32_t)header->msg_controllen;
    if (length <= 0) {
        return;
    }
    const bs_control *in = &message->java.in;
    message->c.in_length = length < in->capacity ? length : in->capacity;
    const bs_cmsg *records = in->records;
    message->c.in_count = bs_cmsg_walk(in->data, message->c.in_length, in->records, in->record_capacity);
    for (int32_t i = 0; i < message->c.in_count; i++) {
        if (records[i].level != SOL_SOCKET) {
            continue;
        }
        if (records[i].type == SCM_RIGHTS) {
            take_fds(message, header, &records[i]);
        }
#ifdef BS_SCM_PIDFD
        if (records[i].type == BS_SCM_PIDFD) {
            take_pidfd(message, header, &records[i]);
        }
#endif
    }
}

int32_t bs_sendmsg(int32_t fd, bs_message *message, int32_t flags) {
    const struct msghdr header = bs_message_to_send(message);
    return bs_message_send(fd, &header, flags);
}

int32_t bs_recvmsg(int32_t fd, bs_message *message, int32_t flags) {
    bs_message_clear(message);
    struct msghdr header;
    int32_t cloexec = bs_fds_flag(fd);
    int32_t r;
    do {
        header = bs_message_to_receive(message);
        r = sys_recvmsg(fd, &header, flags | cloexec);
    } while (bs_fds_flag_refused(fd, r, &cloexec));
    if (r >= 0) {
        bs_message_received(message, &header);
    }
    return r;
}

int32_t bs_message_discard(bs_message *message) {
    discard(message);
    return 0;
}

int32_t bs_readv(int32_t fd, const struct iovec *iov, int32_t count) {
    int32_t r;
    do {
        r = sys_readv(fd, iov, count);
    } while (r == -EINTR);
    return r;
}
