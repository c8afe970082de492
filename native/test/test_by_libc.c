/* linux/by_libc.c: which function each call becomes, and when. shim.c of the Java tests stands before libc's functions and counts. */
#define _GNU_SOURCE
#include "support.h"

#include <stdio.h>
#include <sys/select.h>
#include <time.h>

#include "force.h"
#include "sys.h"

/* Of shim.c. */
long shim_count(const char *name);

static struct timespec now;
#ifdef __x86_64__
static struct timeval now_too;
#endif
static char byte;

/* A call that waits for nothing and changes nothing, and the function that it becomes; NULL: none, and the answer is ENOSYS. */
static const struct {
    const char *function;
    long number;
    long a[6];
} calls[] = {
    {"socket", SYS_socket, {-1, 0, 0}},
    {"socketpair", SYS_socketpair, {-1, 0, 0, 0}},
    {"accept", SYS_accept, {-1, 0, 0}},
    {"accept4", SYS_accept4, {-1, 0, 0, 0}},
    {"pipe2", SYS_pipe2, {0, -1}},
    {"dup3", SYS_dup3, {-1, -1, 0}},
    {"close", SYS_close, {-1}},
    {"fcntl", SYS_fcntl, {-1, F_GETFL, 0}},
    {"ioctl", SYS_ioctl, {-1, 0, 0}},
    {"bind", SYS_bind, {-1, 0, 0}},
    {"connect", SYS_connect, {-1, 0, 0}},
    {"listen", SYS_listen, {-1, 0}},
    {"shutdown", SYS_shutdown, {-1, 0}},
    {"getsockname", SYS_getsockname, {-1, 0, 0}},
    {"getpeername", SYS_getpeername, {-1, 0, 0}},
    {"getsockopt", SYS_getsockopt, {-1, 0, 0, 0, 0}},
    {"setsockopt", SYS_setsockopt, {-1, 0, 0, 0, 0}},
    {"send", SYS_sendto, {-1, 0, 0, 0, 0, 0}},
    {"sendto", SYS_sendto, {-1, 0, 0, 0, (long)(intptr_t)&byte, 1}},
    {"recv", SYS_recvfrom, {-1, 0, 0, 0, 0, 0}},
    {"recvfrom", SYS_recvfrom, {-1, 0, 0, 0, (long)(intptr_t)&byte, 0}},
    {"sendmsg", SYS_sendmsg, {-1, 0, 0}},
    {"recvmsg", SYS_recvmsg, {-1, 0, 0}},
    {"sendmmsg", SYS_sendmmsg, {-1, 0, 0, 0}},
    {"recvmmsg", SYS_recvmmsg, {-1, 0, 0, 0, 0}},
    {"read", SYS_read, {-1, 0, 0}},
    {"write", SYS_write, {-1, 0, 0}},
    {"readv", SYS_readv, {-1, 0, 0}},
    {"writev", SYS_writev, {-1, 0, 0}},
    {"sendfile", SYS_sendfile, {-1, -1, 0, 1}},
    {"splice", SYS_splice, {-1, 0, -1, 0, 1, 0}},
    {"ppoll", SYS_ppoll, {0, 0, (long)(intptr_t)&now, 0, 0}},
    {"pselect", SYS_pselect6, {0, 0, 0, 0, (long)(intptr_t)&now, 0}},
    {"epoll_create1", SYS_epoll_create1, {-1}},
    {"epoll_ctl", SYS_epoll_ctl, {-1, 0, 0, 0}},
    {"epoll_wait", SYS_epoll_pwait, {-1, (long)(intptr_t)&byte, 1, 0, 0, 0}},
#ifdef __x86_64__ /* the older ones, for kernels and filters that lack the newer */
    {"pipe", SYS_pipe, {0}},
    {"dup2", SYS_dup2, {-1, 0}},
    {"poll", SYS_poll, {0, 0, 0}},
    {"select", SYS_select, {0, 0, 0, 0, (long)(intptr_t)&now_too}},
    {"epoll_create", SYS_epoll_create, {0}},
    {"epoll_wait", SYS_epoll_wait, {-1, (long)(intptr_t)&byte, 1, 0}},
#endif
    {NULL, SYS_epoll_pwait2, {-1, 0, 0, 0, 0, 0}},
    {NULL, SYS_pwritev2, {-1, 0, 0, -1, -1, 0}},
    {NULL, SYS_mmap, {0}},
};

#define CALL(way, i)                                                                                                   \
    way(calls[i].number, calls[i].a[0], calls[i].a[1], calls[i].a[2], calls[i].a[3], calls[i].a[4], calls[i].a[5])

static void eachCall_isItsFunction(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        const char *function = calls[i].function;
        assert_int_equal(bs_force(BS_CALLS_BY_LIBC), 1);
        long before = function == NULL ? 0 : shim_count(function);
        long by_libc = CALL(sys_call6, i);
        long after = function == NULL ? 0 : shim_count(function);
        assert_int_equal(bs_force(0), 0);
        if (function == NULL) {
            assert_int_equal(by_libc, -ENOSYS);
            continue;
        }
        if (after != before + 1 || by_libc != CALL(sys_call6, i)) {
            fail_msg("%s: %ld calls, result %ld, directly %ld", function, after - before, by_libc, CALL(sys_call6, i));
        }
        assert_int_equal(shim_count(function), after); /* nothing more by the direct ones */
    }
}

static void auto_findsTheShim(void **state) {
    (void)state;
    char path[4096] = "";
    assert_int_equal(bs_force(BS_CALLS_AUTO), 1);
    int32_t length = bs_interposer(path, sizeof path - 1);
    assert_int_equal(length, strlen(path));
#ifndef __SANITIZE_ADDRESS__ /* whose own functions stand before the shim's */
    assert_non_null(strstr(path, "libshim.so"));
#endif
    char first[2] = "";
    assert_int_equal(bs_interposer(first, 1), length);
    assert_int_equal(first[0], path[0]);
    assert_int_equal(bs_force(0), 0);
}

/* A socket of a library that stands before libc's functions is unknown to the kernel. */
static void libc_forbidsTheRing(void **state) {
    (void)state;
    assert_int_equal(bs_force(BS_CALLS_BY_LIBC), 1);
    assert_true(bs_forced(BS_FORCE_MMSG));
    assert_int_equal(bs_force(BS_CALLS_BY_LIBC | BS_FORCE_PIPE), 1);
    assert_true(bs_forced(BS_FORCE_PIPE));
    assert_int_equal(bs_force(0), 0);
    assert_false(bs_forced(BS_FORCE_MMSG));
}

/* A round trip, a wait and a poller, with nothing made directly. */
static void sockets_work(void **state) {
    (void)state;
    assert_int_equal(bs_force(BS_CALLS_AUTO), 1);
    long sent = shim_count("send");
    int64_t both = bs_socketpair(AF_UNIX, SOCK_STREAM, 0);
    assert_true(both >= 0);
    int32_t one = bs_fd_first(both);
    int32_t other = bs_fd_second(both);
    bs_poller *poller = opened_poller();
    assert_int_equal(bs_poller_ctl(poller, BS_POLLER_ADD, other, BS_POLLER_READABLE, 7), 0);
    bs_poller_event event = {0};
    assert_int_equal(bs_poller_wait(poller, &event, 1, MILLI, 0), 0);
    assert_int_equal(bs_send(one, "x", 1, 0), 1);
    assert_int_equal(bs_poller_wait(poller, &event, 1, LONG_TIME, 0), 1);
    assert_int_equal(event.token, 7);
    assert_int_equal(bs_recv(other, &byte, 1, MSG_DONTWAIT), 1);
    assert_int_equal(bs_recv(other, &byte, 1, MSG_DONTWAIT), -EAGAIN);
    struct iovec iov = {.iov_base = &byte, .iov_len = 1};
    assert_int_equal(bs_writev(one, &iov, 1), 1);
    assert_int_equal(bs_readv(other, &iov, 1), 1);
    assert_int_equal(bs_close(other), 0);
    assert_int_equal(bs_writev(one, &iov, 1), -EPIPE); /* and no SIGPIPE */
    assert_int_equal(bs_send(one, "x", 1, 0), -EPIPE);
    assert_int_equal(shim_count("send"), sent + 2);
    assert_int_equal(bs_close(one), 0);
    bs_poller_close(poller);
    assert_int_equal(bs_force(0), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eachCall_isItsFunction),
        cmocka_unit_test(auto_findsTheShim),
        cmocka_unit_test(libc_forbidsTheRing),
        cmocka_unit_test(sockets_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
