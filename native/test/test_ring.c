/* linux/ring.c: batches that receive by an io_uring, and what happens if its system calls fail. */
#define _GNU_SOURCE
#include "support.h"

#include <pthread.h>
#include <stdbool.h>

#include "inject.h"

enum { SLOTS = 70, SIZE = 8, CONTROL = 64, PREFIX = 256, STRIDE = PREFIX + 64 };

typedef struct laid_out {
    bs_batch batch;
    bs_message messages[SLOTS];
    bs_batch_slot slots[SLOTS];
    bs_batch_columns columns[SLOTS];
    struct iovec iov[SLOTS];
    int32_t fds[SLOTS][CONTROL / 4];
    bs_cmsg records[SLOTS][CONTROL / 16];
    _Alignas(8) uint8_t control[SLOTS][CONTROL];
    _Alignas(64) uint8_t buffers[SLOTS][STRIDE];
    _Alignas(8) char headers[SLOTS][BS_BATCH_HEADER];
} laid_out;

static laid_out in; /* too large for a stack */
static bool rings;

static void lay(void) {
    inject_reset();
    memset(&in, 0, sizeof in);
    in.batch = (bs_batch){.java.messages = in.messages,
                          .java.slots = in.slots,
                          .java.columns_at = in.columns,
                          .java.headers = in.headers,
                          .java.stride = sizeof(bs_message),
                          .java.capacity = SLOTS,
                          .java.buffers = in.buffers[0],
                          .java.buffer_stride = STRIDE,
                          .java.buffer_length = PREFIX + SIZE,
                          .java.prefix = PREFIX};
    for (int i = 0; i < SLOTS; i++) {
        in.iov[i] = (struct iovec){.iov_base = in.buffers[i] + PREFIX, .iov_len = SIZE};
        in.messages[i] = (bs_message){
            .java.iov = &in.iov[i],
            .java.iov_count = 1,
            .java.from = (bs_sockaddr_slot *)(void *)(in.buffers[i] + 8),
            .java.fds = in.fds[i],
            .java.fd_capacity = CONTROL / 4,
            .c.pidfd = -1,
            .java.in = {
                .data = in.control[i], .records = in.records[i], .capacity = CONTROL, .record_capacity = CONTROL / 16}};
        in.slots[i] = (bs_batch_slot){.capacity = SIZE};
    }
}

/* A batch with a ring; the test is skipped if there can be none. */
static void lay_with_ring(void) {
    if (!rings) {
        skip();
    }
    lay();
    assert_int_equal(bs_batch_ring(&in.batch), 0);
    assert_true(in.batch.c.ring != 0);
    inject_reset();
}

static void send_numbers(int fd, int first, int count) {
    for (int i = first; i < first + count; i++) {
        char b[SIZE] = {(char)i};
        assert_int_equal(send(fd, b, (size_t)(i % SIZE + 1), MSG_DONTWAIT), i % SIZE + 1);
    }
}

static void check(int slot, int number) {
    assert_int_equal(in.slots[slot].bytes, number % SIZE + 1);
    assert_int_equal(in.buffers[slot][PREFIX], number);
}

static int32_t receive(int fd, int32_t flags) {
    return bs_recvmmsg(fd, &in.batch, 0, SLOTS, MSG_DONTWAIT | flags);
}

static int open_descriptors(void) {
    int n = 0;
    for (int fd = 0; fd < 256; fd++) {
        n += fcntl(fd, F_GETFD) >= 0;
    }
    return n;
}

static void oneRequest_takesUpTo32(void **state) {
    (void)state;
    lay_with_ring();
    pair p = unix_pair(SOCK_DGRAM);
    int counts[] = {1, 31, 32, 33, 64, 70, 0};
    int requests[] = {1, 1, 1, 2, 3, 3, 1}; /* one that brings all it may is followed by another */
    for (size_t k = 0; k < sizeof counts / sizeof counts[0]; k++) {
        inject_reset();
        send_numbers(p.a, 0, counts[k]);
        assert_int_equal(receive(p.b, 0), counts[k] == 0 ? -EAGAIN : counts[k]);
        assert_int_equal(inject_count(SYS_io_uring_enter), requests[k] + (counts[k] == 32));
        assert_int_equal(inject_count(SYS_recvmmsg), 0);
        for (int i = 0; i < counts[k]; i++) {
            check(i, i);
        }
        for (int i = counts[k]; i < SLOTS; i++) {
            assert_true(in.slots[i].bytes <= 0);
        }
    }
    close_pair(p);
    assert_int_equal(bs_batch_discard(&in.batch), 0);
}

static void aFailingRequest_isTakenBack_andRecvmmsgDoesIt(void **state) {
    (void)state;
    lay_with_ring();
    pair p = unix_pair(SOCK_DGRAM);
    int errors[] = {EAGAIN, EBUSY, ENOMEM, EINTR, EPERM};
    for (size_t k = 0; k < sizeof errors / sizeof errors[0]; k++) {
        inject_reset();
        send_numbers(p.a, 0, 5);
        inject_error(SYS_io_uring_enter, errors[k], 1);
        assert_int_equal(receive(p.b, 0), 5);
        assert_int_equal(inject_count(SYS_recvmmsg), 1);
        check(4, 4);
        send_numbers(p.a, 5, 6); /* and the ring is as good as before */
        assert_int_equal(receive(p.b, 0), 6);
        assert_int_equal(inject_count(SYS_recvmmsg), 1);
        check(5, 10);
    }
    close_pair(p);
    bs_batch_discard(&in.batch);
}

typedef struct call {
    int fd;
    int32_t came;
} call;

static void *receive_there(void *argument) {
    call *c = argument;
    c->came = receive(c->fd, 0);
    return NULL;
}

/* Another thread receives that many. */
static void receive_elsewhere(pair p, int count) {
    call c = {.fd = p.b};
    pthread_t thread;
    send_numbers(p.a, 0, count);
    assert_int_equal(pthread_create(&thread, NULL, receive_there, &c), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(c.came, count);
    check(count - 1, count - 1);
}

/* The ring belongs to the thread that made it, then to the next thread, and then to all threads. Each receive uses it,
 * and only one ring is open. */
static void anotherThread_getsTheRing_andFromTheThirdOnItIsForAll(void **state) {
    (void)state;
    lay_with_ring();
    pair p = unix_pair(SOCK_DGRAM);
    int before = open_descriptors();
    for (int k = 0; k < 4; k++) {
        receive_elsewhere(p, 40);
    }
    assert_int_equal(inject_count(SYS_recvmmsg), 0);
    assert_int_equal(inject_count(SYS_io_uring_setup), 2);
    assert_int_equal(open_descriptors(), before);
    inject_reset();
    send_numbers(p.a, 0, 3);
    assert_int_equal(receive(p.b, 0), 3);
    assert_int_equal(inject_count(SYS_io_uring_enter), 1);
    close_pair(p);
    bs_batch_discard(&in.batch);
}

static void aRingThatCannotBeMadeForTheNextThread_isLeft_andRecvmmsgDoesIt(void **state) {
    (void)state;
    lay_with_ring();
    pair p = unix_pair(SOCK_DGRAM);
    int before = open_descriptors();
    inject_error(SYS_io_uring_setup, EMFILE, 1);
    receive_elsewhere(p, 40);
    assert_int_equal(inject_count(SYS_recvmmsg), 1);
    send_numbers(p.a, 0, 3);
    assert_int_equal(receive(p.b, 0), 3); /* here it works as before */
    assert_int_equal(inject_count(SYS_recvmmsg), 1);
    receive_elsewhere(p, 40);
    assert_int_equal(inject_count(SYS_recvmmsg), 1);
    assert_int_equal(open_descriptors(), before);
    close_pair(p);
    bs_batch_discard(&in.batch);
}

/* Linux 6.0. */
static void aKernelWithoutRingsOfAThread_makesCommonOnes(void **state) {
    (void)state;
    if (!rings) {
        skip();
    }
    lay();
    inject_error(SYS_io_uring_setup, EINVAL, 1);
    assert_int_equal(bs_batch_ring(&in.batch), 0);
    assert_int_equal(inject_count(SYS_io_uring_setup), 2);
    pair p = unix_pair(SOCK_DGRAM);
    receive_elsewhere(p, 40);
    receive_elsewhere(p, 40);
    assert_int_equal(inject_count(SYS_recvmmsg), 0);
    assert_int_equal(inject_count(SYS_io_uring_setup), 2);
    close_pair(p);
    bs_batch_discard(&in.batch);
}

static void fail_enter(void) {
    inject_error(SYS_io_uring_enter, ENOMEM, 1);
}

static void aLaterRequestThatFails_endsTheReceive_andNothingIsLost(void **state) {
    (void)state;
    lay_with_ring();
    pair p = unix_pair(SOCK_DGRAM);
    send_numbers(p.a, 0, 40);
    inject_action(SYS_io_uring_enter, 2, fail_enter);
    assert_int_equal(receive(p.b, 0), 32);
    check(31, 31);
    assert_int_equal(receive(p.b, 0), 8);
    check(7, 39);
    close_pair(p);
    bs_batch_discard(&in.batch);
}

/* Finds the page of the ring by what the code under test tells the kernel: struct io_uring_sqe, msg_flags at 28. */
static void forget_dontwait(void) {
    /* struct bs_ring: 32 buffers of 16 bytes, the msghdr, the address of the submissions. */
    char *ring = (char *)(intptr_t)in.batch.c.ring;
    char *sqe;
    memcpy(&sqe, ring + 32 * 16 + sizeof(struct msghdr), sizeof sqe);
    assert_int_equal(sqe[0], 10); /* IORING_OP_RECVMSG */
    uint32_t flags;
    memcpy(&flags, sqe + 28, sizeof flags);
    flags &= ~(uint32_t)MSG_DONTWAIT;
    memcpy(sqe + 28, &flags, sizeof flags);
}

/* As if the kernel did not end the request when there is nothing more: the request must not stay active, because it
 * could write to the batch's memory. */
static void aRequestThatGoesOn_isCancelled(void **state) {
    (void)state;
    lay_with_ring();
    pair p = unix_pair(SOCK_DGRAM);
    for (int count = 0; count < 40; count += 13) {
        inject_reset();
        send_numbers(p.a, 0, count);
        inject_action(SYS_io_uring_enter, 1 + count / 32, forget_dontwait);
        assert_int_equal(receive(p.b, 0), count == 0 ? -EAGAIN : count);
        assert_true(inject_count(SYS_io_uring_enter) >= 3); /* the request, its cancellation, the look at both */
        send_numbers(p.a, 50, 3);
        assert_int_equal(receive(p.b, 0), 3);
        check(0, 50);
        check(2, 52);
    }
    close_pair(p);
    bs_batch_discard(&in.batch);
}

static void otherFlags_andTheCallersMemory_goByRecvmmsg(void **state) {
    (void)state;
    lay_with_ring();
    pair p = unix_pair(SOCK_DGRAM);
    send_numbers(p.a, 0, 4);
    assert_int_equal(receive(p.b, MSG_PEEK), SLOTS); /* the first again and again */
    assert_int_equal(inject_count(SYS_recvmmsg), 1);
    assert_int_equal(bs_recvmmsg(p.b, &in.batch, 0, 1, 0), 1);
    assert_int_equal(inject_count(SYS_recvmmsg), 2);
    in.batch.java.foreign = 1;
    assert_int_equal(receive(p.b, 0), 3);
    assert_int_equal(inject_count(SYS_recvmmsg), 3);
    in.batch.java.foreign = 0;
    in.batch.java.ring_from = 4;
    send_numbers(p.a, 0, 1);
    assert_int_equal(receive(p.b, 0), 1);
    assert_int_equal(inject_count(SYS_recvmmsg), 4);
    assert_int_equal(inject_count(SYS_io_uring_enter), 0);
    close_pair(p);
    bs_batch_discard(&in.batch);
}

static void descriptors_comeCloseOnExec_andAreClosedWithTheBatch(void **state) {
    (void)state;
    lay_with_ring();
    pair p = unix_pair(SOCK_DGRAM);
    int before = open_descriptors();
    _Alignas(8) uint8_t control[CMSG_SPACE(sizeof(int))] = {0};
    char b[1] = {7};
    struct iovec iov = {.iov_base = b, .iov_len = 1};
    struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    *c = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(c), &p.a, sizeof p.a);
    assert_int_equal(sendmsg(p.a, &m, 0), 1);
    assert_int_equal(receive(p.b, 0), 1);
    assert_int_equal(inject_count(SYS_io_uring_enter), 1);
    assert_int_equal(in.messages[0].c.fd_count, 1);
    assert_int_equal(fcntl(in.fds[0][0], F_GETFD), FD_CLOEXEC);
    assert_int_equal(open_descriptors(), before + 1);
    bs_batch_discard(&in.batch);
    assert_int_equal(open_descriptors(), before - 1); /* its ring too */
    assert_int_equal(in.batch.c.ring, 0);
    bs_batch_discard(&in.batch);
    close_pair(p);
}

static long failing;

static void fail_it(void) {
    inject_error(failing, EPERM, 1);
}

/* Each system call of the setup fails in turn: nothing is left open, the step is reported, and the batch works without
 * a ring. */
static void aRingThatCannotBe_leavesTheBatchAsItWas(void **state) {
    (void)state;
    const struct {
        long call;
        int nth;
        int32_t step;
    } all[] = {{SYS_io_uring_setup, 1, BS_RING_SETUP},
               {SYS_mmap, 1, BS_RING_MMAP},
               {SYS_mmap, 2, BS_RING_MMAP},
               {SYS_mmap, 3, BS_RING_MMAP},
               {SYS_io_uring_register, 1, BS_RING_REGISTER},
               {SYS_io_uring_enter, 1, BS_RING_ENTER}};
    if (!rings) {
        skip();
    }
    pair p = unix_pair(SOCK_DGRAM);
    int before = open_descriptors();
    for (size_t k = 0; k < sizeof all / sizeof all[0]; k++) {
        lay();
        failing = all[k].call;
        inject_action(failing, all[k].nth, fail_it);
        assert_int_equal(bs_batch_ring(&in.batch), -EPERM);
        assert_int_equal(in.batch.c.ring_step, all[k].step);
        assert_int_equal(in.batch.c.ring, 0);
        assert_int_equal(open_descriptors(), before);
        assert_int_equal(inject_count(SYS_munmap), inject_count(SYS_mmap) - (all[k].call == SYS_mmap));
        send_numbers(p.a, 0, 3);
        assert_int_equal(receive(p.b, 0), 3);
        check(2, 2);
    }
    close_pair(p);
}

static void forced_thereIsNone(void **state) {
    (void)state;
    int32_t masks[] = {BS_FORCE_MMSG, BS_FORCE_LOOP};
    for (int i = 0; i < 2; i++) {
        lay();
        assert_int_equal(bs_force(masks[i]), 0);
        assert_int_equal(bs_batch_ring(&in.batch), -ECANCELED);
        assert_int_equal(in.batch.c.ring_step, 0);
        assert_int_equal(inject_count(SYS_io_uring_setup), 0);
    }
    assert_int_equal(bs_force(0), 0);
}

static int look_for_rings(void **state) {
    (void)state;
    lay();
    int32_t r = bs_batch_ring(&in.batch);
    rings = r == 0;
    if (!rings) {
        print_message("no io_uring here: step %d, errno %d\n", in.batch.c.ring_step, -r);
    }
    return bs_batch_discard(&in.batch);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(oneRequest_takesUpTo32),
        cmocka_unit_test(aFailingRequest_isTakenBack_andRecvmmsgDoesIt),
        cmocka_unit_test(anotherThread_getsTheRing_andFromTheThirdOnItIsForAll),
        cmocka_unit_test(aRingThatCannotBeMadeForTheNextThread_isLeft_andRecvmmsgDoesIt),
        cmocka_unit_test(aKernelWithoutRingsOfAThread_makesCommonOnes),
        cmocka_unit_test(aLaterRequestThatFails_endsTheReceive_andNothingIsLost),
        cmocka_unit_test(aRequestThatGoesOn_isCancelled),
        cmocka_unit_test(otherFlags_andTheCallersMemory_goByRecvmmsg),
        cmocka_unit_test(descriptors_comeCloseOnExec_andAreClosedWithTheBatch),
        cmocka_unit_test(aRingThatCannotBe_leavesTheBatchAsItWas),
        cmocka_unit_test(forced_thereIsNone),
    };
    return cmocka_run_group_tests(tests, look_for_rings, NULL);
}
