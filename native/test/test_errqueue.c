/* linux/errqueue.c: a real error queue, and reports that this kernel does not make. */
#define _GNU_SOURCE
#include "support.h"

#include <stdbool.h>

#include <linux/errqueue.h>
#include <sys/mman.h>

#include "cmsg.h"
#include "errqueue.h"
#include "inject.h"

enum { SLOTS = 4, SIZE = 8, CONTROL = 256, RECORDS = 16 };

typedef struct laid_out {
    bs_batch batch;
    bs_message messages[SLOTS];
    bs_batch_slot slots[SLOTS];
    bs_batch_columns columns[SLOTS];
    struct iovec iov[SLOTS];
    bs_sockaddr_slot from[SLOTS];
    bs_cmsg records[SLOTS][RECORDS];
    bs_error errors[SLOTS];
    char payload[SLOTS][SIZE];
    _Alignas(8) uint8_t control[SLOTS][CONTROL];
    _Alignas(8) char headers[SLOTS][BS_BATCH_HEADER];
} laid_out;

static void lay(laid_out *l) {
    memset(l, 0, sizeof *l);
    l->batch = (bs_batch){.java.messages = l->messages,
                          .java.slots = l->slots,
                          .java.columns_at = l->columns,
                          .java.headers = l->headers,
                          .java.stride = sizeof(bs_message),
                          .java.capacity = SLOTS};
    for (int i = 0; i < SLOTS; i++) {
        l->iov[i] = (struct iovec){.iov_base = l->payload[i], .iov_len = SIZE};
        l->messages[i] =
            (bs_message){.java.iov = &l->iov[i], .java.iov_count = 1, .java.from = &l->from[i], .c.pidfd = -1};
        l->messages[i].java.in = (bs_control){
            .data = l->control[i], .records = l->records[i], .capacity = CONTROL, .record_capacity = RECORDS};
        l->slots[i] = (bs_batch_slot){.capacity = SIZE};
    }
}

static int32_t drain(int32_t fd, laid_out *l) {
    return bs_errors(fd, &l->batch, l->errors, SLOTS);
}

static int32_t refusals(int count, const char *text) {
    struct sockaddr_in self;
    int32_t fd = bound_to_loopback(SOCK_DGRAM, &self); /* first, because it could get the port that must stay unused */
    struct sockaddr_in nobody;
    assert_int_equal(bs_close(bound_to_loopback(SOCK_DGRAM, &nobody)), 0);
    assert_int_equal(bs_setsockopt_int(fd, IPPROTO_IP, IP_RECVERR, 1), 0);
    for (int i = 0; i < count; i++) {
        assert_int_equal(bs_sendto(fd, text, (int32_t)strlen(text), 0, SA(&nobody), sizeof nobody), strlen(text));
        /* Mostly it comes at once, but the kernel may delay it. poll(2) cannot tell, because the queue already has
         * entries. */
        int64_t error = 0;
        for (int tries = 0; tries < 10000000 && error == 0; tries++) {
            error = bs_getsockopt_int(fd, SOL_SOCKET, SO_ERROR);
        }
        assert_int_equal(error, ECONNREFUSED);
    }
    return fd;
}

static void check_refusal(const laid_out *l, int i) {
    const bs_error *e = &l->errors[i];
    assert_int_equal(e->errnum, ECONNREFUSED);
    assert_int_equal(e->origin, SO_EE_ORIGIN_ICMP);
    assert_int_equal(e->type, 3);
    assert_int_equal(e->code, 3);
    assert_int_equal(e->info, 0);
    assert_int_equal(e->offender.length, sizeof(struct sockaddr_in));
    struct sockaddr_in offender;
    memcpy(&offender, e->offender.bytes, sizeof offender);
    assert_int_equal(offender.sin_family, AF_INET);
    assert_int_equal(offender.sin_addr.s_addr, htonl(INADDR_LOOPBACK));
    assert_int_equal(l->from[i].length, sizeof(struct sockaddr_in));
    assert_int_equal(l->slots[i].length, SIZE);
    assert_true(l->slots[i].flags & MSG_TRUNC);
    assert_memory_equal(l->payload[i], "nine byt", SIZE);
}

static void drains(long number, int calls_of_five) {
    laid_out l;
    lay(&l);
    int32_t fd = refusals(SLOTS + 1, "nine byte");
    inject_reset();
    inject_error(number, EINTR, 1);
    assert_int_equal(drain(fd, &l), SLOTS);
    for (int i = 0; i < SLOTS; i++) {
        check_refusal(&l, i);
    }
    assert_int_equal(drain(fd, &l), 1);
    check_refusal(&l, 0);
    assert_int_equal(drain(fd, &l), 0);
    assert_int_equal(inject_count(number), calls_of_five);
    inject_error(number, EBADF, 1);
    assert_int_equal(drain(fd, &l), -EBADF);
    assert_int_equal(bs_close(fd), 0);
}

static void aDrain_isOneCall(void **state) {
    (void)state;
    drains(SYS_recvmmsg, 4); /* one of them interrupted */
}

static void aDrain_byTheLoop(void **state) {
    (void)state;
    assert_int_equal(bs_force(BS_FORCE_LOOP), 0);
    drains(SYS_recvmsg, SLOTS + 1 + 2 + 1); /* the short drain ends with EAGAIN, which is kept for no one */
    assert_int_equal(bs_force(0), 0);
}

/* Control data with one message of length bytes, read as by a receive. */
static bs_error filled(int level, int type, const void *data, int32_t length) {
    laid_out l;
    lay(&l);
    bs_cmsg record = {.level = level, .type = type, .offset = bs_cmsg_len(0), .length = length};
    memcpy(l.control[0] + record.offset, data, (size_t)length);
    bs_cmsg_write_headers(l.control[0], &record, 1);
    l.messages[0].c.in_count = bs_cmsg_walk(l.control[0], bs_cmsg_len(length), l.records[0], RECORDS);
    bs_error error;
    bs_error_fill(&error, &l.messages[0]);
    return error;
}

static const struct sock_extended_err LATE = {.ee_errno = ECANCELED,
                                              .ee_origin = SO_EE_ORIGIN_TXTIME,
                                              .ee_code = SO_EE_CODE_TXTIME_MISSED,
                                              .ee_info = 0xFFFFFFFE,
                                              .ee_data = 0x80000001};

/* What etf(8) reports; this kernel does not have it. */
static void aMissedTime_isAllOfItsBits(void **state) {
    (void)state;
    bs_error e = filled(IPPROTO_IPV6, IPV6_RECVERR, &LATE, sizeof LATE);
    assert_int_equal(e.errnum, ECANCELED);
    assert_int_equal(e.origin, SO_EE_ORIGIN_TXTIME);
    assert_int_equal(e.code, SO_EE_CODE_TXTIME_MISSED);
    assert_true(e.info == INT64_C(0xFFFFFFFE));
    assert_true(e.data == INT64_C(0x80000001));
    assert_int_equal(e.offender.length, 0);
}

static void everyKindOfSocket_reports_andOthersDoNot(void **state) {
    (void)state;
    const int reports[][2] = {
        {IPPROTO_IP, IP_RECVERR}, {IPPROTO_IPV6, IPV6_RECVERR}, {SOL_PACKET, 16}, {287, 1}, {101, 1}};
    for (size_t i = 0; i < sizeof reports / sizeof reports[0]; i++) {
        assert_int_equal(filled(reports[i][0], reports[i][1], &LATE, sizeof LATE).errnum, ECANCELED);
        bs_error e = filled(reports[i][0], reports[i][1] + 1, &LATE, sizeof LATE);
        assert_int_equal(e.errnum, -1);
        assert_int_equal(e.origin, -1);
        assert_true(e.info == -1 && e.data == -1);
    }
}

/* A report, or the offender's address, that is cut off at any byte: a part that is not whole is not reported. */
static void whatIsCutOff_isNotTold(void **state) {
    (void)state;
    uint8_t data[sizeof LATE + 200] = {0};
    memcpy(data, &LATE, sizeof LATE);
    struct sockaddr head = {.sa_family = AF_INET6};
    memcpy(data + sizeof LATE, &head, sizeof head);
    for (size_t length = 0; length <= sizeof LATE + 200; length++) {
        bs_error e = filled(IPPROTO_IP, IP_RECVERR, data, (int32_t)length);
        assert_int_equal(e.errnum, length < sizeof LATE ? -1 : ECANCELED);
        bool whole = length >= sizeof LATE + sizeof(struct sockaddr_in6);
        assert_int_equal(e.offender.length, whole ? sizeof(struct sockaddr_in6) : 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aDrain_isOneCall),           cmocka_unit_test(aDrain_byTheLoop),
        cmocka_unit_test(aMissedTime_isAllOfItsBits), cmocka_unit_test(everyKindOfSocket_reports_andOthersDoNot),
        cmocka_unit_test(whatIsCutOff_isNotTold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
