/*
 * A real seccomp(2) filter denies each newer system call in turn, with both answers that filters give. Everything must
 * still work, and each new descriptor must be close-on-exec. Each case runs in a child, because a filter cannot be
 * removed.
 */
#define _GNU_SOURCE
#include "support.h"

#include <stdbool.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include "sys.h"
#include "wake.h"

enum { SLOTS = 3, SIZE = 8 };

/* cmocka's checks would jump into the parent's tests. This ends the child instead; its status is the line. */
#define CHECK(c) ((c) ? (void)0 : failed(#c, __LINE__))

static _Noreturn void failed(const char *what, int line) {
    fprintf(stderr, "line %d: not so: %s\n", line, what);
    _exit(1);
}

static int32_t cloexec(int32_t fd) {
    CHECK(fd >= 0);
    CHECK((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
    return fd;
}

static bool is_nonblocking(int32_t fd) {
    return (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0;
}

/* ---- what is done under the filter ---- */

static void descriptors(void) {
    int32_t fd = cloexec(bs_socket(AF_INET, SOCK_STREAM, 0));
    CHECK(!is_nonblocking(fd));
    CHECK(bs_dup2(fd, 100) == 100);
    cloexec(100);
    CHECK(bs_dup2(100, 100) == 100);
    CHECK(bs_dup2(-1, 100) == -EBADF);
    CHECK(bs_close(100) == 0 && bs_close(fd) == 0);
    int32_t other = cloexec(bs_socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
    CHECK(is_nonblocking(other) && bs_close(other) == 0);
    CHECK(bs_socket(AF_INET, 77, 0) == -EINVAL);
    for (int i = 0; i < 2; i++) {
        int64_t both = bs_socketpair(AF_UNIX, SOCK_STREAM | (i == 0 ? 0 : SOCK_NONBLOCK), 0);
        CHECK(both >= 0);
        CHECK(is_nonblocking(cloexec(bs_fd_first(both))) == (i == 1));
        CHECK(is_nonblocking(cloexec(bs_fd_second(both))) == (i == 1));
        CHECK(bs_wake_close(both) == 0);
        both = bs_pipe(i == 0 ? 0 : O_NONBLOCK);
        CHECK(both >= 0);
        CHECK(is_nonblocking(cloexec(bs_fd_first(both))) == (i == 1));
        CHECK(is_nonblocking(cloexec(bs_fd_second(both))) == (i == 1));
        CHECK(bs_wake_close(both) == 0);
    }
}

static void waking(void) {
    int64_t wake = bs_wake_open();
    CHECK(wake >= 0);
    cloexec(bs_fd_first(wake));
    cloexec(bs_fd_second(wake));
    struct pollfd readable = {.fd = bs_fd_first(wake), .events = POLLIN};
    CHECK(bs_poll(&readable, 1, 0) == 0);
    CHECK(bs_wake_signal(wake) == 0 && bs_wake_signal(wake) == 0);
    CHECK(bs_poll(&readable, 1, -1) == 1);
    CHECK(bs_wake_drain(wake) == 0);
    CHECK(bs_poll(&readable, 1, MILLI) == 0);
    CHECK(bs_wake_close(wake) == 0);
}

static void accepting(void) {
    struct sockaddr_in addr = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int32_t listener = bs_socket(AF_INET, SOCK_STREAM, 0);
    bs_sockaddr_slot slot;
    CHECK(bs_bind(listener, SA(&addr), sizeof addr) == 0 && bs_listen(listener, 4) == 0);
    CHECK(bs_getsockname(listener, &slot) == 0);
    for (int i = 0; i < 3; i++) {
        int32_t client = bs_socket(AF_INET, SOCK_STREAM, 0);
        CHECK(bs_connect(client, SA(slot.bytes), slot.length) == 0);
        bs_sockaddr_slot peer = {0};
        int32_t server = cloexec(bs_accept4(listener, &peer, i == 1 ? SOCK_NONBLOCK : 0));
        CHECK(is_nonblocking(server) == (i == 1));
        CHECK(peer.length == sizeof addr);
        CHECK(bs_close(server) == 0 && bs_close(client) == 0);
        CHECK(bs_set_nonblocking(listener, i == 1) == 0);
    }
    CHECK(bs_set_nonblocking(listener, 1) == 0);
    CHECK(bs_accept4(listener, 0, 0) == -EAGAIN);
    CHECK(bs_accept4(-1, 0, 0) == -EBADF);
    CHECK(bs_close(listener) == 0);
}

typedef struct laid_out {
    bs_batch batch;
    bs_gso gso;
    bs_sockaddr_slot plain[4];
    bs_message messages[SLOTS];
    bs_batch_slot slots[SLOTS];
    bs_batch_columns columns[SLOTS];
    struct iovec iov[SLOTS];
    bs_sockaddr_slot from[SLOTS];
    bs_error errors[SLOTS];
    char payload[SLOTS][SIZE];
    _Alignas(8) uint8_t out[SLOTS][BS_BATCH_CONTROL];
    _Alignas(8) char headers[SLOTS][BS_BATCH_HEADER];
} laid_out;

static void lay(laid_out *l) {
    memset(l, 0, sizeof *l);
    l->gso = (bs_gso){.java.plain = l->plain, .java.plain_capacity = 4, .java.max_segments = 4, .java.min_run = 4};
    l->batch = (bs_batch){.java.messages = l->messages,
                          .java.slots = l->slots,
                          .java.columns_at = l->columns,
                          .java.headers = l->headers,
                          .java.stride = sizeof(bs_message),
                          .java.capacity = SLOTS};
    for (int i = 0; i < SLOTS; i++) {
        l->iov[i] = (struct iovec){.iov_base = l->payload[i], .iov_len = SIZE};
        l->messages[i] =
            (bs_message){.java.iov = &l->iov[i], .java.iov_count = 1, .java.from = &l->from[i], .c.pidfd = -1};
        l->messages[i].java.out.data = l->out[i];
        l->slots[i] = (bs_batch_slot){.capacity = SIZE, .length = 1 + i};
        memset(l->payload[i], 'a' + i, SIZE);
    }
}

static void batches(void) {
    int64_t both = bs_socketpair(AF_UNIX, SOCK_DGRAM, 0);
    int32_t a = bs_fd_first(both);
    int32_t b = bs_fd_second(both);
    for (int ring = 0; ring < 2; ring++) {
        laid_out out;
        laid_out in;
        lay(&out);
        lay(&in);
        if (ring == 1) {
            (void)bs_batch_ring(&in.batch); /* or there is none */
        }
        CHECK(bs_sendmmsg(a, &out.batch, 0, SLOTS, 0) == SLOTS);
        CHECK(bs_recvmmsg(b, &in.batch, 0, SLOTS, MSG_DONTWAIT) == SLOTS);
        for (int i = 0; i < SLOTS; i++) {
            CHECK(in.slots[i].length == 1 + i && in.payload[i][0] == 'a' + i);
        }
        CHECK(bs_recvmmsg(b, &in.batch, 0, SLOTS, MSG_DONTWAIT) == -EAGAIN);
        CHECK(bs_sendmmsg(-1, &out.batch, 0, SLOTS, 0) == -EBADF);
        CHECK(bs_errors(b, &in.batch, in.errors, SLOTS) <= 0);
        CHECK(bs_batch_discard(&in.batch) == 0);
    }
    CHECK(bs_wake_close(both) == 0);
}

static void segments(void) {
    struct sockaddr_in self = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int32_t fd = bs_socket(AF_INET, SOCK_DGRAM, 0);
    bs_sockaddr_slot slot;
    CHECK(bs_bind(fd, SA(&self), sizeof self) == 0 && bs_getsockname(fd, &slot) == 0);
    CHECK(bs_connect(fd, SA(slot.bytes), slot.length) == 0);
    laid_out out;
    lay(&out);
    out.gso.java.max_segments = 1; /* plain: by sendmmsg(2) */
    char bytes[SIZE];
    CHECK(bs_send_segments(fd, &out.gso, out.payload, 5, 2, 0, 0, 0) == 5);
    CHECK(bs_recv(fd, bytes, SIZE, 0) == 2 && bs_recv(fd, bytes, SIZE, 0) == 2);
    CHECK(bs_recv(fd, bytes, SIZE, 0) == 1);
    out.batch.java.gso = &out.gso;
    CHECK(bs_sendmmsg(fd, &out.batch, 0, SLOTS, 0) == SLOTS);
    for (int i = 0; i < SLOTS; i++) {
        CHECK(bs_recv(fd, bytes, SIZE, 0) == 1 + i);
    }
    CHECK(bs_close(fd) == 0);
}

static void polling(void) {
    int64_t opened_at = bs_poller_open();
    CHECK(opened_at > 0 || opened_at < -4095); /* an address */
    bs_poller *poller = (bs_poller *)(intptr_t)opened_at;
    int64_t both = bs_socketpair(AF_UNIX, SOCK_STREAM, 0);
    CHECK(bs_poller_ctl(poller, BS_POLLER_ADD, bs_fd_first(both), BS_POLLER_READABLE, 7) == 0);
    bs_poller_event events[4];
    CHECK(bs_poller_wait(poller, events, 4, 0, 0) == 0);
    CHECK(bs_poller_wait(poller, events, 4, MILLI, 0) == 0);
    CHECK(bs_poller_wake(poller) == 0);
    CHECK(bs_poller_wait(poller, events, 4, -1, 0) == 0);
    CHECK(bs_send(bs_fd_second(both), "x", 1, 0) == 1);
    CHECK(bs_poller_wait(poller, events, 4, -1, 0) == 1);
    CHECK(events[0].token == 7 && events[0].events == BS_POLLER_READABLE);
    CHECK(bs_poller_wait(poller, events, 4, LONG_TIME, 0) == 1);
    CHECK(bs_poller_close(poller) == 0);
    uint64_t set = UINT64_C(1) << bs_fd_first(both);
    CHECK(bs_select(64, &set, 0, 0, -1) == 1 && bs_select(64, &set, 0, 0, LONG_TIME) == 1);
    CHECK(set == UINT64_C(1) << bs_fd_first(both));
    set = UINT64_C(1) << bs_fd_second(both);
    CHECK(bs_select(64, &set, 0, 0, MILLI) == 0 && set == 0);
    CHECK(bs_wake_close(both) == 0);
}

static void transfer(void) {
    int64_t sockets = bs_socketpair(AF_UNIX, SOCK_STREAM, 0);
    int64_t ends = bs_pipe(0);
    int32_t file = memfd_create("file", MFD_CLOEXEC);
    struct iovec iov[] = {{"ab", 2}, {"c", 1}};
    char got[SIZE];
    CHECK(bs_writev(file, iov, 2) == 3);
    CHECK(bs_sendfile(bs_fd_second(sockets), file, 0, 3) == 3);
    CHECK(bs_splice(bs_fd_first(sockets), -1, bs_fd_second(ends), -1, 3, 0) == 3);
    CHECK(bs_writev(bs_fd_second(ends), iov, 2) == 3);
    CHECK(read(bs_fd_first(ends), got, sizeof got) == 6 && memcmp(got, "abcabc", 6) == 0);
    CHECK(bs_writev(bs_fd_second(sockets), iov, 2) == 3);
    CHECK(bs_writev(bs_fd_second(sockets), NOBODYS, 1) == -EFAULT);
    CHECK(bs_close(bs_fd_first(sockets)) == 0);
    CHECK(bs_writev(bs_fd_second(sockets), iov, 2) == -EPIPE); /* SIGPIPE would end the child */
    CHECK(bs_close(bs_fd_second(sockets)) == 0 && bs_close(file) == 0 && bs_wake_close(ends) == 0);
}

static void everything(void) {
    for (int twice = 0; twice < 2; twice++) { /* once to find out, once to remember */
        descriptors();
        waking();
        accepting();
        batches();
        segments();
        polling();
        transfer();
    }
    int32_t r = bs_barrier_open();
    CHECK(r == 0 || r == -ENOSYS || r == -EPERM || r == -EINVAL);
}

/* ---- filters ---- */

typedef struct denial {
    const char *name;
    long number;
    int answer;
    uint32_t with; /* denied only if the second argument has these bits; 0: always */
} denial;

/* All of them at once. */
static void install(const denial *denials, size_t count) {
    struct sock_filter program[128];
    size_t n = 0;
    const uint32_t nr = offsetof(struct seccomp_data, nr);
    const uint32_t second = offsetof(struct seccomp_data, args[1]); /* its low half: little-endian */
    for (size_t i = 0; i < count; i++) {
        const denial *d = &denials[i];
        uint8_t length = d->with != 0 ? 3 : 1;
        program[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, nr);
        program[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)d->number, 0, length);
        if (d->with != 0) {
            program[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, second);
            program[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, d->with, 0, 1);
        }
        program[n++] =
            (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ((uint32_t)d->answer & SECCOMP_RET_DATA));
    }
    program[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog all = {.len = (unsigned short)n, .filter = program};
    CHECK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
    CHECK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all) == 0);
}

static bool is_denied(const denial *d) {
    long r = d->with != 0 ? syscall(d->number, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, 0L)
                          : syscall(d->number, -1, -1L, 0L, 0L);
    return r == -1 && errno == d->answer;
}

static bool works_without(const denial *denials, size_t count) {
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        alarm(60); /* a wait that does not end is a failure, not a hung build */
        install(denials, count);
        for (size_t i = 0; i < count; i++) {
            CHECK(is_denied(&denials[i]));
        }
        everything();
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static const struct {
    const char *name;
    long number;
} CALLS[] = {
    {"accept4", SYS_accept4},
    {"io_uring_setup", SYS_io_uring_setup},
    {"io_uring_enter", SYS_io_uring_enter},
    {"io_uring_register", SYS_io_uring_register},
    {"epoll_pwait2", SYS_epoll_pwait2},
    {"eventfd2", SYS_eventfd2},
    {"epoll_create1", SYS_epoll_create1},
    {"membarrier", SYS_membarrier},
    {"pwritev2", SYS_pwritev2},
    {"recvmmsg", SYS_recvmmsg},
    {"sendmmsg", SYS_sendmmsg},
#ifdef SYS_dup2
    {"dup3", SYS_dup3},
#endif
#ifdef SYS_pipe
    {"pipe2", SYS_pipe2},
#endif
#ifdef SYS_poll
    {"ppoll", SYS_ppoll},
#endif
#ifdef SYS_select
    {"pselect6", SYS_pselect6},
#endif
#ifdef SYS_epoll_wait
    {"epoll_wait", SYS_epoll_wait},
#endif
};

enum { COUNT = sizeof CALLS / sizeof CALLS[0] };

static void withoutAFilter_everythingWorks(void **state) {
    (void)state;
    assert_true(works_without(NULL, 0));
}

static void eachDeniedCall_isDoneByOlderOnes(void **state) {
    (void)state;
    const int answers[] = {ENOSYS, EPERM};
    for (size_t i = 0; i < COUNT; i++) {
        for (int k = 0; k < 2; k++) {
            denial d = {.name = CALLS[i].name, .number = CALLS[i].number, .answer = answers[k]};
            if (!works_without(&d, 1)) {
                fail_msg("%s denied with error %d", d.name, d.answer);
            }
        }
    }
}

static void allDeniedAtOnce_everythingWorks(void **state) {
    (void)state;
    const int answers[] = {ENOSYS, EPERM};
    for (int k = 0; k < 2; k++) {
        denial all[COUNT + 2];
        size_t n = 0;
        for (size_t i = 0; i < COUNT; i++) {
            all[n++] = (denial){.name = CALLS[i].name, .number = CALLS[i].number, .answer = answers[k]};
        }
        const uint32_t flags = SOCK_CLOEXEC | SOCK_NONBLOCK;
        all[n++] = (denial){.name = "socket", .number = SYS_socket, .answer = EINVAL, .with = flags};
        all[n++] = (denial){.name = "socketpair", .number = SYS_socketpair, .answer = EINVAL, .with = flags};
        assert_true(works_without(all, n));
    }
}

/* Without epoll(7) a poller uses poll(2). */
static void noEpollAtAll_isPoll(void **state) {
    (void)state;
    const denial epoll[] = {{.name = "epoll_create1", .number = SYS_epoll_create1, .answer = EPERM},
#ifdef SYS_epoll_create
                            {.name = "epoll_create", .number = SYS_epoll_create, .answer = EPERM},
#endif
                            {.name = "epoll_ctl", .number = SYS_epoll_ctl, .answer = EPERM}};
    assert_true(works_without(epoll, sizeof epoll / sizeof epoll[0]));
    assert_true(works_without(&epoll[sizeof epoll / sizeof epoll[0] - 1], 1));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(withoutAFilter_everythingWorks),
        cmocka_unit_test(eachDeniedCall_isDoneByOlderOnes),
        cmocka_unit_test(allDeniedAtOnce_everythingWorks),
        cmocka_unit_test(noEpollAtAll_isPoll),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
