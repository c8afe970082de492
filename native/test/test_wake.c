/* posix/wake.c, posix/wake_pipe.c, linux/wake_eventfd.c */
#define _GNU_SOURCE
#include "support.h"

#include "wake.h"

static int32_t readable(int64_t wake) {
    return bs_poll_one(bs_fd_first(wake), POLLIN, 0);
}

/* What every mechanism must do. */
static void exercise(int64_t wake) {
    assert_true(wake >= 0);
    assert_int_equal(bs_fcntl(bs_fd_first(wake), F_GETFD, 0) & FD_CLOEXEC, FD_CLOEXEC);
    assert_int_equal(bs_fcntl(bs_fd_second(wake), F_GETFD, 0) & FD_CLOEXEC, FD_CLOEXEC);
    assert_int_equal(readable(wake), 0);
    assert_int_equal(bs_wake_drain(wake), 0);
    assert_int_equal(bs_wake_signal(wake), 0);
    assert_int_equal(readable(wake), POLLIN);
    assert_int_equal(readable(wake), POLLIN);
    /* More than a pipe holds (64 KiB): signals merge, and never block or fail. */
    for (int i = 0; i < 20000; i++) {
        assert_int_equal(bs_wake_signal(wake), 0);
    }
    assert_int_equal(bs_wake_drain(wake), 0);
    assert_int_equal(readable(wake), 0);
    assert_int_equal(bs_wake_signal(wake), 0);
    assert_int_equal(readable(wake), POLLIN);
    assert_int_equal(bs_wake_close(wake), 0);
    assert_int_equal(bs_wake_signal(wake), -EBADF);
    assert_int_equal(bs_wake_drain(wake), -EBADF);
    assert_int_equal(bs_wake_close(wake), -EBADF);
}

static void bestMechanism_works(void **state) {
    (void)state;
    int64_t wake = bs_wake_open();
#if defined(__linux__)
    assert_int_equal(bs_fd_first(wake), bs_fd_second(wake));
#endif
    exercise(wake);
}

static void forcedPipe_works(void **state) {
    (void)state;
    assert_int_equal(bs_force(BS_FORCE_PIPE), 0);
    int64_t wake = bs_wake_open();
    assert_int_equal(bs_force(0), 0);
    assert_int_not_equal(bs_fd_first(wake), bs_fd_second(wake));
    exercise(wake);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bestMechanism_works),
        cmocka_unit_test(forcedPipe_works),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
