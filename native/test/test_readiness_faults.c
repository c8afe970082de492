/* posix/readiness.c, linux/transfer.c, posix/fd.c: interruptions, each against one deadline */
#define _GNU_SOURCE
#include "support.h"

#include <stdio.h>
#include <sys/ioctl.h>

#include "inject.h"

static void interruptedPoll_keepsItsDeadline(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    struct pollfd fd = {.fd = p.a, .events = POLLIN};
    inject_reset();
    inject_error(SYS_ppoll, EINTR, 5);
    assert_int_equal(bs_poll(&fd, 1, MILLI), 0);
    assert_int_equal(inject_count(SYS_ppoll), 6);
    inject_reset();
    inject_error(SYS_ppoll, ENOMEM, 1);
    assert_int_equal(bs_poll(&fd, 1, -1), -ENOMEM);
    close_pair(p);
}

/* At the second call the deadline has passed, so it must not wait. */
static void pass_time(void) {
    struct pollfd none = {.fd = -1};
    assert_int_equal(poll(&none, 1, 2), 0);
}

static void interruptedSelect_keepsItsDeadlineAndItsSets(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    uint64_t set[2] = {0};
    set[p.a / 64] = UINT64_C(1) << p.a % 64;
    inject_reset();
    inject_error(SYS_pselect6, EINTR, 5);
    inject_action(SYS_pselect6, 1, pass_time);
    assert_int_equal(bs_select(p.a + 1, set, 0, 0, MILLI), 0);
    assert_int_equal(inject_count(SYS_pselect6), 6);

    assert_int_equal(bs_send(p.b, "x", 1, 0), 1);
    set[p.a / 64] = UINT64_C(1) << p.a % 64;
    inject_reset();
    inject_error(SYS_pselect6, EINTR, 3);
    assert_int_equal(bs_select(p.a + 1, set, 0, 0, -1), 1);
    assert_int_equal(inject_count(SYS_pselect6), 4);
    inject_reset();
    inject_error(SYS_pselect6, ENOMEM, 1);
    assert_int_equal(bs_select(p.a + 1, set, 0, 0, -1), -ENOMEM);
    assert_true(set[p.a / 64] == UINT64_C(1) << p.a % 64);
    close_pair(p);
}

static void interruptedTransfersAndIoctl_areMadeAgain(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    int64_t pipe = bs_pipe(0);
    assert_true(pipe >= 0);
    assert_int_equal(write(bs_fd_second(pipe), "abc", 3), 3);
    inject_reset();
    inject_error(SYS_splice, EINTR, 2);
    assert_int_equal(bs_splice(bs_fd_first(pipe), -1, p.a, -1, 3, 0), 3);
    assert_int_equal(inject_count(SYS_splice), 3);
    inject_error(SYS_ioctl, EINTR, 1);
    int waiting = 0;
    assert_int_equal(bs_ioctl(p.b, FIONREAD, AT(&waiting)), 0);
    assert_int_equal(waiting, 3);

    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(fwrite("0123456789", 1, 10, file), 10);
    assert_int_equal(fflush(file), 0);
    inject_error(SYS_sendfile, EINTR, 1);
    assert_int_equal(bs_sendfile(p.a, fileno(file), 4, 5), -EINTR);
    assert_int_equal(bs_sendfile(p.a, fileno(file), 4, 5), 5);
    assert_int_equal(inject_count(SYS_sendfile), 2);
    char got[9] = "";
    assert_int_equal(bs_recv(p.b, got, 8, 0), 8);
    assert_string_equal(got, "abc45678");
    assert_int_equal(fclose(file), 0);
    inject_error(SYS_dup3, EINTR, 1);
    assert_int_equal(bs_dup2(p.a, p.b), p.b);
    assert_int_equal(bs_close(bs_fd_first(pipe)), 0);
    assert_int_equal(bs_close(bs_fd_second(pipe)), 0);
    close_pair(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(interruptedPoll_keepsItsDeadline),
        cmocka_unit_test(interruptedSelect_keepsItsDeadlineAndItsSets),
        cmocka_unit_test(interruptedTransfersAndIoctl_areMadeAgain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
