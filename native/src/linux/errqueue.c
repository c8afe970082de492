/* The error queue of a socket: recv(2), MSG_ERRQUEUE; ip(7), IP_RECVERR. And memory that zero-copy sends are made from. */
#define _GNU_SOURCE
#include "errqueue.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include <linux/errqueue.h>
#include <sys/mman.h>

#include "batch.h"
#include "cmsg.h"
#include "sys.h"

/* Every control message that is a struct sock_extended_err, with or without the offender's address after it. */
static const struct {
    int32_t level;
    int32_t type;
} REPORTS[] = {
    {IPPROTO_IP, IP_RECVERR},
    {IPPROTO_IPV6, IPV6_RECVERR},
    {SOL_PACKET, 16 /* PACKET_TX_TIMESTAMP */},
    {287 /* SOL_VSOCK */, 1 /* VSOCK_RECVERR */},
    {101 /* SOL_CAN_RAW */, 1 /* SCM_CAN_RAW_ERRQUEUE */},
};

static bool is_report(const bs_cmsg *record) {
    for (size_t i = 0; i < sizeof REPORTS / sizeof REPORTS[0]; i++) {
        if (record->level == REPORTS[i].level && record->type == REPORTS[i].type) {
            return true;
        }
    }
    return false;
}

/* The length of a whole address of a family; 0: any length. */
static size_t whole_address(sa_family_t family) {
    return family == AF_INET ? sizeof(struct sockaddr_in) : family == AF_INET6 ? sizeof(struct sockaddr_in6) : 0;
}

/* The address after a report, if it is whole. */
static void fill_offender(bs_sockaddr_slot *offender, const bs_message *message, const bs_cmsg *record) {
    const size_t at = sizeof(struct sock_extended_err);
    sa_family_t family;
    offender->length = 0;
    if (!bs_cmsg_read(message, record, at, &family, sizeof family) || family == AF_UNSPEC) {
        return;
    }
    size_t length = whole_address(family);
    if (length == 0 && !bs_cmsg_may_be_cut(message, record)) {
        length = (size_t)record->length - at;
    }
    length = length < sizeof offender->bytes ? length : sizeof offender->bytes;
    if (length > 0 && bs_cmsg_read(message, record, at, offender->bytes, length)) {
        offender->length = (int32_t)length;
    }
}

void bs_error_fill(bs_error *error, const bs_message *message) {
    const bs_cmsg *records = message->java.in.records;
    *error = (bs_error){.errnum = -1, .origin = -1, .type = -1, .code = -1, .info = -1, .data = -1};
    for (int32_t i = 0; i < message->c.in_count; i++) {
        struct sock_extended_err report;
        if (!is_report(&records[i]) || !bs_cmsg_read(message, &records[i], 0, &report, sizeof report)) {
            continue;
        }
        error->errnum = (int32_t)report.ee_errno;
        error->origin = report.ee_origin;
        error->type = report.ee_type;
        error->code = report.ee_code;
        error->info = report.ee_info;
        error->data = report.ee_data;
        fill_offender(&error->offender, message, &records[i]);
        return;
    }
}

int32_t bs_errors(int32_t fd, bs_batch *batch, bs_error *errors, int32_t count) {
    int32_t r;
    do { /* it never waits, so an interruption is meant for something else */
        r = bs_recvmmsg(fd, batch, 0, count, MSG_ERRQUEUE | MSG_DONTWAIT);
    } while (r == -EINTR);
    for (int32_t i = 0; i < r; i++) {
        bs_error_fill(&errors[i], bs_batch_message(batch, i));
    }
    return r == -EAGAIN ? 0 : r;
}
