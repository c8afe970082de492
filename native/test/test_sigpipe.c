/* sigpipe.h: calls without MSG_NOSIGNAL raise no SIGPIPE, and do not lose a SIGPIPE from another source. */
#define _GNU_SOURCE
#include "support.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "inject.h"
#include "wake.h"

enum { FILE_SIZE = 8 << 20 };

static volatile sig_atomic_t raised;

static void count_it(int signal) {
    (void)signal;
    raised++;
}

static int32_t file;

static int set_up(void **state) {
    (void)state;
    struct sigaction counting = {.sa_handler = count_it};
    file = memfd_create("file", MFD_CLOEXEC);
    return sigaction(SIGPIPE, &counting, NULL) != 0 || file < 0 || ftruncate(file, FILE_SIZE) != 0;
}

static int tear_down(void **state) {
    (void)state;
    struct sigaction usual = {.sa_handler = SIG_DFL};
    return sigaction(SIGPIPE, &usual, NULL) != 0 || close(file) != 0;
}

/* ---- descriptors whose reader is gone ---- */

static pair broken_socket(int domain) {
    if (domain == AF_UNIX) {
        pair p = unix_pair(SOCK_STREAM);
        assert_int_equal(bs_close(p.b), 0);
        return (pair){.a = p.a, .b = -1};
    }
    struct sockaddr_in self;
    int32_t listener = tcp_listener(&self);
    int32_t fd = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    assert_int_equal(bs_connect(fd, SA(&self), sizeof self), 0);
    assert_int_equal(bs_shutdown(fd, SHUT_WR), 0);
    return (pair){.a = fd, .b = listener}; /* closed earlier it would reset the connection */
}

static pair broken_pipe(void) {
    int64_t both = bs_pipe(0);
    assert_true(both >= 0);
    assert_int_equal(bs_close(bs_fd_first(both)), 0);
    return (pair){.a = bs_fd_second(both), .b = -1};
}

static int64_t write_some(int32_t fd) {
    char bytes[] = "abc";
    struct iovec iov = {.iov_base = bytes, .iov_len = 3};
    return bs_writev(fd, &iov, 1);
}

static int64_t send_file(int32_t fd) {
    return bs_sendfile(fd, file, 0, 3);
}

static int64_t splice_out(int32_t fd) {
    int64_t both = bs_pipe(0);
    assert_int_equal(write(bs_fd_second(both), "abc", 3), 3);
    int64_t r = bs_splice(bs_fd_first(both), -1, fd, -1, 3, 0);
    assert_int_equal(bs_wake_close(both), 0);
    return r;
}

static int64_t splice_file(int32_t fd) {
    return bs_splice(file, 0, fd, -1, 3, 0); /* into a pipe */
}

typedef int64_t call(int32_t fd);

static const struct {
    call *make;
    bool pipe_only;
} CALLS[] = {{write_some, false}, {send_file, false}, {splice_out, false}, {splice_file, true}};

static void on_each_broken_end(void (*check)(call *make, int32_t fd)) {
    for (size_t i = 0; i < sizeof CALLS / sizeof CALLS[0]; i++) {
        for (int where = 0; where < (CALLS[i].pipe_only ? 1 : 3); where++) {
            pair p = where == 0 ? broken_pipe() : broken_socket(where == 1 ? AF_UNIX : AF_INET);
            check(CALLS[i].make, p.a);
            assert_int_equal(bs_close(p.a), 0);
            assert_int_equal(p.b < 0 ? 0 : bs_close(p.b), 0);
        }
    }
}

/* ---- checks ---- */

static bool is_blocked(void) {
    sigset_t now;
    assert_int_equal(pthread_sigmask(SIG_BLOCK, NULL, &now), 0);
    return sigismember(&now, SIGPIPE) == 1;
}

static bool is_pending(void) {
    sigset_t pending;
    assert_int_equal(sigpending(&pending), 0);
    return sigismember(&pending, SIGPIPE) == 1;
}

static void set_blocked(bool blocked) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    assert_int_equal(pthread_sigmask(blocked ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL), 0);
}

static void none_is_raised(call *make, int32_t fd) {
    raised = 0;
    assert_int_equal(make(fd), -EPIPE);
    assert_int_equal(raised, 0);
    assert_false(is_pending());
    assert_false(is_blocked());
}

static void aBrokenEnd_isEpipe_withoutSigpipe(void **state) {
    (void)state;
    inject_reset();
    on_each_broken_end(none_is_raised);
}

static void a_blocked_one_stays(call *make, int32_t fd) {
    raised = 0;
    set_blocked(true);
    assert_int_equal(make(fd), -EPIPE);
    assert_false(is_pending());
    assert_true(is_blocked());
    assert_int_equal(raise(SIGPIPE), 0);
    assert_int_equal(make(fd), -EPIPE);
    assert_true(is_pending()); /* the caller's, still */
    assert_int_equal(raised, 0);
    set_blocked(false);
    assert_int_equal(raised, 1);
}

static void whatTheCallerBlocks_orHasPending_isLeftAlone(void **state) {
    (void)state;
    inject_reset();
    on_each_broken_end(a_blocked_one_stays);
}

static void from_another_process(void) {
    pid_t parent = getpid();
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        _exit(kill(parent, SIGPIPE) == 0 ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* The other signal comes while the signal is blocked for the call: together with the call's own one, and alone. */
static void oneFromAnotherProcess_isDelivered(void **state) {
    (void)state;
    for (int alone = 0; alone <= 1; alone++) {
        pair p = broken_socket(AF_UNIX);
        inject_reset();
        raised = 0;
        inject_action(SYS_sendfile, 1, from_another_process);
        if (alone) {
            inject_error(SYS_sendfile, EPIPE, 1);
        }
        assert_int_equal(send_file(p.a), -EPIPE);
        assert_int_equal(raised, 1);
        assert_false(is_pending());
        assert_int_equal(bs_close(p.a), 0);
    }
}

/* Reads nothing; closes the descriptor when data is there. */
static void *close_when_something_came(void *fd_at) {
    int32_t fd = *(int32_t *)fd_at;
    struct pollfd readable = {.fd = fd, .events = POLLIN};
    assert_int_equal(bs_poll(&readable, 1, LONG_TIME), 1);
    assert_int_equal(bs_close(fd), 0);
    return NULL;
}

static int64_t send_whole_file(int32_t fd) {
    return bs_sendfile(fd, file, 0, FILE_SIZE);
}

static int64_t write_whole_file(int32_t fd) {
    void *bytes = mmap(NULL, FILE_SIZE, PROT_READ, MAP_PRIVATE, file, 0);
    assert_true(bytes != MAP_FAILED);
    struct iovec iov = {.iov_base = bytes, .iov_len = FILE_SIZE};
    int64_t r = bs_writev(fd, &iov, 1);
    assert_int_equal(munmap(bytes, FILE_SIZE), 0);
    return r;
}

/* The signal without EPIPE: the result is what was sent before. */
static void aPart_andThenABrokenEnd_raiseNone(void **state) {
    (void)state;
    inject_reset();
    call *const calls[] = {send_whole_file, write_whole_file};
    for (int i = 0; i < 4; i++) {
        pair p = unix_pair(SOCK_STREAM);
        if (i % 2 == 1) {
            close_pair(p);
            int64_t both = bs_pipe(0);
            p = (pair){.a = bs_fd_second(both), .b = bs_fd_first(both)};
        }
        pthread_t reader;
        raised = 0;
        assert_int_equal(pthread_create(&reader, NULL, close_when_something_came, &p.b), 0);
        int64_t sent = calls[i / 2](p.a);
        assert_int_equal(pthread_join(reader, NULL), 0);
        assert_true(sent > 0 && sent < FILE_SIZE);
        assert_int_equal(raised, 0);
        assert_false(is_pending());
        assert_int_equal(bs_close(p.a), 0);
    }
}

static void success_costsTwoCallsMore_andNoMore(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    inject_reset();
    assert_int_equal(send_file(p.a), 3);
    assert_int_equal(inject_count(SYS_sendfile), 1);
    assert_int_equal(inject_count(SYS_rt_sigprocmask), 2);
    assert_int_equal(inject_count(SYS_rt_sigtimedwait), 0);
    close_pair(p);
}

/* The last test, because a missing feature is remembered. */
static void beforeLinux618_theSameHolds(void **state) {
    (void)state;
    const int errors[] = {EOPNOTSUPP, ENOSYS};
    for (int i = 0; i < 2; i++) {
        inject_reset();
        inject_error(SYS_pwritev2, errors[i], 2); /* the call, and the one that asks */
        pair p = unix_pair(SOCK_STREAM);
        assert_int_equal(write_some(p.a), 3);
        assert_int_equal(inject_count(SYS_writev), 1);
        assert_int_equal(write_some(p.a), 3);
        assert_int_equal(inject_count(SYS_writev), 2);
        close_pair(p);
        on_each_broken_end(none_is_raised);
        on_each_broken_end(a_blocked_one_stays);
        aPart_andThenABrokenEnd_raiseNone(state);
        assert_int_equal(bs_writev(-1, 0, 0), -EBADF);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aBrokenEnd_isEpipe_withoutSigpipe),
        cmocka_unit_test(whatTheCallerBlocks_orHasPending_isLeftAlone),
        cmocka_unit_test(oneFromAnotherProcess_isDelivered),
        cmocka_unit_test(aPart_andThenABrokenEnd_raiseNone),
        cmocka_unit_test(success_costsTwoCallsMore_andNoMore),
        cmocka_unit_test(beforeLinux618_theSameHolds),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
