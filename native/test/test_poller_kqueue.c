/* bsd/poll_kqueue.c on Linux, over fake_kqueue.c: the contract, and what only a kqueue does */
#define _GNU_SOURCE
#include <sys/event.h>

#include "fake_kqueue.h"
#include "poller_contract.h"
#include "support.h"

static bs_poller_event event;

static void pollerOfTwoFilters_isChangedByOneCall(void **state) {
    (void)state;
    bs_poller *poller = opened_poller();
    pair p = unix_pair(SOCK_STREAM);
    int calls = fake_kqueue_calls();
    assert_int_equal(
        bs_poller_ctl(poller, BS_POLLER_ADD, p.a, BS_POLLER_READABLE | BS_POLLER_WRITABLE | BS_POLLER_PRIORITY, 1), 0);
    assert_int_equal(fake_kqueue_calls(), calls + 1);
    assert_int_equal(fake_kqueue_filters(), 3);
    assert_int_equal(bs_poller_ctl(poller, BS_POLLER_MODIFY, p.a, BS_POLLER_READABLE, 1), 0);
    assert_int_equal(fake_kqueue_calls(), calls + 2);
    assert_int_equal(fake_kqueue_filters(), 1);
    assert_int_equal(bs_poller_ctl(poller, BS_POLLER_DELETE, p.a, 0, 0), 0);
    assert_int_equal(fake_kqueue_filters(), 0);
    close_pair(p);
    assert_int_equal(bs_poller_close(poller), 0);
}

static void failedAddition_leavesNothing(void **state) {
    (void)state;
    bs_poller *poller = opened_poller();
    pair p = unix_pair(SOCK_STREAM);
    fake_kqueue_fail_add(EVFILT_WRITE, ENOMEM);
    assert_int_equal(bs_poller_ctl(poller, BS_POLLER_ADD, p.a, BS_POLLER_READABLE | BS_POLLER_WRITABLE, 1), -ENOMEM);
    assert_int_equal(fake_kqueue_filters(), 0);
    assert_int_equal(bs_poller_ctl(poller, BS_POLLER_DELETE, p.a, 0, 0), -ENOENT);

    assert_int_equal(bs_poller_ctl(poller, BS_POLLER_ADD, p.a, BS_POLLER_READABLE, 1), 0);
    fake_kqueue_fail_add(EVFILT_WRITE, ENOMEM);
    assert_int_equal(bs_poller_ctl(poller, BS_POLLER_MODIFY, p.a, BS_POLLER_WRITABLE, 2), -ENOMEM);
    assert_int_equal(bs_send(p.b, "x", 1, 0), 1); /* the registration is as before */
    assert_int_equal(bs_poller_wait(poller, &event, 1, LONG_TIME, 0), 1);
    assert_int_equal(event.token, 1);
    assert_int_equal(event.events, BS_POLLER_READABLE);
    close_pair(p);
    assert_int_equal(bs_poller_close(poller), 0);
}

static void interruptedWait_keepsItsDeadline(void **state) {
    (void)state;
    bs_poller *poller = opened_poller();
    int calls = fake_kqueue_calls();
    fake_kqueue_fail_waits(EINTR, 5);
    assert_int_equal(bs_poller_wait(poller, &event, 1, MILLI, 0), 0);
    assert_int_equal(fake_kqueue_calls(), calls + 6);
    fake_kqueue_fail_waits(ENOMEM, 1);
    assert_int_equal(bs_poller_wait(poller, &event, 1, -1, 0), -ENOMEM);
    assert_int_equal(bs_poller_close(poller), 0);
}

/* kevent(2): after EINTR the changes have been made. */
static void interruptedChange_isMade(void **state) {
    (void)state;
    bs_poller *poller = opened_poller();
    pair p = unix_pair(SOCK_STREAM);
    fake_kqueue_interrupt_change();
    assert_int_equal(bs_poller_ctl(poller, BS_POLLER_ADD, p.a, BS_POLLER_WRITABLE, 1), 0);
    assert_int_equal(bs_poller_wait(poller, &event, 1, LONG_TIME, 0), 1);
    fake_kqueue_interrupt_change();
    assert_int_equal(bs_poller_wake(poller), 0);
    assert_int_equal(bs_poller_ctl(poller, BS_POLLER_DELETE, p.a, 0, 0), 0);
    assert_int_equal(bs_poller_wait(poller, &event, 1, -1, 0), 0);
    close_pair(p);
    assert_int_equal(bs_poller_close(poller), 0);
}

static void failedOpen_leaksNothing(void **state) {
    (void)state;
    int32_t free_number = opened(bs_socket(AF_UNIX, SOCK_STREAM, 0));
    assert_int_equal(bs_close(free_number), 0);
    fake_kqueue_refuse_open(EMFILE);
    assert_true(bs_poller_open() == -EMFILE);
    fake_kqueue_fail_add(EVFILT_USER, ENOMEM);
    assert_true(bs_poller_open() == -ENOMEM);
    int32_t again = opened(bs_socket(AF_UNIX, SOCK_STREAM, 0));
    assert_int_equal(again, free_number);
    assert_int_equal(bs_close(again), 0);
}

static void kqueue_isCloseOnExec_andHasNoBusyPoll(void **state) {
    (void)state;
    bs_poller *poller = opened_poller();
    assert_int_equal(bs_fcntl(bs_poller_fd(poller), F_GETFD, 0) & FD_CLOEXEC, FD_CLOEXEC);
    assert_int_equal(bs_poller_set_busy_poll(poller, 1, 1, 0), -EOPNOTSUPP);
    assert_true(bs_poller_get_busy_poll(poller) == -EOPNOTSUPP);
    assert_int_equal(bs_poller_close(poller), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pollerOfTwoFilters_isChangedByOneCall),
        cmocka_unit_test(failedAddition_leavesNothing),
        cmocka_unit_test(interruptedWait_keepsItsDeadline),
        cmocka_unit_test(interruptedChange_isMade),
        cmocka_unit_test(failedOpen_leaksNothing),
        cmocka_unit_test(kqueue_isCloseOnExec_andHasNoBusyPoll),
    };
    return poller_contract_run("kqueue") + cmocka_run_group_tests(tests, NULL, NULL);
}
