/* Connecting when things go wrong: posix/socket.c and bs_connect_wait of posix/wait.c */
#define _GNU_SOURCE
#include "support.h"

#include "inject.h"

/* An AF_UNIX listener with an abstract name of the kernel's choice and room for one connection (Linux: backlog + 1). */
static int32_t unix_listener(bs_sockaddr_slot *name) {
    int32_t fd = opened(bs_socket(AF_UNIX, SOCK_STREAM, 0));
    sa_family_t family = AF_UNIX;
    assert_int_equal(bs_bind(fd, AT(&family), sizeof family), 0);
    assert_int_equal(bs_listen(fd, 0), 0);
    assert_int_equal(bs_getsockname(fd, AT(name)), 0);
    return fd;
}

static void interruptedTcpConnect_isAwaited_notRepeated(void **state) {
    (void)state;
    struct sockaddr_in addr;
    int32_t listener = tcp_listener(&addr);
    int32_t client = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    inject_reset();
    inject_error_after(SYS_connect, EINTR);
    assert_int_equal(bs_connect(client, AT(&addr), sizeof addr), 0);
    assert_int_equal(inject_count(SYS_connect), 1);
    assert_int_equal(inject_count(SYS_ppoll), 1);
    assert_int_equal(bs_close(client), 0);
    assert_int_equal(bs_close(listener), 0);
}

/* A connection that is refused after the signal; the error has to come from SO_ERROR. */
static void interruptedTcpConnect_thatFails_saysWhy(void **state) {
    (void)state;
    struct sockaddr_in nobody;
    int32_t bound = bound_to_loopback(SOCK_STREAM, &nobody);
    int32_t client = opened(bs_socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
    inject_reset();
    inject_error_after(SYS_connect, EINTR);
    assert_int_equal(bs_connect(client, AT(&nobody), sizeof nobody), -ECONNREFUSED);
    assert_int_equal(inject_count(SYS_connect), 1);
    assert_int_equal(bs_close(client), 0);
    assert_int_equal(bs_close(bound), 0);
}

/* Linux forgets an AF_UNIX connect that a signal interrupts: it must be made anew, not taken for done. */
static void interruptedUnixConnect_isRepeated(void **state) {
    (void)state;
    bs_sockaddr_slot name;
    int32_t listener = unix_listener(&name);
    int32_t client = opened(bs_socket(AF_UNIX, SOCK_STREAM, 0));
    inject_reset();
    inject_error(SYS_connect, EINTR, 2);
    assert_int_equal(bs_connect(client, AT(name.bytes), name.length), 0);
    assert_int_equal(inject_count(SYS_connect), 3);
    assert_int_equal(bs_close(opened(bs_accept4(listener, 0, 0))), 0);
    assert_int_equal(bs_close(client), 0);
    assert_int_equal(bs_close(listener), 0);
}

/* A listener that has no room left, the client that took it, and the next one. */
typedef struct full {
    bs_sockaddr_slot name;
    int32_t listener;
    int32_t first;
    int32_t second;
} full;

static full full_backlog(void) {
    full f;
    f.listener = unix_listener(&f.name);
    f.first = opened(bs_socket(AF_UNIX, SOCK_STREAM, 0));
    assert_int_equal(bs_connect(f.first, AT(f.name.bytes), f.name.length), 0);
    f.second = opened(bs_socket(AF_UNIX, SOCK_STREAM, 0));
    return f;
}

static void close_full(full f) {
    assert_int_equal(bs_close(f.second), 0);
    assert_int_equal(bs_close(f.first), 0);
    assert_int_equal(bs_close(f.listener), 0);
}

static void fullUnixBacklog_isTriedUntilTheDeadline_withoutSpinning(void **state) {
    (void)state;
    full f = full_backlog();
    inject_reset();
    assert_int_equal(bs_connect_wait(f.second, -1, AT(f.name.bytes), f.name.length, 0), -EAGAIN);
    assert_int_equal(inject_count(SYS_connect), 1);
    inject_reset();
    assert_int_equal(bs_connect_wait(f.second, -1, AT(f.name.bytes), f.name.length, 30 * MILLI), -EAGAIN);
    /* Pauses of 0.1, 0.2, 0.4 ... 10 ms: at most 9 of them fit. */
    assert_in_range(inject_count(SYS_connect), 2, 11);
    assert_int_equal(bs_fcntl(f.second, F_GETFL, 0) & O_NONBLOCK, 0);
    close_full(f);
}

static void fullUnixBacklog_canBeCalledOff(void **state) {
    (void)state;
    full f = full_backlog();
    int64_t wake = bs_wake_open();
    assert_int_equal(bs_wake_signal(wake), 0);
    assert_int_equal(bs_connect_wait(f.second, bs_fd_first(wake), AT(f.name.bytes), f.name.length, -1), -ECANCELED);
    assert_int_equal(bs_fcntl(f.second, F_GETFL, 0) & O_NONBLOCK, 0);
    assert_int_equal(bs_wake_close(wake), 0);
    close_full(f);
}

static int32_t full_listener;

static void accept_one(void) {
    assert_int_equal(bs_close(opened(bs_accept4(full_listener, 0, 0))), 0);
}

static void fullUnixBacklog_isConnectedTo_whenThereIsRoom(void **state) {
    (void)state;
    full f = full_backlog();
    full_listener = f.listener;
    inject_reset();
    inject_action(SYS_connect, 3, accept_one);
    assert_int_equal(bs_connect_wait(f.second, -1, AT(f.name.bytes), f.name.length, LONG_TIME), 0);
    assert_int_equal(inject_count(SYS_connect), 3);
    close_full(f);
}

static void eagainOfAnotherFamily_isNotRetried(void **state) {
    (void)state;
    struct sockaddr_in addr;
    int32_t listener = tcp_listener(&addr);
    int32_t client = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    inject_reset();
    inject_error(SYS_connect, EAGAIN, 1);
    assert_int_equal(bs_connect_wait(client, -1, AT(&addr), sizeof addr, LONG_TIME), -EAGAIN);
    assert_int_equal(inject_count(SYS_connect), 1);
    assert_int_equal(bs_close(client), 0);
    assert_int_equal(bs_close(listener), 0);
}

/* The loopback answers at once, so the kernel's EINPROGRESS of a slow network is put in its place. */
static void connectUnderWay_isAwaited_calledOff_orTimesOut(void **state) {
    (void)state;
    struct sockaddr_in addr;
    int32_t listener = tcp_listener(&addr);
    int64_t wake = bs_wake_open();
    int32_t client = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    inject_reset();
    inject_error_after(SYS_connect, EINPROGRESS);
    assert_int_equal(bs_connect_wait(client, bs_fd_first(wake), AT(&addr), sizeof addr, LONG_TIME), 0);
    assert_int_equal(inject_count(SYS_ppoll), 1);
    assert_int_equal(bs_close(client), 0);

    /* A send buffer that is full makes POLLOUT stay away, as it does while a connect is under way. */
    pair p = unix_pair(SOCK_STREAM);
    char chunk[4096] = {0};
    for (int i = 0; i < 100000 && bs_send(p.a, AT(chunk), sizeof chunk, MSG_DONTWAIT) > 0; i++) {
    }
    inject_error(SYS_connect, EINPROGRESS, 2);
    assert_int_equal(bs_connect_wait(p.a, bs_fd_first(wake), AT(&addr), sizeof addr, MILLI), -EAGAIN);
    assert_int_equal(bs_wake_signal(wake), 0);
    assert_int_equal(bs_connect_wait(p.a, bs_fd_first(wake), AT(&addr), sizeof addr, -1), -ECANCELED);
    close_pair(p);
    assert_int_equal(bs_wake_close(wake), 0);
    assert_int_equal(bs_close(listener), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(interruptedTcpConnect_isAwaited_notRepeated),
        cmocka_unit_test(interruptedTcpConnect_thatFails_saysWhy),
        cmocka_unit_test(interruptedUnixConnect_isRepeated),
        cmocka_unit_test(fullUnixBacklog_isTriedUntilTheDeadline_withoutSpinning),
        cmocka_unit_test(fullUnixBacklog_canBeCalledOff),
        cmocka_unit_test(fullUnixBacklog_isConnectedTo_whenThereIsRoom),
        cmocka_unit_test(eagainOfAnotherFamily_isNotRetried),
        cmocka_unit_test(connectUnderWay_isAwaited_calledOff_orTimesOut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
