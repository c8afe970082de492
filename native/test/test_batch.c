/* posix/batch.c: by sendmmsg and recvmmsg, and by the loop. */
#define _GNU_SOURCE
#include "support.h"

#include "inject.h"

enum { SLOTS = 8, SIZE = 8 };

typedef struct laid_out {
    bs_batch batch;
    bs_message messages[SLOTS];
    bs_batch_slot slots[SLOTS];
    bs_batch_columns columns[SLOTS];
    struct iovec iov[SLOTS];
    bs_sockaddr_slot from[SLOTS];
    char payload[SLOTS][SIZE];
    _Alignas(8) char headers[SLOTS][BS_BATCH_HEADER];
} laid_out;

static void lay(laid_out *l) {
    memset(l, 0, sizeof *l);
    l->batch = (bs_batch){.java.messages = l->messages,
                          .java.slots = l->slots,
                          .java.columns_at = l->columns,
                          .java.headers = l->headers,
                          .java.stride = sizeof(bs_message),
                          .java.capacity = SLOTS,
                          .both.used = SLOTS};
    for (int i = 0; i < SLOTS; i++) {
        l->iov[i] = (struct iovec){.iov_base = l->payload[i], .iov_len = SIZE};
        l->messages[i] =
            (bs_message){.java.iov = &l->iov[i], .java.iov_count = 1, .java.from = &l->from[i], .c.pidfd = -1};
        l->slots[i] = (bs_batch_slot){.length = i, .capacity = SIZE};
        memset(l->payload[i], 'a' + i, SIZE);
    }
}

static void check(const laid_out *l, int at, int number) {
    assert_int_equal(l->slots[at].bytes, number);
    assert_int_equal(l->slots[at].length, number);
    for (int k = 0; k < number; k++) {
        assert_int_equal(l->payload[at][k], 'a' + number);
    }
}

static void all_go_and_come(long sending, long receiving, int calls) {
    inject_reset();
    pair p = unix_pair(SOCK_DGRAM);
    laid_out out;
    laid_out in;
    lay(&out);
    lay(&in);
    inject_error(sending, EINTR, 1);
    assert_int_equal(bs_sendmmsg(p.a, &out.batch, 0, SLOTS, 0), -EINTR);
    assert_int_equal(bs_sendmmsg(p.a, &out.batch, 0, SLOTS, 0), SLOTS);
    assert_int_equal(inject_count(sending), calls + 1);
    inject_reset();
    inject_error(receiving, EINTR, 1);
    assert_int_equal(bs_recvmmsg(p.b, &in.batch, 0, SLOTS, 0), -EINTR);
    assert_int_equal(bs_recvmmsg(p.b, &in.batch, 0, SLOTS, 0), SLOTS);
    assert_int_equal(inject_count(receiving), calls + 1);
    for (int i = 0; i < SLOTS; i++) {
        check(&in, i, i);
    }
    close_pair(p);
}

static void interruptedCalls_areRepeated_atOnce(void **state) {
    (void)state;
    all_go_and_come(SYS_sendmmsg, SYS_recvmmsg, 1);
}

static void interruptedCalls_areRepeated_oneByOne(void **state) {
    (void)state;
    assert_int_equal(bs_force(BS_FORCE_LOOP), 0);
    all_go_and_come(SYS_sendmsg, SYS_recvmsg, SLOTS);
    assert_int_equal(bs_force(0), 0);
}

static int failing;

static void fail_send(void) {
    inject_error(SYS_sendmsg, failing, 1);
}

static void fail_receive(void) {
    inject_error(SYS_recvmsg, failing, 1);
}

/* Each call of the loop fails in turn: with an error, and because there is no room. */
static void send_isPartial_atEachIndex_andGoesOn(void **state) {
    (void)state;
    assert_int_equal(bs_force(BS_FORCE_LOOP), 0);
    for (int i = 0; i < 2 * SLOTS; i++) {
        int at = i / 2;
        failing = i % 2 == 0 ? EAGAIN : ENOBUFS;
        inject_reset();
        pair p = unix_pair(SOCK_DGRAM);
        laid_out out;
        laid_out in;
        lay(&out);
        lay(&in);
        inject_action(SYS_sendmsg, at + 1, fail_send);
        assert_int_equal(bs_sendmmsg(p.a, &out.batch, 0, SLOTS, 0), at > 0 ? at : -failing);
        assert_int_equal(bs_sendmmsg(p.a, &out.batch, at, SLOTS - at, 0), SLOTS - at);
        assert_int_equal(bs_recvmmsg(p.b, &in.batch, 0, SLOTS, 0), SLOTS);
        for (int k = 0; k < SLOTS; k++) {
            check(&in, k, k);
        }
        assert_int_equal(bs_recvmmsg(p.b, &in.batch, 0, SLOTS, MSG_DONTWAIT), -EAGAIN);
        close_pair(p);
    }
    assert_int_equal(bs_force(0), 0);
}

static void receive_isPartial_andTellsItsError(void **state) {
    (void)state;
    assert_int_equal(bs_force(BS_FORCE_LOOP), 0);
    for (int at = 1; at < SLOTS; at++) {
        inject_reset();
        pair p = unix_pair(SOCK_DGRAM);
        laid_out out;
        laid_out in;
        lay(&out);
        lay(&in);
        assert_int_equal(bs_sendmmsg(p.a, &out.batch, 0, SLOTS, 0), SLOTS);
        failing = ECONNREFUSED;
        inject_action(SYS_recvmsg, at + 1, fail_receive);
        assert_int_equal(bs_recvmmsg(p.b, &in.batch, 0, SLOTS, MSG_WAITFORONE), at);
        check(&in, at - 1, at - 1);
        assert_int_equal(in.slots[at].bytes, -1);
        assert_int_equal(in.batch.both.pending, -ECONNREFUSED);
        assert_int_equal(bs_recvmmsg(p.b, &in.batch, 0, SLOTS, MSG_WAITFORONE), SLOTS - at);
        assert_int_equal(in.batch.both.pending, 0);
        check(&in, 0, at);
        close_pair(p);
    }
    assert_int_equal(bs_force(0), 0);
}

/* Headers stay laid out: after a change of buffers, only those of the slots before `changed` are laid out again. */
static void changedBuffers_areLaidOutAgain_andNoOthers(void **state) {
    (void)state;
    enum { CHANGED = 3 };
    inject_reset();
    pair p = unix_pair(SOCK_DGRAM);
    laid_out out;
    laid_out in;
    char other[SLOTS][SIZE];
    lay(&out);
    lay(&in);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(bs_sendmmsg(p.a, &out.batch, 0, SLOTS, 0), SLOTS);
        assert_int_equal(bs_recvmmsg(p.b, &in.batch, 0, SLOTS, 0), SLOTS);
        check(&in, SLOTS - 1, SLOTS - 1);
    }
    memset(other, 0, sizeof other);
    memset(in.payload, 0, sizeof in.payload);
    for (int i = 0; i < SLOTS; i++) {
        in.iov[i].iov_base = other[i];
    }
    in.batch.both.changed = CHANGED;
    assert_int_equal(bs_sendmmsg(p.a, &out.batch, 0, SLOTS, 0), SLOTS);
    assert_int_equal(bs_recvmmsg(p.b, &in.batch, 0, SLOTS, 0), SLOTS);
    for (int i = 1; i < SLOTS; i++) { /* message 0 is empty */
        assert_int_equal(i < CHANGED ? other[i][0] : in.payload[i][0], 'a' + i);
        assert_int_equal(i < CHANGED ? in.payload[i][0] : other[i][0], 0);
    }
    assert_int_equal(in.batch.both.changed, 0);
    in.batch.both.changed = SLOTS;
    assert_int_equal(bs_sendmmsg(p.a, &out.batch, 0, SLOTS, 0), SLOTS);
    for (int i = 0; i < SLOTS; i += CHANGED) { /* in parts: what is beyond a part stays noted */
        int count = i + CHANGED < SLOTS ? CHANGED : SLOTS - i;
        assert_int_equal(bs_recvmmsg(p.b, &in.batch, i, count, 0), count);
        assert_int_equal(in.batch.both.changed, i + count < SLOTS ? SLOTS : 0);
    }
    for (int i = 1; i < SLOTS; i++) {
        assert_int_equal(other[i][0], 'a' + i);
    }
    close_pair(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(interruptedCalls_areRepeated_atOnce),
        cmocka_unit_test(interruptedCalls_areRepeated_oneByOne),
        cmocka_unit_test(send_isPartial_atEachIndex_andGoesOn),
        cmocka_unit_test(receive_isPartial_andTellsItsError),
        cmocka_unit_test(changedBuffers_areLaidOutAgain_andNoOthers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
