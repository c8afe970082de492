/* posix/readiness.c: poll and select on many descriptors, of any number */
#define _GNU_SOURCE
#include "support.h"

#include <stdbool.h>
#include <sys/resource.h>

/* Beyond FD_SETSIZE and beyond the first sizes of the kernel's table. */
#define HIGH  3000
#define WORDS (HIGH / 64 + 1)

static void put(uint64_t *set, int fd) {
    set[fd / 64] |= UINT64_C(1) << fd % 64;
}

static bool has(const uint64_t *set, int fd) {
    return (set[fd / 64] >> fd % 64 & 1) != 0;
}

static int allow_high_descriptors(void **state) {
    (void)state;
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    if (limit.rlim_cur <= HIGH) {
        limit.rlim_cur = HIGH + 1;
        if (limit.rlim_max < limit.rlim_cur) {
            limit.rlim_max = limit.rlim_cur;
        }
        assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    }
    return 0;
}

static void poll_fillsRevents_ofTheReadyOnes(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    struct pollfd fds[3] = {{.fd = p.a, .events = POLLIN}, {.fd = -1, .events = POLLIN}, {.fd = p.b, .events = POLLIN}};
    assert_int_equal(bs_poll(fds, 3, 0), 0);
    assert_int_equal(bs_send(p.a, "x", 1, 0), 1);
    assert_int_equal(bs_poll(fds, 3, LONG_TIME), 1);
    assert_int_equal(fds[0].revents, 0);
    assert_int_equal(fds[1].revents, 0);
    assert_int_equal(fds[2].revents, POLLIN);
    assert_int_equal(bs_poll(0, 0, MILLI), 0);
    close_pair(p);
}

static void select_takesDescriptorsOfAnyNumber(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    assert_int_equal(bs_dup2(p.b, HIGH), HIGH);
    uint64_t readable[WORDS] = {0};
    uint64_t writable[WORDS] = {0};
    uint64_t except[WORDS] = {0};
    put(readable, p.a);
    put(readable, HIGH);
    put(writable, HIGH);
    put(except, HIGH);
    assert_int_equal(bs_send(p.a, "x", 1, 0), 1);
    assert_int_equal(bs_select(HIGH + 1, readable, writable, except, LONG_TIME), 2);
    assert_true(has(readable, HIGH) && has(writable, HIGH));
    assert_false(has(readable, p.a) || has(except, HIGH));
    assert_int_equal(bs_close(HIGH), 0);
    close_pair(p);
}

static void select_leavesItsSets_whenItFails(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    uint64_t set[WORDS] = {0};
    uint64_t before[WORDS];
    put(set, p.a);
    put(set, HIGH); /* not open: the bare call would pass over it, beyond the table */
    memcpy(before, set, sizeof set);
    assert_int_equal(bs_select(HIGH + 1, set, 0, 0, 0), -EBADF);
    assert_memory_equal(set, before, sizeof set);
    assert_int_equal(bs_select(-1, set, 0, 0, 0), -EINVAL);
    /* The bit is at nfds or above, so it is ignored. */
    assert_int_equal(bs_select(HIGH, set, 0, 0, 0), 0);
    close_pair(p);
    memset(set, 0, sizeof set);
    put(set, p.a);
    assert_int_equal(bs_select(p.a + 1, set, 0, 0, 0), -EBADF);
    assert_true(has(set, p.a));
}

static void select_empties_whatIsNotReady(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    uint64_t set[WORDS] = {0};
    put(set, p.a);
    put(set, p.b);
    assert_int_equal(bs_select(p.b + 1, set, 0, 0, MILLI), 0);
    for (int i = 0; i < WORDS; i++) {
        assert_true(set[i] == 0);
    }
    assert_int_equal(bs_select(0, 0, 0, 0, MILLI), 0);
    close_pair(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(poll_fillsRevents_ofTheReadyOnes),
        cmocka_unit_test(select_takesDescriptorsOfAnyNumber),
        cmocka_unit_test(select_leavesItsSets_whenItFails),
        cmocka_unit_test(select_empties_whatIsNotReady),
    };
    return cmocka_run_group_tests(tests, allow_high_descriptors, NULL);
}
