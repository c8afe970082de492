/* posix/columns.c: control data that is cut off at any byte. A value that is not whole is absent, and never another
 * number. */
#define _GNU_SOURCE
#include "support.h"

#include <stdbool.h>

#include "batch.h"
#include "cmsg.h"

enum { CONTROL = 256, RECORDS = 8, LONGEST = 48 };

typedef struct received {
    bs_message message;
    bs_cmsg records[RECORDS];
    _Alignas(8) uint8_t data[CONTROL];
} received;

/* As the kernel leaves one message of whole bytes in a buffer that has room for length of them: put_cmsg of net/core/scm.c. */
static void receive(received *r, int level, int type, int32_t whole, int32_t length) {
    memset(r, 0, sizeof *r);
    bs_cmsg record = {.level = level, .type = type, .offset = bs_cmsg_len(0), .length = length};
    for (int32_t i = 0; i < length; i++) {
        r->data[record.offset + i] = i % 8 < 4 ? 0x5a : 0; /* in times, a number of seconds that nanoseconds reach */
    }
    bs_cmsg_write_headers(r->data, &record, 1);
    r->message.c.flags = length < whole ? MSG_CTRUNC : 0;
    r->message.java.in = (bs_control){.data = r->data,
                                      .records = r->records,
                                      .capacity = length < whole ? bs_cmsg_len(length) : CONTROL,
                                      .record_capacity = RECORDS};
    r->message.c.in_count = bs_cmsg_walk(r->data, bs_cmsg_len(length), r->records, RECORDS);
}

static bool tells(int level, int type, int32_t whole, int32_t length) {
    received r;
    receive(&r, level, type, whole, length);
    bs_batch_columns nothing;
    bs_batch_columns columns;
    memset(&nothing, 0, sizeof nothing);
    memset(&columns, 0, sizeof columns);
    bs_columns_clear(&nothing);
    bs_columns_clear(&columns);
    bs_columns_fill(&columns, &r.message);
    return memcmp(&columns, &nothing, sizeof columns) != 0;
}

static const struct {
    int level;
    int type;
    int32_t bytes;
} KINDS[] = {
    {IPPROTO_IP, IP_PKTINFO, 12},
    {IPPROTO_IP, IP_TOS, 1},
    {IPPROTO_IP, IP_TTL, 4},
    {IPPROTO_IPV6, IPV6_PKTINFO, 20},
    {IPPROTO_IPV6, IPV6_TCLASS, 4},
    {IPPROTO_IPV6, IPV6_HOPLIMIT, 4},
    {IPPROTO_UDP, 104 /* UDP_GRO */, 4},
    {SOL_SOCKET, SO_TIMESTAMP, 16},
    {SOL_SOCKET, SO_TIMESTAMPNS, 16},
    {SOL_SOCKET, SO_TIMESTAMPING, 48},
    {SOL_SOCKET, 63 /* SO_TIMESTAMP_NEW */, 16},
    {SOL_SOCKET, 64 /* SO_TIMESTAMPNS_NEW */, 16},
    {SOL_SOCKET, 65 /* SO_TIMESTAMPING_NEW */, 48},
    {SOL_SOCKET, SO_RXQ_OVFL, 4},
};

static void whatIsCutOff_isAbsent_ofEveryKind(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        for (int32_t length = 0; length < KINDS[i].bytes; length++) {
            assert_false(tells(KINDS[i].level, KINDS[i].type, KINDS[i].bytes, length));
        }
        assert_true(tells(KINDS[i].level, KINDS[i].type, KINDS[i].bytes, KINDS[i].bytes));
    }
}

/* The buffer ends with a whole value, and another message is missing. */
static void whatIsWhole_isThere_thoughMoreIsMissing(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        received r;
        receive(&r, KINDS[i].level, KINDS[i].type, LONGEST, KINDS[i].bytes);
        r.message.c.flags = MSG_CTRUNC;
        bs_batch_columns nothing;
        bs_batch_columns columns;
        bs_columns_clear(&nothing);
        bs_columns_clear(&columns);
        bs_columns_fill(&columns, &r.message);
        assert_memory_not_equal(&columns, &nothing, sizeof columns);
    }
}

/* 2^60 seconds: in nanoseconds this overflows, which is undefined in C. */
static void timesOutOfReach_areAbsent(void **state) {
    (void)state;
    const int types[] = {SO_TIMESTAMP, SO_TIMESTAMPNS, SO_TIMESTAMPING, 63, 64, 65};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        received r;
        receive(&r, SOL_SOCKET, types[i], 48, i % 3 == 2 ? 48 : 16);
        memset(r.data + bs_cmsg_len(0), 0x10, 48);
        bs_batch_columns columns;
        bs_columns_clear(&columns);
        bs_columns_fill(&columns, &r.message);
        assert_true(columns.time_ns == -1);
        assert_true(columns.hardware_ns == -1);
    }
}

static void aReader_givesAllBytesOrNone(void **state) {
    (void)state;
    received r;
    receive(&r, SOL_SOCKET, SCM_RIGHTS, 8, 8);
    int32_t two[2] = {7, 7};
    assert_true(bs_cmsg_read(&r.message, &r.records[0], 0, two, 8));
    assert_int_equal(two[0], 0x5a5a5a5a);
    assert_int_equal(two[1], 0);
    for (size_t at = 1; at < 10; at++) {
        two[1] = 7;
        assert_false(bs_cmsg_read(&r.message, &r.records[0], at, two, 8));
        assert_int_equal(two[1], 7);
    }
    assert_false(bs_cmsg_read(&r.message, &r.records[0], 1, two, SIZE_MAX));
    assert_true(bs_cmsg_read(&r.message, &r.records[0], 8, two, 0));
    assert_false(bs_cmsg_may_be_cut(&r.message, &r.records[0]));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatIsCutOff_isAbsent_ofEveryKind),
        cmocka_unit_test(whatIsWhole_isThere_thoughMoreIsMissing),
        cmocka_unit_test(timesOutOfReach_areAbsent),
        cmocka_unit_test(aReader_givesAllBytesOrNone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
