/* posix/fd.c, linux/fd.c, bsd/fd.c */
#define _GNU_SOURCE
#include "support.h"

static void assert_cloexec(int32_t fd) {
    assert_int_equal(bs_fcntl(fd, F_GETFD, 0) & FD_CLOEXEC, FD_CLOEXEC);
}

static int32_t status_of(int32_t fd) {
    int32_t flags = bs_fcntl(fd, F_GETFL, 0);
    assert_true(flags >= 0);
    return flags;
}

static void everyNewDescriptor_isCloseOnExec(void **state) {
    (void)state;
    int32_t fd = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    assert_cloexec(fd);
    int32_t duplicate = opened(bs_dup(fd));
    assert_int_not_equal(duplicate, fd);
    assert_cloexec(duplicate);
    int32_t by_fcntl = opened(bs_fcntl(fd, F_DUPFD, 100));
    assert_true(by_fcntl >= 100);
    assert_cloexec(by_fcntl);
    pair p = unix_pair(SOCK_STREAM);
    assert_cloexec(p.a);
    assert_cloexec(p.b);
    close_pair(p);
    assert_int_equal(bs_close(by_fcntl), 0);
    assert_int_equal(bs_close(duplicate), 0);
    assert_int_equal(bs_close(fd), 0);
}

static int32_t accepted(int32_t listener, int32_t flags) {
    assert_int_equal(bs_poll_one(listener, POLLIN, LONG_TIME), POLLIN);
    return bs_accept4(listener, 0, flags);
}

static void acceptedDescriptor_isCloseOnExec_andBlockingUnlessAsked(void **state) {
    (void)state;
    struct sockaddr_in addr;
    int32_t listener = tcp_listener(&addr);
    assert_int_equal(bs_set_nonblocking(listener, 1), 0);
    int32_t client = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    assert_int_equal(bs_connect(client, SA(&addr), sizeof addr), 0);
    int32_t server = opened(accepted(listener, 0));
    assert_cloexec(server);
    assert_int_equal(status_of(server) & O_NONBLOCK, 0);
    assert_int_equal(bs_close(server), 0);
    assert_int_equal(bs_close(client), 0);
#ifdef SOCK_NONBLOCK
    client = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    assert_int_equal(bs_connect(client, SA(&addr), sizeof addr), 0);
    server = opened(accepted(listener, SOCK_NONBLOCK));
    assert_cloexec(server);
    assert_int_equal(status_of(server) & O_NONBLOCK, O_NONBLOCK);
    assert_int_equal(bs_close(server), 0);
    assert_int_equal(bs_close(client), 0);
#endif
    assert_int_equal(bs_close(listener), 0);
}

#ifdef SOCK_NONBLOCK
static void socket_takesTypeFlags(void **state) {
    (void)state;
    int32_t fd = opened(bs_socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    assert_int_equal(status_of(fd) & O_NONBLOCK, O_NONBLOCK);
    assert_int_equal(bs_close(fd), 0);
}
#endif

static void nonblocking_leavesOtherFlagsAlone(void **state) {
    (void)state;
    int32_t fd = opened(bs_socket(AF_INET, SOCK_DGRAM, 0));
    assert_int_equal(bs_fcntl(fd, F_SETFL, O_ASYNC | O_APPEND), 0);
    int32_t before = status_of(fd);
    assert_int_equal(before & O_NONBLOCK, 0);
    assert_int_equal(bs_set_nonblocking(fd, 1), 0);
    assert_int_equal(status_of(fd), before | O_NONBLOCK);
    assert_int_equal(bs_set_nonblocking(fd, 0), 0);
    assert_int_equal(status_of(fd), before);
    assert_int_equal(bs_close(fd), 0);
}

static void dup_sharesTheFileDescription_notTheDescriptor(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    int32_t duplicate = opened(bs_dup(p.a));
    assert_int_equal(bs_set_nonblocking(p.a, 1), 0);
    assert_int_equal(status_of(duplicate) & O_NONBLOCK, O_NONBLOCK);
    assert_int_equal(bs_close(p.a), 0);
    assert_int_equal(bs_send(duplicate, "x", 1, 0), 1);
    assert_int_equal(bs_close(duplicate), 0);
    assert_int_equal(bs_close(p.b), 0);
}

static void closedDescriptor_isEbadf(void **state) {
    (void)state;
    int32_t fd = opened(bs_socket(AF_INET, SOCK_DGRAM, 0));
    assert_int_equal(bs_close(fd), 0);
    assert_int_equal(bs_close(fd), -EBADF);
    assert_int_equal(bs_dup(fd), -EBADF);
    assert_int_equal(bs_set_nonblocking(fd, 1), -EBADF);
    assert_int_equal(bs_fcntl(-1, F_GETFL, 0), -EBADF);
}

static void unknownFamily_isAnErrno(void **state) {
    (void)state;
    assert_int_equal(bs_socket(9999, SOCK_STREAM, 0), -EAFNOSUPPORT);
    assert_true(bs_socketpair(9999, SOCK_STREAM, 0) == -EAFNOSUPPORT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everyNewDescriptor_isCloseOnExec),
        cmocka_unit_test(acceptedDescriptor_isCloseOnExec_andBlockingUnlessAsked),
#ifdef SOCK_NONBLOCK
        cmocka_unit_test(socket_takesTypeFlags),
#endif
        cmocka_unit_test(nonblocking_leavesOtherFlagsAlone),
        cmocka_unit_test(dup_sharesTheFileDescription_notTheDescriptor),
        cmocka_unit_test(closedDescriptor_isEbadf),
        cmocka_unit_test(unknownFamily_isAnErrno),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
