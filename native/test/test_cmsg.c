/* core/cmsg.c: control data as a correct kernel, a broken one and a hostile one might leave it. */
#define _GNU_SOURCE
#include "support.h"

#include "cmsg.h"
#include "cmsg_os.h"

#define HEADER  ((int32_t)CMSG_LEN(0))
#define RECORDS 8

/* A copy of exactly length bytes, so that a sanitizer sees the first byte read beyond them. */
static int32_t walk(const void *data, int32_t length, bs_cmsg *records, int32_t capacity) {
    uint8_t *exact = malloc((size_t)length + 1);
    assert_non_null(exact);
    uint8_t *start = exact + 1; /* unaligned, too */
    memcpy(start, data, (size_t)length);
    int32_t count = bs_cmsg_walk(start, length, records, capacity);
    free(exact);
    return count;
}

static size_t put(uint8_t *data, size_t at, size_t claimed, int level, int type, const void *value, size_t length) {
    bs_cmsg_header header = {.level = level, .type = type};
    header.length += claimed;
    memcpy(data + at, &header, sizeof header);
    if (length > 0) {
        memcpy(data + at + HEADER, value, length);
    }
    return at + CMSG_SPACE(length);
}

static void wellFormed_isListedInOrder(void **state) {
    (void)state;
    uint8_t data[128] = {0};
    size_t end = put(data, 0, CMSG_LEN(4), 1, 2, "abcd", 4);
    end = put(data, end, CMSG_LEN(1), 3, 4, "e", 1);
    end = put(data, end, CMSG_LEN(0), 5, 6, "", 0);
    bs_cmsg r[RECORDS];
    assert_int_equal(walk(data, (int32_t)end, r, RECORDS), 3);
    assert_int_equal(r[0].level, 1);
    assert_int_equal(r[0].type, 2);
    assert_int_equal(r[0].length, 4);
    assert_memory_equal(data + r[0].offset, "abcd", 4);
    assert_int_equal(r[1].level, 3);
    assert_int_equal(r[1].length, 1);
    assert_memory_equal(data + r[1].offset, "e", 1);
    assert_int_equal(r[2].type, 6);
    assert_int_equal(r[2].length, 0);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion" /* musl's CMSG_NXTHDR */

static void libcsMacros_seeTheSame_inWhatWeWrite(void **state) {
    (void)state;
    _Alignas(struct cmsghdr) uint8_t data[128] = {0};
    bs_cmsg written[] = {{.level = 1, .type = 2, .offset = HEADER, .length = 5},
                         {.level = 3, .type = 4, .offset = (int32_t)CMSG_SPACE(5) + HEADER, .length = 8}};
    bs_cmsg_write_headers(data, written, 2);
    struct msghdr header = {.msg_control = data};
    header.msg_controllen += (unsigned)(CMSG_SPACE(5) + CMSG_SPACE(8));
    struct cmsghdr *c = CMSG_FIRSTHDR(&header);
    assert_non_null(c);
    assert_int_equal(c->cmsg_level, 1);
    assert_int_equal(c->cmsg_len, CMSG_LEN(5));
    c = CMSG_NXTHDR(&header, c);
    assert_non_null(c);
    assert_int_equal(c->cmsg_type, 4);
    assert_int_equal(c->cmsg_len, CMSG_LEN(8));
    assert_null(CMSG_NXTHDR(&header, c));
    bs_cmsg read[RECORDS];
    assert_int_equal(walk(data, (int32_t)(CMSG_SPACE(5) + CMSG_SPACE(8)), read, RECORDS), 2);
    assert_memory_equal(read, written, sizeof written);
}

#pragma GCC diagnostic pop

static void nothing_isNothing(void **state) {
    (void)state;
    uint8_t data[64] = {0};
    bs_cmsg r[RECORDS];
    assert_int_equal(walk(data, 0, r, RECORDS), 0);
    assert_int_equal(bs_cmsg_walk(data, -1, r, RECORDS), 0);
    assert_int_equal(bs_cmsg_walk(NULL, 0, r, RECORDS), 0);
}

static void headerCutOff_endsTheWalk(void **state) {
    (void)state;
    uint8_t data[128] = {0};
    size_t end = put(data, 0, CMSG_LEN(4), 1, 2, "abcd", 4);
    put(data, end, CMSG_LEN(4), 3, 4, "efgh", 4);
    bs_cmsg r[RECORDS];
    for (int32_t length = 0; length < HEADER; length++) {
        assert_int_equal(walk(data, length, r, RECORDS), 0);
        assert_int_equal(walk(data, (int32_t)end + length, r, RECORDS), 1);
    }
    assert_int_equal(walk(data, (int32_t)end + HEADER, r, RECORDS), 2);
    assert_int_equal(r[1].length, 0);
}

static void dataCutOff_isWhatIsThere(void **state) {
    (void)state;
    uint8_t data[64] = {0};
    put(data, 0, CMSG_LEN(8), 1, 2, "abcdefgh", 8);
    bs_cmsg r[RECORDS];
    for (int32_t there = 0; there <= 8; there++) {
        assert_int_equal(walk(data, HEADER + there, r, RECORDS), 1);
        assert_int_equal(r[0].length, there);
    }
}

static void lengthLessThanAHeader_endsTheWalk(void **state) {
    (void)state;
    uint8_t data[64];
    bs_cmsg r[RECORDS];
    for (size_t claimed = 0; claimed < (size_t)HEADER; claimed++) {
        memset(data, 0, sizeof data);
        put(data, 0, claimed, 1, 2, "abcd", 4);
        assert_int_equal(walk(data, sizeof data, r, RECORDS), 0);
    }
}

static void lengthBeyondTheBuffer_isCut_andNeverWraps(void **state) {
    (void)state;
    static const size_t lengths[] = {65,         4096,         INT32_MAX,    (size_t)INT32_MAX + 1,
                                     UINT32_MAX, SIZE_MAX / 2, SIZE_MAX - 7, SIZE_MAX};
    uint8_t data[64] = {0};
    bs_cmsg r[RECORDS];
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        size_t claimed = lengths[i];
        bs_cmsg_header header = {0};
        header.length += claimed;
        if (header.length != claimed) {
            continue; /* a socklen_t of 32 bits cannot claim so much */
        }
        put(data, 0, claimed, 1, 2, "abcd", 4);
        assert_int_equal(walk(data, sizeof data, r, RECORDS), 1);
        assert_int_equal(r[0].length, (int32_t)sizeof data - HEADER);
    }
}

static void unalignedTail_isThere_withoutItsPadding(void **state) {
    (void)state;
    uint8_t data[64] = {0};
    size_t end = put(data, 0, CMSG_LEN(4), 1, 2, "abcd", 4);
    put(data, end, CMSG_LEN(3), 3, 4, "efg", 3);
    bs_cmsg r[RECORDS];
    assert_int_equal(walk(data, (int32_t)(end + CMSG_LEN(3)), r, RECORDS), 2);
    assert_int_equal(r[1].length, 3);
    /* a part of the last padding is there: it is not a third message */
    assert_int_equal(walk(data, (int32_t)(end + CMSG_LEN(3) + 1), r, RECORDS), 2);
}

static void capacity_isKept(void **state) {
    (void)state;
    uint8_t data[128] = {0};
    size_t end = 0;
    for (int i = 0; i < 4; i++) {
        end = put(data, end, CMSG_LEN(4), i, i, "abcd", 4);
    }
    bs_cmsg r[RECORDS];
    memset(r, 0x5a, sizeof r);
    assert_int_equal(walk(data, (int32_t)end, r, 2), 2);
    assert_int_equal(r[1].level, 1);
    assert_int_equal(r[2].level, 0x5a5a5a5a);
    assert_int_equal(walk(data, (int32_t)end, r, 0), 0);
}

static void lenAndSpace_areThoseOfTheMacros(void **state) {
    (void)state;
    for (int32_t n = 0; n < 40; n++) {
        assert_int_equal(bs_cmsg_len(n), CMSG_LEN((size_t)n));
        assert_int_equal(bs_cmsg_space(n), CMSG_SPACE((size_t)n));
    }
    assert_int_equal(bs_cmsg_len(INT32_MAX - HEADER), INT32_MAX);
    assert_int_equal(bs_cmsg_len(INT32_MAX - HEADER + 1), -EOVERFLOW);
    assert_int_equal(bs_cmsg_space(INT32_MAX - HEADER), -EOVERFLOW);
    assert_int_equal(bs_cmsg_len(-1), -EOVERFLOW);
    assert_int_equal(bs_cmsg_space(INT32_MIN), -EOVERFLOW);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wellFormed_isListedInOrder),
        cmocka_unit_test(libcsMacros_seeTheSame_inWhatWeWrite),
        cmocka_unit_test(nothing_isNothing),
        cmocka_unit_test(headerCutOff_endsTheWalk),
        cmocka_unit_test(dataCutOff_isWhatIsThere),
        cmocka_unit_test(lengthLessThanAHeader_endsTheWalk),
        cmocka_unit_test(lengthBeyondTheBuffer_isCut_andNeverWraps),
        cmocka_unit_test(unalignedTail_isThere_withoutItsPadding),
        cmocka_unit_test(capacity_isKept),
        cmocka_unit_test(lenAndSpace_areThoseOfTheMacros),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
