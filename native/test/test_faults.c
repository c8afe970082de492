/* EINTR and the number of system calls: one per operation, which returns -EINTR if it was interrupted */
#define _GNU_SOURCE
#include "support.h"

#include "inject.h"
#include "wake.h"

static void send_isOneCall_andSaysThatItWasInterrupted(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    inject_reset();
    assert_int_equal(bs_send(p.a, "x", 1, 0), 1);
    assert_int_equal(inject_count(SYS_sendto), 1);
    inject_error(SYS_sendto, EINTR, 1);
    assert_int_equal(bs_send(p.a, "y", 1, 0), -EINTR);
    assert_int_equal(inject_count(SYS_sendto), 2);
    assert_int_equal(bs_send(p.a, "y", 1, 0), 1);
    inject_reset();
    inject_error(SYS_sendto, ENOBUFS, 1);
    assert_int_equal(bs_send(p.a, "z", 1, 0), -ENOBUFS);
    assert_int_equal(inject_count(SYS_sendto), 1);
    close_pair(p);
}

static void recv_isOneCall_andSaysThatItWasInterrupted(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_DGRAM);
    char byte;
    bs_sockaddr_slot slot;
    assert_int_equal(bs_send(p.a, "x", 1, 0), 1);
    assert_int_equal(bs_send(p.a, "y", 1, 0), 1);
    inject_reset();
    assert_int_equal(bs_recv(p.b, &byte, 1, 0), 1);
    assert_int_equal(inject_count(SYS_recvfrom), 1);
    inject_error(SYS_recvfrom, EINTR, 1);
    assert_int_equal(bs_recvfrom(p.b, &byte, 1, 0, &slot), -EINTR);
    assert_int_equal(inject_count(SYS_recvfrom), 2);
    assert_int_equal(bs_recvfrom(p.b, &byte, 1, 0, &slot), 1);
    assert_int_equal(byte, 'y');
    inject_reset();
    assert_int_equal(bs_recv(p.b, &byte, 1, MSG_DONTWAIT), -EAGAIN);
    assert_int_equal(inject_count(SYS_recvfrom), 1);
    close_pair(p);
}

static void acceptConnectAndPoll_sayThatTheyWereInterrupted(void **state) {
    (void)state;
    struct sockaddr_in addr;
    int32_t listener = tcp_listener(&addr);
    int32_t client = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    inject_reset();
    inject_error_after(SYS_connect, EINTR);
    assert_int_equal(bs_connect(client, SA(&addr), sizeof addr), -EINTR);
    assert_int_equal(inject_count(SYS_connect), 1);
    inject_error(SYS_ppoll, EINTR, 1);
    assert_int_equal(bs_poll_one(listener, POLLIN, LONG_TIME), -EINTR);
    assert_int_equal(bs_poll_one(listener, POLLIN, LONG_TIME), POLLIN);
    inject_error(SYS_accept4, EINTR, 1);
    bs_sockaddr_slot peer;
    assert_int_equal(bs_accept4(listener, &peer, 0), -EINTR);
    int32_t server = opened(bs_accept4(listener, &peer, 0));
    assert_int_equal(inject_count(SYS_accept4), 2);
    assert_int_equal(peer.length, sizeof addr);
    assert_int_equal(bs_close(server), 0);
    assert_int_equal(bs_close(client), 0);
    assert_int_equal(bs_close(listener), 0);
}

static void close_isNeverRepeated(void **state) {
    (void)state;
    const int gone[] = {EINTR, EINPROGRESS};
    for (int i = 0; i < 2; i++) {
        int32_t fd = opened(bs_socket(AF_INET, SOCK_DGRAM, 0));
        inject_reset();
        inject_error_after(SYS_close, gone[i]);
        assert_int_equal(bs_close(fd), 0);
        assert_int_equal(inject_count(SYS_close), 1);
        assert_int_equal(bs_fcntl(fd, F_GETFD, 0), -EBADF);
    }
    int32_t fd = opened(bs_socket(AF_INET, SOCK_DGRAM, 0));
    inject_error_after(SYS_close, EIO);
    assert_int_equal(bs_close(fd), -EIO);
}

static void fcntlAndWake_areRepeatedWhenInterrupted(void **state) {
    (void)state;
    int64_t wake = bs_wake_open();
    assert_true(wake >= 0);
    inject_reset();
    inject_error(SYS_fcntl, EINTR, 2);
    assert_true(bs_fcntl(bs_fd_first(wake), F_GETFL, 0) >= 0);
    assert_int_equal(inject_count(SYS_fcntl), 3);
    inject_error(SYS_write, EINTR, 2);
    assert_int_equal(bs_wake_signal(wake), 0);
    assert_int_equal(inject_count(SYS_write), 3);
    inject_error(SYS_read, EINTR, 2);
    assert_int_equal(bs_wake_drain(wake), 0);
    assert_int_equal(inject_count(SYS_read), 3);
    assert_int_equal(bs_wake_close(wake), 0);
}

static void failedOpen_isAnErrno(void **state) {
    (void)state;
    inject_reset();
    inject_error(SYS_eventfd2, EMFILE, 1);
    assert_true(bs_wake_open() == -EMFILE);
    assert_int_equal(bs_force(BS_FORCE_PIPE), 0);
    inject_error(SYS_pipe2, ENFILE, 1);
    assert_true(bs_wake_open() == -ENFILE);
    assert_int_equal(bs_force(0), 0);
    inject_error(SYS_socketpair, EMFILE, 1);
    assert_true(bs_socketpair(AF_UNIX, SOCK_STREAM, 0) == -EMFILE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(send_isOneCall_andSaysThatItWasInterrupted),
        cmocka_unit_test(recv_isOneCall_andSaysThatItWasInterrupted),
        cmocka_unit_test(acceptConnectAndPoll_sayThatTheyWereInterrupted),
        cmocka_unit_test(close_isNeverRepeated),
        cmocka_unit_test(fcntlAndWake_areRepeatedWhenInterrupted),
        cmocka_unit_test(failedOpen_isAnErrno),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
