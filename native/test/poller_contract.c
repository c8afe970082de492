#define _GNU_SOURCE
#include "poller_contract.h"

#include <pthread.h>
#include <time.h>

#include "support.h"

#define READABLE    BS_POLLER_READABLE
#define WRITABLE    BS_POLLER_WRITABLE
#define READ_HANGUP BS_POLLER_READ_HANGUP
#define HANGUP      BS_POLLER_HANGUP

enum { CAP = 16 };

static bs_poller *poller;
static pair p;
static bs_poller_event events[CAP];

static int setup(void **state) {
    (void)state;
    poller = opened_poller();
    p = unix_pair(SOCK_STREAM);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    close_pair(p);
    return bs_poller_close(poller);
}

static int32_t add(int32_t fd, int32_t bits, int64_t token) {
    return bs_poller_ctl(poller, BS_POLLER_ADD, fd, bits, token);
}

static int32_t modify(int32_t fd, int32_t bits, int64_t token) {
    return bs_poller_ctl(poller, BS_POLLER_MODIFY, fd, bits, token);
}

static int32_t delete (int32_t fd) {
    return bs_poller_ctl(poller, BS_POLLER_DELETE, fd, 0, 0);
}

static int32_t wait_for(int64_t timeout) {
    return bs_poller_wait(poller, events, CAP, timeout, 0);
}

static void expect_one(int64_t token, int32_t bits) {
    assert_int_equal(wait_for(LONG_TIME), 1);
    assert_true(events[0].token == token);
    assert_int_equal(events[0].events, bits);
}

static void expect_none(void) {
    assert_int_equal(wait_for(0), 0);
}

static void send_byte(int32_t fd) {
    assert_int_equal(bs_send(fd, "x", 1, 0), 1);
}

static void recv_byte(int32_t fd) {
    char byte;
    assert_int_equal(bs_recv(fd, &byte, 1, 0), 1);
}

static void level_reportsAsLongAsItLasts(void **state) {
    (void)state;
    assert_int_equal(add(p.a, READABLE, INT64_C(0x7fffffff12345678)), 0);
    expect_none();
    send_byte(p.b);
    expect_one(INT64_C(0x7fffffff12345678), READABLE);
    expect_one(INT64_C(0x7fffffff12345678), READABLE);
    recv_byte(p.a);
    expect_none();
}

static void bothDirections_areOneEvent(void **state) {
    (void)state;
    assert_int_equal(add(p.a, READABLE | WRITABLE, 5), 0);
    expect_one(5, WRITABLE);
    send_byte(p.b);
    expect_one(5, READABLE | WRITABLE);
    assert_int_equal(modify(p.a, READABLE, 6), 0);
    expect_one(6, READABLE);
    assert_int_equal(modify(p.a, WRITABLE, 7), 0);
    expect_one(7, WRITABLE);
    assert_int_equal(delete (p.a), 0);
    expect_none();
}

static void oneshot_isSilentUntilModified(void **state) {
    (void)state;
    int32_t bits = READABLE | WRITABLE | BS_POLLER_ONESHOT;
    assert_int_equal(add(p.a, bits, 1), 0);
    expect_one(1, WRITABLE);
    send_byte(p.b);
    expect_none(); /* the other direction is silent, too */
    assert_int_equal(modify(p.a, bits, 2), 0);
    expect_one(2, READABLE | WRITABLE);
    expect_none();
    assert_int_equal(modify(p.a, READABLE | BS_POLLER_ONESHOT, 3), 0);
    expect_one(3, READABLE);
    expect_none();
}

static void edge_reportsWhatIsNew(void **state) {
    (void)state;
    int32_t r = add(p.a, READABLE | BS_POLLER_EDGE, 1);
    if (bs_poller_fd(poller) < 0) {
        assert_int_equal(r, -EOPNOTSUPP); /* poll(2) */
        return;
    }
    assert_int_equal(r, 0);
    send_byte(p.b);
    expect_one(1, READABLE);
    expect_none();
    send_byte(p.b);
    expect_one(1, READABLE);
    expect_none();
}

static void modification_changesLevelAndOneshot(void **state) {
    (void)state;
    send_byte(p.b);
    assert_int_equal(add(p.a, READABLE, 1), 0);
    expect_one(1, READABLE);
    assert_int_equal(modify(p.a, READABLE | BS_POLLER_ONESHOT, 2), 0);
    expect_one(2, READABLE);
    expect_none();
    assert_int_equal(wait_for(MILLI), 0); /* hangs if an event that is not reported hides the end of the time */
    assert_int_equal(modify(p.a, READABLE, 3), 0);
    expect_one(3, READABLE);
    expect_one(3, READABLE);
}

static void modification_changesLevelAndEdge(void **state) {
    (void)state;
    if (bs_poller_fd(poller) < 0) {
        return; /* poll(2) has no EDGE */
    }
    send_byte(p.b);
    assert_int_equal(add(p.a, READABLE | BS_POLLER_EDGE, 1), 0);
    expect_one(1, READABLE);
    expect_none();
    assert_int_equal(modify(p.a, READABLE, 2), 0);
    expect_one(2, READABLE);
    expect_one(2, READABLE);
    assert_int_equal(modify(p.a, READABLE | BS_POLLER_EDGE, 3), 0);
    expect_one(3, READABLE);
    expect_none();
}

static void readHangup_doesNotWaitForData(void **state) {
    (void)state;
    assert_int_equal(add(p.a, READ_HANGUP, 1), 0);
    send_byte(p.b);
    expect_none();
    assert_int_equal(bs_shutdown(p.b, SHUT_WR), 0);
    expect_one(1, READ_HANGUP);
    assert_int_equal(modify(p.a, READABLE | READ_HANGUP, 1), 0);
    expect_one(1, READABLE | READ_HANGUP);
    recv_byte(p.a);
}

/* XNU has a limit for how much data EVFILT_READ can ignore: the size of the receive buffer. */
static void readHangup_doesNotWaitForAFullBuffer(void **state) {
    (void)state;
    char bytes[1024] = {0};
    while (bs_send(p.b, bytes, sizeof bytes, MSG_DONTWAIT) > 0) {
    }
    const int32_t how[] = {0, BS_POLLER_ONESHOT};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(add(p.a, READ_HANGUP | how[i], i), 0);
        expect_none();
        assert_int_equal(wait_for(MILLI), 0);
        assert_int_equal(delete (p.a), 0);
    }
    assert_int_equal(add(p.a, READ_HANGUP | BS_POLLER_ONESHOT, 1), 0);
    expect_none();
    assert_int_equal(bs_shutdown(p.b, SHUT_WR), 0);
    expect_one(1, READ_HANGUP);
    expect_none();
    assert_int_equal(modify(p.a, READ_HANGUP, 2), 0);
    expect_one(2, READ_HANGUP);
    expect_one(2, READ_HANGUP);
    assert_int_equal(modify(p.a, READ_HANGUP | WRITABLE, 3), 0);
    expect_one(3, READ_HANGUP | WRITABLE);
    expect_one(3, READ_HANGUP | WRITABLE);
}

static void end_isAHangup(void **state) {
    (void)state;
    pair q = unix_pair(SOCK_STREAM);
    assert_int_equal(add(q.a, READABLE | WRITABLE, 1), 0);
    assert_int_equal(bs_close(q.b), 0);
    expect_one(1, READABLE | WRITABLE | HANGUP);
    assert_int_equal(delete (q.a), 0);
    assert_int_equal(bs_close(q.a), 0);
}

static void wrongCalls_areErrnos(void **state) {
    (void)state;
    assert_int_equal(add(-1, READABLE, 1), -EBADF);
    int32_t closed = opened(bs_dup(p.a));
    assert_int_equal(bs_close(closed), 0);
    assert_int_equal(add(closed, READABLE, 1), -EBADF);
    assert_int_equal(modify(p.a, READABLE, 1), -ENOENT);
    assert_int_equal(delete (p.a), -ENOENT);
    assert_int_equal(add(p.a, WRITABLE, 1), 0);
    assert_int_equal(add(p.a, READABLE, 2), -EEXIST);
    expect_one(1, WRITABLE); /* as it was */
    assert_int_equal(delete (p.a), 0);
    assert_int_equal(delete (p.a), -ENOENT);
    assert_int_equal(add(p.a, WRITABLE, 3), 0);
    expect_one(3, WRITABLE);
}

static void wake_endsOneWait(void **state) {
    (void)state;
    assert_int_equal(bs_poller_wake(poller), 0);
    assert_int_equal(bs_poller_wake(poller), 0);
    assert_int_equal(wait_for(-1), 0); /* hangs if it is lost */
    assert_int_equal(wait_for(MILLI), 0);
    assert_int_equal(add(p.a, WRITABLE, 1), 0);
    assert_int_equal(bs_poller_wake(poller), 0);
    expect_one(1, WRITABLE); /* takes no event away */
    assert_int_equal(delete (p.a), 0);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(bs_poller_wake(poller), 0);
        (void)wait_for(-1);
    }
}

static int64_t now_ns(void) {
    struct timespec t;
    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &t), 0);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void timeout_isNeverEarly(void **state) {
    (void)state;
    const int64_t spins[] = {0, MILLI / 2, LONG_TIME};
    for (int i = 0; i < 3; i++) {
        int64_t start = now_ns();
        assert_int_equal(bs_poller_wait(poller, events, CAP, MILLI, spins[i]), 0);
        assert_true(now_ns() - start >= MILLI);
    }
    assert_int_equal(bs_poller_wake(poller), 0);
    assert_int_equal(bs_poller_wait(poller, events, CAP, -1, LONG_TIME), 0); /* ends the spinning, too */
    assert_int_equal(bs_poller_wake(poller), 0);
    assert_int_equal(wait_for(INT64_MAX), 0);
}

static void manyReady_takeTurns(void **state) {
    (void)state;
    enum { READY = 50, ROOM = 8, WAITS = (READY + ROOM - 1) / ROOM };
    int32_t fds[READY];
    for (int i = 0; i < READY; i++) {
        fds[i] = opened(bs_dup(p.a));
        assert_int_equal(add(fds[i], WRITABLE, i), 0);
    }
    for (int round = 0; round < 3; round++) {
        int seen[READY] = {0};
        for (int w = 0; w < WAITS; w++) {
            assert_int_equal(bs_poller_wait(poller, events, ROOM, LONG_TIME, 0), ROOM);
            for (int i = 0; i < ROOM; i++) {
                seen[events[i].token]++;
            }
        }
        for (int i = 0; i < READY; i++) {
            assert_in_range(seen[i], 1, 2);
        }
    }
    for (int i = 0; i < READY; i++) {
        assert_int_equal(delete (fds[i]), 0);
        assert_int_equal(bs_close(fds[i]), 0);
    }
    expect_none();
}

static void highNumbers_haveRoom(void **state) {
    (void)state;
    int32_t high = opened(bs_fcntl(p.a, F_DUPFD_CLOEXEC, 900));
    assert_int_equal(add(p.a, WRITABLE, 1), 0);
    expect_one(1, WRITABLE);
    assert_int_equal(add(high, READABLE, 2), 0);
    send_byte(p.b);
    assert_int_equal(wait_for(LONG_TIME), 2);
    assert_int_equal(delete (high), 0);
    assert_int_equal(bs_close(high), 0);
    recv_byte(p.a);
}

static void *change_from_elsewhere(void *arg) {
    (void)arg;
    int32_t r = modify(p.a, WRITABLE, 2);
    return (void *)(intptr_t)r;
}

static void changeByAnotherThread_isSeenByTheWait(void **state) {
    (void)state;
    for (int i = 0; i < 50; i++) {
        assert_int_equal(add(p.a, READABLE, 1), 0);
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, change_from_elsewhere, NULL), 0);
        expect_one(2, WRITABLE); /* hangs if it is not seen */
        void *result;
        assert_int_equal(pthread_join(thread, &result), 0);
        assert_null(result);
        assert_int_equal(delete (p.a), 0);
    }
}

static void *wake_from_elsewhere(void *arg) {
    (void)arg;
    return (void *)(intptr_t)bs_poller_wake(poller);
}

static void wakeByAnotherThread_endsTheWait(void **state) {
    (void)state;
    for (int i = 0; i < 50; i++) {
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, wake_from_elsewhere, NULL), 0);
        assert_int_equal(wait_for(-1), 0);
        void *result;
        assert_int_equal(pthread_join(thread, &result), 0);
        assert_null(result);
    }
}

int poller_contract_run(const char *name) {
#define CONTRACT(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        CONTRACT(level_reportsAsLongAsItLasts),
        CONTRACT(bothDirections_areOneEvent),
        CONTRACT(oneshot_isSilentUntilModified),
        CONTRACT(edge_reportsWhatIsNew),
        CONTRACT(modification_changesLevelAndOneshot),
        CONTRACT(modification_changesLevelAndEdge),
        CONTRACT(readHangup_doesNotWaitForData),
        CONTRACT(readHangup_doesNotWaitForAFullBuffer),
        CONTRACT(end_isAHangup),
        CONTRACT(wrongCalls_areErrnos),
        CONTRACT(wake_endsOneWait),
        CONTRACT(timeout_isNeverEarly),
        CONTRACT(manyReady_takeTurns),
        CONTRACT(highNumbers_haveRoom),
        CONTRACT(changeByAnotherThread_isSeenByTheWait),
        CONTRACT(wakeByAnotherThread_endsTheWait),
    };
    return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}
