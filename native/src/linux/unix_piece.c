/*
 * The pieces of a receive with MSG_WAITALL on an AF_UNIX stream, which must stop where the kernel would: behind a message that brought
 * descriptors, and where the credentials change if the socket passes them (unix_stream_read_generic in net/unix/af_unix.c).
 *
 * The kernel says MSG_CTRUNC when descriptors come and have no room. So a receive without control data has room for the credentials only.
 * SO_PASSPIDFD and the labels of SO_PASSSEC then look like descriptors: the receive stops after a piece, and loses nothing.
 */
#define _GNU_SOURCE
#include "baresock.h"

#include <errno.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "addr.h"
#include "cmsg.h"
#include "cmsg_os.h"
#include "message.h"
#include "sys.h"

/* bs_piece.passes */
#define UNKNOWN 0
#define NO      1
#define YES     2

/* Room for these and nothing more. */
typedef struct credentials {
    bs_cmsg_header header;
    struct ucred who;
} credentials;

/* The most that the kernel receives at once, so that the result has room for BS_PIECE_LAST. */
#define MOST 0x7fff0000

static int32_t last(int32_t bytes) {
    return -(BS_PIECE_LAST + bytes);
}

static int32_t option(int32_t fd, int32_t name) {
    int value = 0;
    socklen_t length = sizeof value;
    return sys_getsockopt(fd, SOL_SOCKET, name, &value, &length) < 0 ? -1 : value;
}

static bool is_of(const bs_piece *piece, const struct ucred *who) {
    return piece->pid == who->pid && piece->uid == (int32_t)who->uid && piece->gid == (int32_t)who->gid;
}

static void note(bs_piece *piece, const struct ucred *who) {
    piece->pid = who->pid;
    piece->uid = (int32_t)who->uid;
    piece->gid = (int32_t)who->gid;
    piece->known = 1;
}

/* The credentials of a receive that had room for them only; false if there are none. */
static bool came(const struct msghdr *header, const credentials *c) {
    return header->msg_controllen > 0 && c->header.level == SOL_SOCKET && c->header.type == SCM_CREDENTIALS;
}

/* More than 0 if the next bytes belong to the pieces before, else what a receive of them is to return. */
static int32_t look(int32_t fd, const bs_piece *piece) {
    char byte;
    credentials c;
    struct iovec iov = {.iov_base = &byte, .iov_len = 1};
    struct msghdr header = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = &c, .msg_controllen = sizeof c};
    int32_t r = sys_recvmsg(fd, &header, MSG_PEEK | MSG_DONTWAIT);
    return r > 0 && came(&header, &c) && !is_of(piece, &c.who) ? last(0) : r;
}

/* Before a piece: as look. */
static int32_t begin(int32_t fd, bs_piece *piece) {
    if (piece->passes == UNKNOWN) {
        piece->passes = option(fd, SO_PASSCRED) > 0 ? YES : NO;
    }
    /* With SO_PEEK_OFF a look would move the place of the next one. */
    return piece->known && option(fd, SO_PEEK_OFF) < 0 ? look(fd, piece) : 1;
}

/* Receives with room for the credentials only; result as recvmsg(2). */
static int32_t receive(int32_t fd, struct msghdr *header, int32_t flags, bs_piece *piece) {
    credentials c;
    header->msg_control = piece->passes == YES ? &c : NULL;
    header->msg_controllen = piece->passes == YES ? sizeof c : 0;
    int32_t r = sys_recvmsg(fd, header, flags);
    if (r >= 0 && came(header, &c)) {
        note(piece, &c.who);
    }
    header->msg_control = NULL;
    header->msg_controllen = 0;
    return r;
}

int32_t bs_recv_piece(int32_t fd, void *buf, int32_t len, int32_t flags, bs_piece *piece) {
    int32_t r = begin(fd, piece);
    if (r <= 0) {
        return r;
    }
    struct iovec iov = {.iov_base = buf, .iov_len = (size_t)(len < MOST ? len : MOST)};
    struct msghdr header = {.msg_iov = &iov, .msg_iovlen = 1, .msg_name = bs_slot_addr(piece->from)};
    header.msg_namelen = piece->from == NULL ? 0 : sizeof piece->from->bytes;
    r = receive(fd, &header, flags, piece);
    if (r >= 0) {
        bs_slot_filled(piece->from, header.msg_namelen);
    }
    return r >= 0 && (header.msg_flags & MSG_CTRUNC) ? last(r) : r;
}

/* The credentials do not fit into the message, so the kernel would say MSG_CTRUNC in any case. */
static int32_t receive_without_room(int32_t fd, bs_message *message, int32_t flags, bs_piece *piece) {
    bs_message_clear(message);
    struct msghdr header = bs_message_to_receive(message);
    int32_t r = receive(fd, &header, flags, piece);
    if (r < 0) {
        return r;
    }
    bool ends = header.msg_flags & MSG_CTRUNC;
    header.msg_flags |= MSG_CTRUNC;
    bs_message_received(message, &header);
    return ends ? last(r) : r;
}

int32_t bs_recvmsg_piece(int32_t fd, bs_message *message, int32_t flags, bs_piece *piece) {
    int32_t r = begin(fd, piece);
    if (r <= 0) {
        return r;
    }
    if (piece->passes == YES && (size_t)message->java.in.capacity < sizeof(credentials)) {
        return receive_without_room(fd, message, flags, piece);
    }
    r = bs_recvmsg(fd, message, flags);
    bool ends = r >= 0 && (message->c.flags & MSG_CTRUNC);
    for (int32_t i = 0; r >= 0 && i < message->c.in_count; i++) {
        const bs_cmsg *record = &message->java.in.records[i];
        struct ucred who;
        if (record->level != SOL_SOCKET) {
            continue;
        }
        if (record->type == SCM_CREDENTIALS && bs_cmsg_read(message, record, 0, &who, sizeof who)) {
            note(piece, &who);
        }
        ends |= record->type == SCM_RIGHTS;
    }
    return ends ? last(r) : r;
}
