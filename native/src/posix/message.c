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
    bs_control *out = &message->out;
    struct msghdr header = {.msg_name = bs_ptr(message->to),
                            .msg_namelen = (socklen_t)message->to_length,
                            .msg_iov = bs_ptr(message->iov),
                            .msg_iovlen = (bs_iovlen)message->iov_count};
    if (out->count > 0) {
        bs_cmsg_write_headers(bs_ptr(out->data), bs_ptr(out->records), out->count);
        header.msg_control = bs_ptr(out->data);
        header.msg_controllen = (bs_controllen)out->length;
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
    int32_t *fds = bs_ptr(message->fds);
    for (int32_t i = 0; i < message->fd_count; i++) {
        if (fds[i] >= 0) {
            sys_close(fds[i]);
            fds[i] = -1;
        }
    }
    message->fd_count = 0;
    if (message->pidfd >= 0) {
        sys_close(message->pidfd);
    }
    message->pidfd = -1;
}

void bs_message_clear(bs_message *message) {
    discard(message);
    message->flags = 0;
    message->in.count = 0;
    if (message->in.length > 0) {
        /* So that a kernel that claims more than it wrote shows zeros and never what came before. */
        memset(bs_ptr(message->in.data), 0, (size_t)message->in.length);
        message->in.length = 0;
    }
}

struct msghdr bs_message_to_receive(bs_message *message) {
    bs_control *in = &message->in;
    bs_sockaddr_slot *from = bs_ptr(message->from);
    return (struct msghdr){.msg_name = bs_slot_addr(from),
                           .msg_namelen = from == NULL ? 0 : sizeof from->bytes,
                           .msg_iov = bs_ptr(message->iov),
                           .msg_iovlen = (bs_iovlen)message->iov_count,
                           .msg_control = in->capacity > 0 ? bs_ptr(in->data) : NULL,
                           .msg_controllen = (bs_controllen)in->capacity};
}

/* Whether the kernel made the descriptors that came close-on-exec: what was asked for comes back in the flags. */
static bool came_cloexec(const struct msghdr *header) {
#ifdef BS_CMSG_CLOEXEC
    return (header->msg_flags & BS_CMSG_CLOEXEC) != 0;
#else
    (void)header;
    return false;
#endif
}

/* Takes a received descriptor over: close-on-exec, at *place if that is free, else closed. */
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
    int32_t *fds = bs_ptr(message->fds);
    int32_t fd;
    for (size_t at = 0; bs_cmsg_read(message, record, at, &fd, sizeof fd); at += sizeof fd) {
        bool room = message->fd_count < message->fd_capacity;
        if (take(header, fd, room ? &fds[message->fd_count] : NULL)) {
            message->fd_count++;
        } else if (!room) {
            message->flags |= MSG_CTRUNC;
        }
    }
}

#ifdef BS_SCM_PIDFD
static void take_pidfd(bs_message *message, const struct msghdr *header, const bs_cmsg *record) {
    int32_t fd;
    if (bs_cmsg_read(message, record, 0, &fd, sizeof fd)) {
        take(header, fd, message->pidfd < 0 ? &message->pidfd : NULL);
    }
}
#endif

void bs_message_received(bs_message *message, const struct msghdr *header) {
    message->flags = bs_message_flags(header);
    bs_slot_filled(bs_ptr(message->from), header->msg_namelen);
    int32_t length = (int32_t)header->msg_controllen;
    if (length <= 0) {
        return;
    }
    bs_control *in = &message->in;
    in->length = length < in->capacity ? length : in->capacity;
    bs_cmsg *records = bs_ptr(in->records);
    in->count = bs_cmsg_walk(bs_ptr(in->data), in->length, records, in->record_capacity);
    for (int32_t i = 0; i < in->count; i++) {
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

int32_t bs_sendmsg(int32_t fd, int64_t message, int32_t flags) {
    const struct msghdr header = bs_message_to_send(bs_ptr(message));
    return bs_message_send(fd, &header, flags);
}

int32_t bs_recvmsg(int32_t fd, int64_t message_address, int32_t flags) {
    bs_message *message = bs_ptr(message_address);
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

int32_t bs_message_discard(int64_t message) {
    discard(bs_ptr(message));
    return 0;
}

int32_t bs_readv(int32_t fd, int64_t iov, int32_t count) {
    int32_t r;
    do {
        r = sys_readv(fd, bs_ptr(iov), count);
    } while (r == -EINTR);
    return r;
}
