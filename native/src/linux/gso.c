/*
 * UDP segmentation offload: one send of many datagrams of one size (UDP_SEGMENT: udp(7), Linux 4.18).
 *
 * A path may refuse it: EIO (no checksum offload, up to 6.10; IPsec), EINVAL (no checksums wanted; a segment larger than the
 * path's MTU, up to 6.13), EMSGSIZE (the same, later). All three come before anything is sent (udp_send_skb in net/ipv4/udp.c).
 * They also have other reasons. So the same data is sent plain, and if that works, the path was the reason.
 */
#define _GNU_SOURCE
#include "baresock.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>

#include "batch.h"
#include "cmsg.h"
#include "force.h"
#include "message.h"
#include "sys.h"

#define SEGMENT 103 /* UDP_SEGMENT: newer than the headers of some distributions */
/* The largest IP packet, less the headers of UDP and IPv4 and the largest IPv4 options. */
#define BYTES_MAX (65535 - 8 - 60)
/* Plain datagrams in a system call if they come from one buffer; their headers are on the stack. */
#define PLAIN_MAX 64

typedef struct segment_control {
    _Alignas(struct cmsghdr) uint8_t bytes[CMSG_SPACE(sizeof(uint16_t))];
} segment_control;

_Static_assert(sizeof(segment_control) <= BS_BATCH_CONTROL, "room for it after the control data of a message");
_Static_assert(sizeof(struct mmsghdr) + sizeof(struct iovec) <= BS_BATCH_HEADER, "room for both in the slab");

/* Appends UDP_SEGMENT to used bytes of control data. */
static void add_segment(struct msghdr *header, void *control, size_t used, int32_t segment) {
    uint16_t size = (uint16_t)segment;
    struct cmsghdr c = {.cmsg_len = CMSG_LEN(sizeof size), .cmsg_level = IPPROTO_UDP, .cmsg_type = SEGMENT};
    uint8_t *at = (uint8_t *)control + used;
    memcpy(at, &c, sizeof c);
    memcpy(at + CMSG_LEN(0), &size, sizeof size);
    header->msg_control = control;
    header->msg_controllen = (bs_controllen)(used + CMSG_SPACE(sizeof size));
}

static int32_t send_header(int32_t fd, const struct msghdr *header, int32_t flags) {
    return sys_sendmsg(fd, header, flags | MSG_NOSIGNAL);
}

/* How many headers were sent, if any. */
static int32_t send_headers(int32_t fd, struct mmsghdr *headers, int32_t count, int32_t flags) {
    if (!bs_forced(BS_FORCE_LOOP) && !bs_is_denied(BS_CALL_SENDMMSG) && count > 1) {
        int32_t r = sys_sendmmsg(fd, headers, (unsigned)count, flags | MSG_NOSIGNAL);
        if (!bs_found_denied(BS_CALL_SENDMMSG, r)) {
            return r;
        }
    }
    for (int32_t i = 0; i < count; i++) {
        int32_t r = send_header(fd, &headers[i].msg_hdr, flags);
        if (r < 0) {
            return i > 0 ? i : r;
        }
        headers[i].msg_len = (unsigned)r;
    }
    return count;
}

/* ---- destinations that cannot ---- */

static bool is_plain(const bs_gso *gso, const void *to, int32_t length) {
    const bs_sockaddr_slot *plain = gso->java.plain;
    int32_t count =
        gso->c.plain_total < gso->java.plain_capacity ? (int32_t)gso->c.plain_total : gso->java.plain_capacity;
    for (int32_t i = 0; i < count; i++) {
        if (plain[i].length == length && (length == 0 || memcmp(plain[i].bytes, to, (size_t)length) == 0)) {
            return true;
        }
    }
    return false;
}

static void make_plain(bs_gso *gso, const void *to, int32_t length, int32_t error) {
    bs_sockaddr_slot *slot = gso->java.plain + gso->c.plain_total % gso->java.plain_capacity;
    slot->length = length < (int32_t)sizeof slot->bytes ? length : (int32_t)sizeof slot->bytes;
    if (slot->length > 0) {
        memcpy(slot->bytes, to, (size_t)slot->length);
    }
    slot->error = error;
    gso->c.plain_total++;
}

static bool may_be_the_path(int32_t error) {
    return error == -EIO || error == -EINVAL || error == -EMSGSIZE;
}

/* ---- one buffer ---- */

/* Whole datagrams from one buffer to one destination. */
typedef struct piece {
    int32_t fd;
    int32_t flags;
    int32_t segment;
    const struct sockaddr *to;
    int32_t to_length;
} piece;

static struct msghdr header_of(const piece *p, struct iovec *iov) {
    return (struct msghdr){
        .msg_name = (void *)p->to, .msg_namelen = (socklen_t)p->to_length, .msg_iov = iov, .msg_iovlen = 1};
}

/* Sends up to PLAIN_MAX datagrams plain. Returns how many bytes. */
static int32_t send_plain(const piece *p, const uint8_t *data, int32_t length) {
    struct mmsghdr headers[PLAIN_MAX];
    struct iovec iov[PLAIN_MAX];
    int32_t count = 0;
    for (int64_t at = 0; at < length && count < PLAIN_MAX; at += p->segment) {
        int64_t size = length - at < p->segment ? length - at : p->segment;
        iov[count] = (struct iovec){.iov_base = (void *)(data + at), .iov_len = (size_t)size};
        headers[count] = (struct mmsghdr){.msg_hdr = header_of(p, &iov[count])};
        count++;
    }
    int32_t sent = send_headers(p->fd, headers, count, p->flags);
    int32_t bytes = 0;
    for (int32_t i = 0; i < sent; i++) {
        bytes += (int32_t)iov[i].iov_len;
    }
    return sent < 0 ? sent : bytes;
}

static int32_t send_segmented(const piece *p, const uint8_t *data, int32_t length) {
    segment_control control;
    struct iovec iov = {.iov_base = (void *)data, .iov_len = (size_t)length};
    struct msghdr header = header_of(p, &iov);
    memset(&control, 0, sizeof control);
    add_segment(&header, control.bytes, 0, p->segment);
    return send_header(p->fd, &header, p->flags);
}

static int32_t datagrams(int32_t bytes, int32_t segment) {
    return bytes / segment + (bytes % segment != 0);
}

/* Sends as much as one system call takes. Returns how many bytes, or -errno if nothing was sent. */
static int32_t send_some(const piece *p, bs_gso *gso, const uint8_t *data, int32_t left) {
    int32_t most = BYTES_MAX / p->segment;
    int64_t room = (int64_t)(most < gso->java.max_segments ? most : gso->java.max_segments) * p->segment;
    int32_t length = left < room ? left : (int32_t)room;
    int32_t error = 0;
    if (length > p->segment && !is_plain(gso, p->to, p->to_length)) {
        int32_t r = send_segmented(p, data, length);
        if (r >= 0) {
            gso->c.segments += datagrams(r, p->segment);
        }
        if (!may_be_the_path(r)) {
            return r;
        }
        error = r;
        left = p->segment;
    }
    int32_t r = send_plain(p, data, left);
    if (r >= 0) {
        gso->c.singles += datagrams(r, p->segment);
        if (error < 0) {
            make_plain(gso, p->to, p->to_length, error);
        }
    }
    return r;
}

int32_t bs_send_segments(int32_t fd, bs_gso *gso, const void *buf, int32_t len, int32_t segment, int32_t flags,
                         const struct sockaddr *addr, int32_t addrlen) {
    if (len < 0 || segment < 1) {
        return -EINVAL;
    }
    piece p = {.fd = fd, .flags = flags, .segment = segment, .to = addr, .to_length = addrlen};
    const uint8_t *data = buf;
    int32_t done = 0;
    while (done < len) {
        int32_t r = send_some(&p, gso, data + done, len - done);
        if (r < 0) {
            return done > 0 ? done : r;
        }
        done += r;
    }
    return done;
}

/* ---- batches ---- */

static bool same_target(const bs_batch *batch, int32_t a, int32_t b) {
    const bs_message *one = bs_batch_message(batch, a);
    const bs_message *other = bs_batch_message(batch, b);
    if (one->java.to_length != other->java.to_length || one->java.out_length != other->java.out_length ||
        one->java.out_count != other->java.out_count) {
        return false;
    }
    if (one->java.to_length > 0 && memcmp(one->java.to, other->java.to, (size_t)one->java.to_length) != 0) {
        return false;
    }
    if (one->java.out_count == 0) {
        return true;
    }
    bs_cmsg_write_headers(one->java.out.data, one->java.out.records, one->java.out_count);
    bs_cmsg_write_headers(other->java.out.data, other->java.out.records, other->java.out_count);
    return memcmp(one->java.out.data, other->java.out.data, (size_t)one->java.out_length) == 0;
}

/* Whether the message is many datagrams already, by a UDP_SEGMENT of its own. */
static bool is_segmented(const bs_message *message) {
    for (int32_t i = 0; i < message->java.out_count; i++) {
        const bs_cmsg *record = &message->java.out.records[i];
        if (record->level == IPPROTO_UDP && record->type == SEGMENT) {
            return true;
        }
    }
    return false;
}

/* How many messages from first on can go in one send: they have one size (the last may be shorter) and one destination. */
static int32_t run_length(const bs_gso *gso, const bs_batch *batch, int32_t first, int32_t count) {
    int32_t size = bs_batch_slot_at(batch, first)->length;
    if (size == 0 || is_segmented(bs_batch_message(batch, first))) {
        return 1;
    }
    int32_t most = BYTES_MAX / size < gso->java.max_segments ? BYTES_MAX / size : gso->java.max_segments;
    most = most < count ? most : count;
    int32_t n = 1;
    while (n < most) {
        int32_t next = bs_batch_slot_at(batch, first + n)->length;
        if (next == 0 || next > size || !same_target(batch, first, first + n)) {
            break;
        }
        n++;
        if (next < size) {
            break;
        }
    }
    return n;
}

static struct msghdr header_of_run(const bs_batch *batch, int32_t first, int32_t count, struct iovec *iov) {
    struct msghdr header = bs_batch_to_send(batch, first);
    for (int32_t i = 0; i < count; i++) {
        size_t length = (size_t)bs_batch_slot_at(batch, first + i)->length;
        iov[i] = (struct iovec){.iov_base = bs_batch_message(batch, first + i)->java.iov->iov_base, .iov_len = length};
    }
    header.msg_iov = iov;
    header.msg_iovlen = (bs_iovlen)count;
    const bs_message_java *java = &bs_batch_message(batch, first)->java;
    size_t used = java->out_count > 0 ? (size_t)java->out_length : 0;
    add_segment(&header, java->out.data, used, bs_batch_slot_at(batch, first)->length);
    return header;
}

/* Makes the headers of up to MMSG_MAX sends; msg_iovlen is the number of messages in each. */
static int32_t build(const bs_gso *gso, const bs_batch *batch, int32_t first, int32_t count) {
    struct mmsghdr *headers = batch->java.headers;
    struct iovec *iov = (struct iovec *)(void *)(headers + batch->java.capacity);
    int32_t n = 0;
    for (int32_t i = 0; i < count && n < MMSG_MAX;) {
        int32_t run = run_length(gso, batch, first + i, count - i);
        const bs_message *message = bs_batch_message(batch, first + i);
        if (run > 1 && run >= gso->java.min_run && !is_plain(gso, message->java.to, message->java.to_length)) {
            headers[n].msg_hdr = header_of_run(batch, first + i, run, iov + i);
            n++;
            i += run;
            continue;
        }
        for (int32_t end = i + run; i < end && n < MMSG_MAX; i++, n++) {
            headers[n].msg_hdr = bs_batch_to_send(batch, first + i);
        }
    }
    return n;
}

/* Records which headers were sent. Returns how many messages that is. */
static int32_t sent_messages(bs_gso *gso, const bs_batch *batch, int32_t first, int32_t sent) {
    const struct mmsghdr *headers = batch->java.headers;
    int32_t done = 0;
    for (int32_t i = 0; i < sent; i++) {
        int32_t carried = (int32_t)headers[i].msg_hdr.msg_iovlen;
        *(carried > 1 ? &gso->c.segments : &gso->c.singles) += carried;
        for (int32_t k = 0; k < carried; k++, done++) {
            bs_batch_slot *slot = bs_batch_slot_at(batch, first + done);
            slot->bytes = slot->length;
        }
    }
    return done;
}

/* Sends the first message of a run plain, after error refused the run. */
static int32_t send_first_plain(int32_t fd, bs_gso *gso, const bs_batch *batch, int32_t first, int32_t flags,
                                int32_t error) {
    struct msghdr header = bs_batch_to_send(batch, first);
    int32_t r = send_header(fd, &header, flags);
    if (r < 0) {
        return r;
    }
    make_plain(gso, header.msg_name, (int32_t)header.msg_namelen, error);
    bs_batch_slot_at(batch, first)->bytes = r;
    gso->c.singles++;
    return 1;
}

int32_t bs_batch_send_runs(int32_t fd, const bs_batch *batch, int32_t first, int32_t count, int32_t flags) {
    bs_gso *gso = batch->java.gso;
    const struct mmsghdr *headers = batch->java.headers;
    int32_t done = 0;
    while (done < count) {
        int32_t n = build(gso, batch, first + done, count - done);
        int32_t sent = send_headers(fd, batch->java.headers, n, flags);
        if (may_be_the_path(sent) && headers[0].msg_hdr.msg_iovlen > 1) {
            int32_t r = send_first_plain(fd, gso, batch, first + done, flags, sent);
            if (r < 0) {
                return done > 0 ? done : r;
            }
            done += r;
            continue;
        }
        if (sent < 0) {
            return done > 0 ? done : sent;
        }
        done += sent_messages(gso, batch, first + done, sent);
        if (sent < n && headers[sent].msg_hdr.msg_iovlen == 1) {
            break; /* the next message fails, or the next call tells why it did; a run is tried again, and may go plain */
        }
    }
    return done;
}

/* ---- what the kernel can ---- */

static int32_t probe(int32_t fd) {
    struct sockaddr_in self = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof self;
    int one = 1;
    if (sys_setsockopt(fd, IPPROTO_UDP, SEGMENT, &one, sizeof one) < 0) {
        return 1;
    }
    if (sys_bind(fd, (struct sockaddr *)&self, length) == 0 &&
        sys_getsockname(fd, (struct sockaddr *)&self, &length) == 0) {
        uint8_t bytes[1024] = {0};
        for (int32_t n = sizeof bytes; n > 64; n /= 2) {
            piece p = {.fd = fd,
                       .flags = MSG_DONTWAIT,
                       .segment = 1,
                       .to = (const struct sockaddr *)&self,
                       .to_length = (int32_t)length};
            if (send_segmented(&p, bytes, n) == n) {
                return n;
            }
        }
    }
    return 64; /* what UDP_MAX_SEGMENTS was at first; also if loopback is down */
}

int32_t bs_gso_probe(void) {
    int32_t fd = sys_socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return 1;
    }
    int32_t n = probe(fd);
    sys_close(fd);
    return n;
}
