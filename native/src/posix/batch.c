/* Many messages at once: sendmmsg(2) and recvmmsg(2) where the OS has them, else a loop that keeps the same contract. */
#define _GNU_SOURCE
#include "batch.h"

#include <stddef.h>

#include "fds_flag.h"
#include "force.h"
#include "message.h"
#include "ring.h"
#include "sys.h"

bool bs_batch_waits_for_one(int32_t flags) {
#ifdef MSG_WAITFORONE
    return (flags & MSG_WAITFORONE) != 0;
#else
    (void)flags;
    return false;
#endif
}

/* For recvmsg, which does not know MSG_WAITFORONE. */
static int32_t single_flags(int32_t flags) {
#ifdef MSG_WAITFORONE
    return flags & ~MSG_WAITFORONE;
#else
    return flags;
#endif
}

void bs_batch_keep(bs_batch *batch, int32_t error) {
    if (error != -EAGAIN && error != -ECANCELED) {
        batch->both.pending = error;
    }
}

struct msghdr bs_batch_to_send(const bs_batch *batch, int32_t i) {
    bs_message *message = bs_batch_message(batch, i);
    message->java.iov->iov_len = (size_t)bs_batch_slot_at(batch, i)->length;
    return bs_message_to_send(message);
}

static struct msghdr to_receive(const bs_batch *batch, int32_t i) {
    bs_message *message = bs_batch_message(batch, i);
    message->java.iov->iov_len = (size_t)bs_batch_slot_at(batch, i)->capacity;
    return bs_message_to_receive(message);
}

/* Of a header that to_receive made. Does not read the message: without control data its cache line is not needed. */
static bs_sockaddr_slot *from_of(const struct msghdr *header) {
    return (bs_sockaddr_slot *)(void *)((char *)header->msg_name - offsetof(bs_sockaddr_slot, bytes));
}

void bs_batch_received_control(bs_batch *batch, int32_t i, const struct msghdr *header) {
    bs_message *message = bs_batch_message(batch, i);
    bs_message_received(message, header);
    bs_batch_slot_at(batch, i)->flags = message->c.flags; /* there may have been no room for a descriptor */
    bs_columns_fill(bs_batch_columns_at(batch, i), message);
    batch->c.columns = 1;
}

static void received(bs_batch *batch, int32_t i, const struct msghdr *header, int32_t bytes) {
    bs_batch_received(batch, i, from_of(header), header->msg_namelen, bs_message_flags(header), bytes);
    if (header->msg_controllen > 0) {
        bs_batch_received_control(batch, i, header);
    }
}

#ifdef BS_SYS_MMSG

_Static_assert(sizeof(struct mmsghdr) + sizeof(struct iovec) <= BS_BATCH_HEADER, "room for both in the slab");

/* False: the system call is denied, and nothing was sent. */
static bool send_at_once(int32_t fd, const bs_batch *batch, int32_t first, int32_t count, int32_t flags,
                         int32_t *result) {
    struct mmsghdr *headers = batch->java.headers;
    for (int32_t i = 0; i < count; i++) {
        headers[i].msg_hdr = bs_batch_to_send(batch, first + i);
        if (bs_message_is_lost(fd, &headers[i].msg_hdr)) {
            count = i;
        }
    }
    if (count == 0) { /* the kernel may refuse for another reason */
        *result = bs_message_send(fd, &headers[0].msg_hdr, flags);
        return true;
    }
    int32_t r = sys_sendmmsg(fd, headers, (unsigned)count, flags | MSG_NOSIGNAL);
    for (int32_t i = 0; i < r; i++) {
        bs_batch_slot_at(batch, first + i)->bytes = (int32_t)headers[i].msg_len;
    }
    *result = r;
    return !bs_found_denied(BS_CALL_SENDMMSG, r);
}

/* The iovecs are side by side after the headers, so four share a cache line; those in the messages would need a line each. */
static void lay_out_slot(bs_batch *batch, int32_t i) {
    struct mmsghdr *headers = batch->java.headers;
    struct iovec *iovecs = (struct iovec *)(void *)(headers + batch->java.capacity);
    headers[i].msg_hdr = to_receive(batch, i);
    batch->c.in_capacity = (int32_t)headers[i].msg_hdr.msg_controllen;
    iovecs[i] = headers[i].msg_hdr.msg_iov[0];
    headers[i].msg_hdr.msg_iov = &iovecs[i];
}

/*
 * A header stays laid out from one receive to the next: laying out 32 of them took as long as two EAGAINs, even when there was
 * nothing to receive. Only the kernel changes a header, and only for a message that came. A receive fills the first slots. So a
 * caller who gives a new buffer for each of these changes only the first slots, and one number says which.
 */
static void lay_out(bs_batch *batch, int32_t end) {
    bs_batch_both *both = &batch->both;
    int32_t again = both->changed < both->ready ? both->changed : both->ready;
    for (int32_t i = 0; i < again && i < end; i++) {
        lay_out_slot(batch, i);
    }
    for (; both->ready < end; both->ready++) {
        lay_out_slot(batch, both->ready);
    }
    if (both->changed <= end) {
        both->changed = 0;
    }
}

/* Needs only what is the same for all messages, so without control data it does not read their cache lines. */
static void lay_out_again(struct msghdr *header, const bs_batch *batch) {
    header->msg_namelen = sizeof((bs_sockaddr_slot *)NULL)->bytes;
    if (header->msg_control != NULL) {
        header->msg_controllen = (bs_controllen)batch->c.in_capacity;
    }
    header->msg_flags = 0;
}

/* Reads the headers, to bring their cache lines. */
__attribute__((always_inline)) static inline void fetch(const bs_batch *batch, const struct mmsghdr *headers,
                                                        int32_t first, int32_t count) {
    for (int32_t i = 0; i < count; i++) {
        const struct msghdr *h = &headers[i].msg_hdr;
        bs_batch_fetch(batch, first + i, from_of(h), h->msg_iov->iov_base);
    }
}

/* False: the system call is denied, and nothing was received. */
static bool receive_at_once(int32_t fd, bs_batch *batch, int32_t first, int32_t count, int32_t flags, int32_t *result) {
    lay_out(batch, first + count);
    struct mmsghdr *headers = (struct mmsghdr *)batch->java.headers + first;
    fetch(batch, headers, first, batch->c.last < count ? batch->c.last : count);
    int32_t cloexec = bs_fds_flag(fd);
    int32_t r;
    do {
        r = sys_recvmmsg(fd, headers, (unsigned)count, flags | cloexec);
    } while (bs_fds_flag_refused(fd, r, &cloexec));
    for (int32_t i = 0; i < r; i++) {
        received(batch, first + i, &headers[i].msg_hdr, (int32_t)headers[i].msg_len);
        lay_out_again(&headers[i].msg_hdr, batch);
    }
    *result = r;
    return !bs_found_denied(BS_CALL_RECVMMSG, r);
}

/* Whether one system call does it. */
static bool at_once(int32_t call, int32_t flags) {
#ifdef __APPLE__
    (void)call;
    return bs_forced(BS_ALLOW_MSG_X) && !bs_forced(BS_FORCE_LOOP) && (flags & MSG_DONTWAIT) && sys_has_msg_x();
#else
    (void)flags;
    return !bs_forced(BS_FORCE_LOOP) && !bs_is_denied(call);
#endif
}

#endif

static int32_t send_one_by_one(int32_t fd, const bs_batch *batch, int32_t first, int32_t count, int32_t flags) {
    for (int32_t i = 0; i < count; i++) {
        struct msghdr header = bs_batch_to_send(batch, first + i);
        int32_t r = bs_message_send(fd, &header, flags);
        if (r < 0) {
            return i > 0 ? i : r;
        }
        bs_batch_slot_at(batch, first + i)->bytes = r;
    }
    return count;
}

static int32_t receive_one_by_one(int32_t fd, bs_batch *batch, int32_t first, int32_t count, int32_t flags) {
    for (int32_t i = 0; i < count; i++) {
        int32_t how = single_flags(flags) | (i > 0 && bs_batch_waits_for_one(flags) ? MSG_DONTWAIT : 0);
        struct msghdr header;
        int32_t cloexec = bs_fds_flag(fd);
        int32_t r;
        do {
            header = to_receive(batch, first + i);
            r = sys_recvmsg(fd, &header, how | cloexec);
        } while (bs_fds_flag_refused(fd, r, &cloexec));
        if (r < 0) {
            if (i > 0 && r != -EINTR) {
                bs_batch_keep(batch, r); /* as Linux does in sk_err */
            }
            return i > 0 ? i : r;
        }
        received(batch, first + i, &header, r);
    }
    return count;
}

static int32_t send_some(int32_t fd, const bs_batch *batch, int32_t first, int32_t count, int32_t flags) {
#ifdef BS_SYS_MMSG
    int32_t r;
    if (at_once(BS_CALL_SENDMMSG, flags) && send_at_once(fd, batch, first, count, flags, &r)) {
        return r;
    }
#endif
    return send_one_by_one(fd, batch, first, count, flags);
}

static int32_t receive_some(int32_t fd, bs_batch *batch, int32_t first, int32_t count, int32_t flags) {
#ifdef BS_SYS_MMSG
    int32_t r;
    if (at_once(BS_CALL_RECVMMSG, flags)) {
        if (batch->c.ring != 0 && bs_ring_suits(batch, flags) && bs_ring_receive(fd, batch, first, count, flags, &r)) {
            return r;
        }
        if (receive_at_once(fd, batch, first, count, flags, &r)) {
            return r;
        }
    }
#endif
    return receive_one_by_one(fd, batch, first, count, flags);
}

static int32_t send_all(int32_t fd, const bs_batch *batch, int32_t first, int32_t count, int32_t flags) {
    if (batch->java.gso != 0) {
        return bs_batch_send_runs(fd, batch, first, count, flags);
    }
    int32_t done = 0;
    while (done < count) {
        int32_t some = count - done < MMSG_MAX ? count - done : MMSG_MAX;
        int32_t r = send_some(fd, batch, first + done, some, flags);
        if (r < 0) {
            return done > 0 ? done : r;
        }
        done += r;
        if (r < some) {
            break; /* the next message fails, or the next call tells why it did */
        }
    }
    return done;
}

int32_t bs_sendmmsg(int32_t fd, bs_batch *batch, int32_t first, int32_t count, int32_t flags) {
    batch->both.ready = 0; /* a send writes its own headers and lengths */
    batch->both.used = batch->both.used > first + count ? batch->both.used : first + count;
    return send_all(fd, batch, first, count, flags);
}

/* How many of these slots are in use. */
static int32_t used(const bs_batch *batch, int32_t first, int32_t count) {
    int32_t n = batch->both.used - first;
    return n < 0 ? 0 : n < count ? n : count;
}

/* Drops what came with the last messages, before others come. */
static void discard_control(const bs_batch *batch, int32_t first, int32_t count) {
    if (batch->c.columns == 0) {
        return;
    }
    for (int32_t i = first; i < first + count; i++) {
        bs_message_clear(bs_batch_message(batch, i));
    }
}

/* Nothing came to these slots. */
static void empty(const bs_batch *batch, int32_t first, int32_t count) {
    for (int32_t i = first; i < first + count; i++) {
        bs_message *message = bs_batch_message(batch, i);
        bs_batch_slot *slot = bs_batch_slot_at(batch, i);
        bs_sockaddr_slot *from = message->java.from;
        from->length = 0;
        slot->length = 0;
        slot->bytes = -1;
        slot->flags = 0;
        if (batch->c.columns != 0) {
            bs_columns_clear(bs_batch_columns_at(batch, i));
        }
    }
}

static int32_t receive_all(int32_t fd, bs_batch *batch, int32_t first, int32_t count, int32_t flags) {
    batch->both.pending = 0;
    int32_t done = 0;
    while (done < count) {
        int32_t some = count - done < MMSG_MAX ? count - done : MMSG_MAX;
        int32_t how = flags | (done > 0 && bs_batch_waits_for_one(flags) ? MSG_DONTWAIT : 0);
        int32_t r = receive_some(fd, batch, first + done, some, how);
        if (r < 0) {
            if (done > 0 && r != -EINTR) {
                bs_batch_keep(batch, r);
            }
            return done > 0 ? done : r;
        }
        done += r;
        if (r < some) {
            break;
        }
    }
    return done;
}

int32_t bs_recvmmsg(int32_t fd, bs_batch *batch, int32_t first, int32_t count, int32_t flags) {
    int32_t before = used(batch, first, count);
    discard_control(batch, first, before);
    int32_t r = receive_all(fd, batch, first, count, flags);
    int32_t done = r > 0 ? r : 0;
    batch->c.last = done > 0 ? done : batch->c.last; /* the receive that finds nothing belongs to the one before */
    empty(batch, first + done, before - done);       /* which is nothing if more came than was there */
    if (batch->both.used <= first + count) {
        batch->both.used = first + done;
    }
    return r;
}

int32_t bs_batch_discard(bs_batch *batch) {
    for (int32_t i = 0; i < batch->java.capacity; i++) {
        bs_message_discard(bs_batch_message(batch, i));
    }
    bs_ring_close(batch);
    return 0;
}
