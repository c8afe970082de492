/* core/deadline.c */
#define _GNU_SOURCE
#include "support.h"

#include "deadline.h"
#include <limits.h>

static void left_startsAtTheFirstQuestion(void **state) {
    (void)state;
    bs_deadline d = bs_deadline_in(1000);
    assert_int_equal(bs_deadline_left(&d, 500), 1000);
    assert_int_equal(bs_deadline_left(&d, 501), 999);
    assert_int_equal(bs_deadline_left(&d, 1499), 1);
    assert_int_equal(bs_deadline_left(&d, 1500), 0);
    assert_int_equal(bs_deadline_left(&d, 9999), 0);
}

static void left_isForEver_whenNegative(void **state) {
    (void)state;
    bs_deadline d = bs_deadline_in(-1);
    assert_int_equal(bs_deadline_left(&d, 0), -1);
    assert_int_equal(bs_deadline_left(&d, INT64_MAX), -1);
    bs_deadline least = bs_deadline_in(INT64_MIN);
    assert_int_equal(bs_deadline_left(&least, 7), -1);
    assert_int_equal(bs_deadline_remaining(&least), -1);
}

static void left_isNothing_whenZero(void **state) {
    (void)state;
    bs_deadline d = bs_deadline_in(0);
    assert_int_equal(bs_deadline_left(&d, 42), 0);
    assert_int_equal(bs_deadline_remaining(&d), 0);
}

static void left_saturates(void **state) {
    (void)state;
    bs_deadline d = bs_deadline_in(INT64_MAX);
    assert_true(bs_deadline_left(&d, 1000) == INT64_MAX - 1000);
    assert_true(bs_deadline_left(&d, 2000) == INT64_MAX - 2000);
    bs_deadline exact = bs_deadline_in(INT64_MAX - 5);
    assert_true(bs_deadline_left(&exact, 5) == INT64_MAX - 5);
    assert_true(exact.at_ns == INT64_MAX);
}

static void remaining_neverGrows(void **state) {
    (void)state;
    bs_deadline d = bs_deadline_in(LONG_TIME);
    int64_t first = bs_deadline_remaining(&d);
    int64_t second = bs_deadline_remaining(&d);
    assert_true(first == LONG_TIME);
    assert_true(second <= first && second > 0);
}

static void timespec_isExact(void **state) {
    (void)state;
    struct timespec t = bs_timespec_of(0);
    assert_true(t.tv_sec == 0 && t.tv_nsec == 0);
    t = bs_timespec_of(999999999);
    assert_true(t.tv_sec == 0 && t.tv_nsec == 999999999);
    t = bs_timespec_of(1000000000);
    assert_true(t.tv_sec == 1 && t.tv_nsec == 0);
    t = bs_timespec_of(INT64_MAX);
    assert_true(t.tv_sec == 9223372036 && t.tv_nsec == 854775807);
}

static void millis_areRoundedUp_andCapped(void **state) {
    (void)state;
    assert_int_equal(bs_poll_millis_of(-1), -1);
    assert_int_equal(bs_poll_millis_of(0), 0);
    assert_int_equal(bs_poll_millis_of(1), 1);
    assert_int_equal(bs_poll_millis_of(999999), 1);
    assert_int_equal(bs_poll_millis_of(1000000), 1);
    assert_int_equal(bs_poll_millis_of(1000001), 2);
    assert_int_equal(bs_poll_millis_of(INT64_C(2147483647000000)), INT_MAX);
    assert_int_equal(bs_poll_millis_of(INT64_C(2147483647000001)), INT_MAX);
    assert_int_equal(bs_poll_millis_of(INT64_MAX), INT_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(left_startsAtTheFirstQuestion), cmocka_unit_test(left_isForEver_whenNegative),
        cmocka_unit_test(left_isNothing_whenZero),       cmocka_unit_test(left_saturates),
        cmocka_unit_test(remaining_neverGrows),          cmocka_unit_test(timespec_isExact),
        cmocka_unit_test(millis_areRoundedUp_andCapped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
