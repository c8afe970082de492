/* linux/poll_epoll.c and posix/poll_poll.c: faults, fallbacks and the number of system calls */
#define _GNU_SOURCE
#include "support.h"

#include <time.h>

#include "inject.h"

#ifdef SYS_epoll_wait /* not on newer architectures */
#define WAIT SYS_epoll_wait
#else
#define WAIT SYS_epoll_pwait
#endif
#ifndef SYS_epoll_pwait2
#define SYS_epoll_pwait2 441
#endif

static bs_poller_event event;

static bs_poller *poller_open(int32_t force) {
    inject_reset();
    assert_int_equal(bs_force(force), 0);
    bs_poller *poller = opened_poller();
    assert_int_equal(bs_force(0), 0);
    return poller;
}

static int32_t wait_for(bs_poller *poller, int64_t timeout) {
    return bs_poller_wait(poller, &event, 1, timeout, 0);
}

static void wait_isOneCall(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    for (int i = 0; i < 2; i++) {
        bs_poller *poller = poller_open(i == 0 ? 0 : BS_FORCE_POLL);
        assert_int_equal(bs_poller_ctl(poller, BS_POLLER_ADD, p.a, BS_POLLER_WRITABLE, 1), 0);
        inject_reset();
        assert_int_equal(wait_for(poller, -1), 1);
        assert_int_equal(wait_for(poller, 0), 1);
        assert_int_equal(inject_count(WAIT) + inject_count(SYS_ppoll), 2);
        assert_int_equal(inject_count(SYS_epoll_pwait2), 0);
        assert_int_equal(wait_for(poller, LONG_TIME), 1);
        assert_int_equal(inject_count(i == 0 ? SYS_epoll_pwait2 : SYS_ppoll), i == 0 ? 1 : 3);
        assert_int_equal(inject_count(SYS_read) + inject_count(SYS_write), 0);
        assert_int_equal(bs_poller_close(poller), 0);
    }
    close_pair(p);
}

/* The eventfd is never read: a wake costs one write, and the wait that it ends. */
static void wake_isOneWrite(void **state) {
    (void)state;
    bs_poller *poller = poller_open(0);
    inject_reset();
    for (int i = 0; i < 3; i++) {
        assert_int_equal(bs_poller_wake(poller), 0);
        assert_int_equal(wait_for(poller, -1), 0);
    }
    assert_int_equal(inject_count(SYS_write), 3);
    assert_int_equal(inject_count(SYS_read), 0);
    assert_int_equal(inject_count(WAIT), 3);
    assert_int_equal(bs_poller_close(poller), 0);
    poller = poller_open(BS_FORCE_POLL); /* which writes once for many */
    inject_reset();
    for (int i = 0; i < 3; i++) {
        assert_int_equal(bs_poller_wake(poller), 0);
    }
    assert_int_equal(inject_count(SYS_write), 1);
    assert_int_equal(wait_for(poller, -1), 0);
    assert_int_equal(bs_poller_close(poller), 0);
}

/* Changes while no thread waits wake no thread. */
static void change_ofPoll_isNoCall(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    bs_poller *poller = poller_open(BS_FORCE_POLL);
    assert_int_equal(bs_poller_ctl(poller, BS_POLLER_ADD, p.a, BS_POLLER_WRITABLE, 1), 0);
    inject_reset();
    assert_int_equal(bs_poller_ctl(poller, BS_POLLER_MODIFY, p.a, BS_POLLER_READABLE, 1), 0);
    assert_int_equal(inject_count(SYS_write), 0);
    assert_int_equal(wait_for(poller, 0), 0);
    assert_int_equal(bs_poller_close(poller), 0);
    close_pair(p);
}

static bs_poller *changed_poller;
static int32_t changed_fd;

static void change_now(void) {
    assert_int_equal(bs_poller_ctl(changed_poller, BS_POLLER_ADD, changed_fd, BS_POLLER_WRITABLE, 2), 0);
}

static void reuse_now(void) {
    assert_int_equal(bs_poller_ctl(changed_poller, BS_POLLER_DELETE, changed_fd, 0, 0), 0);
    assert_int_equal(bs_poller_ctl(changed_poller, BS_POLLER_ADD, changed_fd, BS_POLLER_READABLE, 2), 0);
}

/* poll(2) gets a copy. A change during the wait makes it wait again, and no event of another descriptor comes. */
static void changeDuringPoll_isSeen(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    changed_poller = poller_open(BS_FORCE_POLL);
    changed_fd = p.a;
    assert_int_equal(wait_for(changed_poller, 0), 0);
    inject_reset();
    inject_action(SYS_ppoll, 1, change_now);
    assert_int_equal(wait_for(changed_poller, LONG_TIME), 1);
    assert_int_equal(event.token, 2);
    assert_int_equal(inject_count(SYS_ppoll), 2);

    inject_reset();
    inject_action(SYS_ppoll, 1, reuse_now); /* poll says writable of the old one; the new one does not ask */
    assert_int_equal(bs_poller_ctl(changed_poller, BS_POLLER_MODIFY, p.a, BS_POLLER_WRITABLE, 1), 0);
    assert_int_equal(wait_for(changed_poller, MILLI), 0);
    assert_int_equal(bs_poller_close(changed_poller), 0);
    close_pair(p);
}

/* As with epoll, they are forgotten. */
static void closedBehindOurBack_isForgotten(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        pair p = unix_pair(SOCK_STREAM);
        bs_poller *poller = poller_open(i == 0 ? 0 : BS_FORCE_POLL);
        assert_int_equal(bs_poller_ctl(poller, BS_POLLER_ADD, p.a, BS_POLLER_WRITABLE, 1), 0);
        close_pair(p);
        assert_int_equal(wait_for(poller, MILLI), 0);
        assert_int_equal(wait_for(poller, MILLI), 0);
        assert_true(bs_poller_ctl(poller, BS_POLLER_DELETE, p.a, 0, 0) < 0);
        assert_int_equal(bs_poller_close(poller), 0);
    }
}

static void interruptedWait_keepsItsDeadline(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        bs_poller *poller = poller_open(i == 0 ? 0 : BS_FORCE_POLL);
        long number = i == 0 ? SYS_epoll_pwait2 : SYS_ppoll;
        inject_reset();
        inject_error(number, EINTR, 5);
        assert_int_equal(wait_for(poller, MILLI), 0);
        assert_int_equal(inject_count(number), 6);
        inject_reset();
        inject_error(number, EINTR, 1);
        assert_int_equal(bs_poller_wake(poller), 0);
        assert_int_equal(wait_for(poller, LONG_TIME), 0);
        inject_error(number, ENOMEM, 1);
        assert_int_equal(wait_for(poller, LONG_TIME), -ENOMEM);
        assert_int_equal(bs_poller_close(poller), 0);
    }
}

static void interruptedWait_withoutTimeout_goesOn(void **state) {
    (void)state;
    bs_poller *poller = poller_open(0);
    assert_int_equal(bs_poller_wake(poller), 0);
    inject_reset();
    inject_error(WAIT, EINTR, 3);
    assert_int_equal(wait_for(poller, -1), 0);
    assert_int_equal(inject_count(WAIT), 4);
    assert_int_equal(wait_for(poller, 0), 0);
    assert_int_equal(bs_poller_close(poller), 0);
}

/* Linux before 5.11, or a seccomp filter that does not know the call. */
static void withoutPwait2_timeoutsAreRoundedUp(void **state) {
    (void)state;
    const int missing[] = {ENOSYS, EPERM};
    for (int i = 0; i < 2; i++) {
        inject_reset();
        inject_error(SYS_epoll_pwait2, missing[i], 1);
        bs_poller *poller = opened_poller();
        assert_int_equal(inject_count(SYS_epoll_pwait2), 1);
        struct timespec start;
        struct timespec end;
        clock_gettime(CLOCK_MONOTONIC, &start);
        assert_int_equal(wait_for(poller, 1), 0);
        clock_gettime(CLOCK_MONOTONIC, &end);
        assert_true((end.tv_sec - start.tv_sec) * 1000000000 + end.tv_nsec - start.tv_nsec >= MILLI);
        assert_int_equal(inject_count(SYS_epoll_pwait2), 1);
        assert_int_equal(inject_count(WAIT), 1);
        assert_int_equal(bs_poller_close(poller), 0);
    }
}

static void failedChange_isAnErrno(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    bs_poller *poller = poller_open(0);
    const int errors[] = {ENOMEM, ENOSPC, EPERM};
    for (int i = 0; i < 3; i++) {
        inject_error(SYS_epoll_ctl, errors[i], 1);
        assert_int_equal(bs_poller_ctl(poller, BS_POLLER_ADD, p.a, BS_POLLER_WRITABLE, 1), -errors[i]);
    }
    assert_int_equal(bs_poller_ctl(poller, BS_POLLER_ADD, p.a, BS_POLLER_WRITABLE, 1), 0);
    assert_int_equal(wait_for(poller, LONG_TIME), 1);
    assert_int_equal(bs_poller_close(poller), 0);
    close_pair(p);
}

static void failedOpen_leaksNothing(void **state) {
    (void)state;
    const struct {
        int32_t force;
        long number;
        int error;
    } faults[] = {
        {0, SYS_epoll_create1, EMFILE},
        {0, SYS_eventfd2, ENFILE},
        {0, SYS_epoll_ctl, ENOSPC},
        {BS_FORCE_POLL, SYS_eventfd2, EMFILE},
        {BS_FORCE_POLL | BS_FORCE_PIPE, SYS_pipe2, EMFILE},
    };
    int32_t free_number = opened(bs_socket(AF_UNIX, SOCK_STREAM, 0));
    assert_int_equal(bs_close(free_number), 0);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        inject_reset();
        inject_error(faults[i].number, faults[i].error, 1);
        assert_int_equal(bs_force(faults[i].force), 0);
        assert_true(bs_poller_open() == -faults[i].error);
        int32_t fd = opened(bs_socket(AF_UNIX, SOCK_STREAM, 0));
        assert_int_equal(fd, free_number);
        assert_int_equal(bs_close(fd), 0);
    }
    assert_int_equal(bs_force(0), 0);
}

static void busyPoll_isForEpoll(void **state) {
    (void)state;
    bs_poller *poller = poller_open(BS_FORCE_POLL);
    assert_int_equal(bs_poller_set_busy_poll(poller, 1, 1, 0), -EOPNOTSUPP);
    assert_true(bs_poller_get_busy_poll(poller) == -EOPNOTSUPP);
    assert_int_equal(bs_poller_fd(poller), -EOPNOTSUPP);
    assert_int_equal(bs_poller_close(poller), 0);
    poller = poller_open(0);
    inject_error(SYS_ioctl, ENOTTY, 1);
    assert_int_equal(bs_poller_set_busy_poll(poller, 1, 1, 0), -ENOTTY);
    inject_error(SYS_ioctl, ENOTTY, 1);
    assert_true(bs_poller_get_busy_poll(poller) == -ENOTTY);
    int32_t r = bs_poller_set_busy_poll(poller, 77, 9, 1);
    if (r == 0) { /* Linux 6.9 */
        assert_true(bs_poller_get_busy_poll(poller) == (INT64_C(1) << 48 | INT64_C(9) << 32 | 77));
    } else {
        assert_true(r == -ENOTTY || r == -EOPNOTSUPP);
    }
    assert_int_equal(bs_poller_close(poller), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wait_isOneCall),
        cmocka_unit_test(wake_isOneWrite),
        cmocka_unit_test(change_ofPoll_isNoCall),
        cmocka_unit_test(changeDuringPoll_isSeen),
        cmocka_unit_test(closedBehindOurBack_isForgotten),
        cmocka_unit_test(interruptedWait_keepsItsDeadline),
        cmocka_unit_test(interruptedWait_withoutTimeout_goesOn),
        cmocka_unit_test(withoutPwait2_timeoutsAreRoundedUp),
        cmocka_unit_test(failedChange_isAnErrno),
        cmocka_unit_test(failedOpen_leaksNothing),
        cmocka_unit_test(busyPoll_isForEpoll),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
