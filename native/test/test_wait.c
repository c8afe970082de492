/* posix/wait.c, on real sockets */
#define _GNU_SOURCE
#include "support.h"

#include <pthread.h>

/* A wake object, already signalled: whatever waits is called off. */
static int64_t signalled(void) {
    int64_t wake = bs_wake_open();
    assert_true(wake >= 0);
    assert_int_equal(bs_wake_signal(wake), 0);
    return wake;
}

static void pollOne_tellsReadiness_timeoutAndCancellation(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    assert_int_equal(bs_poll_one(p.a, -1, POLLIN, 0), 0);
    assert_int_equal(bs_poll_one(p.a, -1, POLLIN, MILLI), 0);
    assert_int_equal(bs_poll_one(p.a, -1, POLLIN | POLLOUT, -1), POLLOUT);
    assert_int_equal(bs_send(p.b, AT("x"), 1, 0), 1);
    assert_int_equal(bs_poll_one(p.a, -1, POLLIN | POLLOUT, INT64_MAX), POLLIN | POLLOUT);
    int64_t wake = signalled();
    assert_int_equal(bs_poll_one(p.a, bs_fd_first(wake), POLLIN, -1), -ECANCELED);
    assert_int_equal(bs_wake_drain(wake), 0);
    assert_int_equal(bs_poll_one(p.a, bs_fd_first(wake), POLLIN, -1), POLLIN);
    assert_int_equal(bs_wake_close(wake), 0);
    assert_int_equal(bs_poll_one(p.a, bs_fd_first(wake), POLLPRI, -1), -EBADF);
    close_pair(p);
    assert_int_equal(bs_poll_one(p.a, -1, POLLIN, -1), POLLNVAL);
    assert_int_equal(bs_poll_one(-1, -1, POLLIN, -1), -EBADF);
}

static void recv_timesOut_isCalledOff_orReceives(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    char byte;
    assert_int_equal(bs_recv_wait(p.a, -1, AT(&byte), 1, 0, 0, 0), -EAGAIN);
    assert_int_equal(bs_recv_wait(p.a, -1, AT(&byte), 1, 0, 0, MILLI), -EAGAIN);
    int64_t wake = signalled();
    assert_int_equal(bs_recv_wait(p.a, bs_fd_first(wake), AT(&byte), 1, 0, 0, -1), -ECANCELED);
    /* What is there is taken without a look at the wake object. */
    assert_int_equal(bs_send(p.b, AT("x"), 1, 0), 1);
    assert_int_equal(bs_recv_wait(p.a, bs_fd_first(wake), AT(&byte), 1, 0, 0, -1), 1);
    assert_int_equal(bs_close(p.b), 0);
    assert_int_equal(bs_recv_wait(p.a, -1, AT(&byte), 1, 0, 0, -1), 0);
    assert_int_equal(bs_wake_close(wake), 0);
    assert_int_equal(bs_close(p.a), 0);
}

static void *send_one(void *arg) {
    (void)bs_send(*(int32_t *)arg, AT("y"), 1, 0);
    return NULL;
}

static void *signal_one(void *arg) {
    (void)bs_wake_signal(*(int64_t *)arg);
    return NULL;
}

static void recv_isEndedByAnotherThread_withDataOrASignal(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    int64_t wake = bs_wake_open();
    assert_true(wake >= 0);
    char byte = 0;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, send_one, &p.b), 0);
    assert_int_equal(bs_recv_wait(p.a, bs_fd_first(wake), AT(&byte), 1, 0, 0, LONG_TIME), 1);
    assert_int_equal(byte, 'y');
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(pthread_create(&thread, NULL, signal_one, &wake), 0);
    assert_int_equal(bs_recv_wait(p.a, bs_fd_first(wake), AT(&byte), 1, 0, 0, LONG_TIME), -ECANCELED);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(bs_wake_close(wake), 0);
    close_pair(p);
}

static void send_timesOut_isCalledOff_orSends(void **state) {
    (void)state;
    enum { CHUNK = 1 << 20 };
    pair p = unix_pair(SOCK_STREAM);
    char *chunk = calloc(1, CHUNK);
    assert_non_null(chunk);
    int32_t sent = bs_send_wait(p.a, -1, AT(chunk), CHUNK, 0, 0, 0, 0);
    /* A part: the call does not wait for the rest. */
    assert_true(sent > 0 && sent < CHUNK);
    for (int i = 0; i < 1000 && sent >= 0; i++) {
        sent = bs_send_wait(p.a, -1, AT(chunk), CHUNK, 0, 0, 0, 0);
    }
    assert_int_equal(sent, -EAGAIN);
    assert_int_equal(bs_send_wait(p.a, -1, AT(chunk), CHUNK, 0, 0, 0, MILLI), -EAGAIN);
    int64_t wake = signalled();
    assert_int_equal(bs_send_wait(p.a, bs_fd_first(wake), AT(chunk), CHUNK, 0, 0, 0, -1), -ECANCELED);
    assert_int_equal(bs_wake_close(wake), 0);
    for (int i = 0; i < 1000 && bs_recv(p.b, AT(chunk), CHUNK, MSG_DONTWAIT) > 0; i++) {
    }
    assert_true(bs_send_wait(p.a, -1, AT(chunk), 1, 0, 0, 0, LONG_TIME) == 1);
    free(chunk);
    close_pair(p);
}

static void accept_neverHangs_onAListenerThatWasBlocking(void **state) {
    (void)state;
    struct sockaddr_in addr;
    int32_t listener = tcp_listener(&addr);
    assert_int_equal(bs_accept_wait(listener, -1, 0, 0, 0), -EAGAIN);
    assert_int_equal(bs_fcntl(listener, F_GETFL, 0) & O_NONBLOCK, O_NONBLOCK);
    assert_int_equal(bs_accept_wait(listener, -1, 0, 0, MILLI), -EAGAIN);
    int64_t wake = signalled();
    assert_int_equal(bs_accept_wait(listener, bs_fd_first(wake), 0, 0, -1), -ECANCELED);
    assert_int_equal(bs_wake_close(wake), 0);
    int32_t client = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    assert_int_equal(bs_connect(client, AT(&addr), sizeof addr), 0);
    bs_sockaddr_slot peer;
    int32_t server = opened(bs_accept_wait(listener, -1, AT(&peer), 0, LONG_TIME));
    assert_int_equal(peer.length, sizeof addr);
    assert_int_equal(bs_close(server), 0);
    assert_int_equal(bs_close(client), 0);
    assert_int_equal(bs_close(listener), 0);
    assert_int_equal(bs_accept_wait(listener, -1, 0, 0, -1), -EBADF);
}

static void connect_succeeds_isRefused_andKeepsTheMode(void **state) {
    (void)state;
    struct sockaddr_in addr;
    int32_t listener = tcp_listener(&addr);
    struct sockaddr_in nobody;
    int32_t bound = bound_to_loopback(SOCK_STREAM, &nobody);
    for (int nonblocking = 0; nonblocking < 2; nonblocking++) {
        int32_t client = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
        assert_int_equal(bs_set_nonblocking(client, nonblocking), 0);
        int32_t mode = bs_fcntl(client, F_GETFL, 0);
        assert_int_equal(bs_connect_wait(client, -1, AT(&addr), sizeof addr, LONG_TIME), 0);
        assert_int_equal(bs_fcntl(client, F_GETFL, 0), mode);
        assert_int_equal(bs_close(client), 0);

        client = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
        assert_int_equal(bs_set_nonblocking(client, nonblocking), 0);
        assert_int_equal(bs_connect_wait(client, -1, AT(&nobody), sizeof nobody, LONG_TIME), -ECONNREFUSED);
        assert_int_equal(bs_fcntl(client, F_GETFL, 0), mode);
        assert_int_equal(bs_close(client), 0);
    }
    int32_t connected = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    assert_int_equal(bs_connect(connected, AT(&addr), sizeof addr), 0);
    assert_int_equal(bs_connect_wait(connected, -1, AT(&addr), sizeof addr, LONG_TIME), -EISCONN);
    assert_int_equal(bs_close(connected), 0);
    assert_int_equal(bs_close(bound), 0);
    assert_int_equal(bs_close(listener), 0);
    assert_int_equal(bs_connect_wait(listener, -1, AT(&addr), sizeof addr, -1), -EBADF);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pollOne_tellsReadiness_timeoutAndCancellation),
        cmocka_unit_test(recv_timesOut_isCalledOff_orReceives),
        cmocka_unit_test(recv_isEndedByAnotherThread_withDataOrASignal),
        cmocka_unit_test(send_timesOut_isCalledOff_orSends),
        cmocka_unit_test(accept_neverHangs_onAListenerThatWasBlocking),
        cmocka_unit_test(connect_succeeds_isRefused_andKeepsTheMode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
