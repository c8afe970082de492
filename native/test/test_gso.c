/* linux/gso.c: what the kernel gets and how often, and what happens if a path refuses. */
#define _GNU_SOURCE
#include "support.h"

#include <stdbool.h>

#include "inject.h"

enum { SLOTS = 64, SIZE = 32, DESTINATIONS = 4 };

typedef struct sender {
    bs_gso gso;
    bs_sockaddr_slot plain[DESTINATIONS];
    struct sockaddr_in to;
    int32_t fd;
    int32_t receiver;
    uint8_t data[SLOTS * SIZE];
} sender;

static void begin(sender *s) {
    inject_reset();
    memset(s, 0, sizeof *s);
    s->gso = (bs_gso){
        .java.plain = s->plain, .java.plain_capacity = DESTINATIONS, .java.max_segments = 16, .java.min_run = 2};
    s->receiver = bound_to_loopback(SOCK_DGRAM, &s->to);
    s->fd = opened(bs_socket(AF_INET, SOCK_DGRAM, 0));
    for (size_t i = 0; i < sizeof s->data; i++) {
        s->data[i] = (uint8_t)(i / SIZE);
    }
}

static void end(const sender *s) {
    assert_int_equal(bs_close(s->fd), 0);
    assert_int_equal(bs_close(s->receiver), 0);
}

/* Expects count datagrams and no more. Their numbers begin with first; the last one has size last. */
static void expect(const sender *s, int first, int count, int last) {
    uint8_t b[2 * SIZE];
    for (int i = 0; i < count; i++) {
        int size = i == count - 1 ? last : SIZE;
        assert_int_equal(bs_recv(s->receiver, b, sizeof b, MSG_DONTWAIT), size);
        for (int k = 0; k < size; k++) {
            assert_int_equal(b[k], first + i);
        }
    }
    assert_int_equal(bs_recv(s->receiver, b, sizeof b, MSG_DONTWAIT), -EAGAIN);
}

static int32_t send_all(sender *s, int32_t from, int32_t bytes) {
    return bs_send_segments(s->fd, &s->gso, s->data + from, bytes, SIZE, 0, SA(&s->to), sizeof s->to);
}

static void oneSystemCall_forAsMuchAsTheKernelTakes(void **state) {
    (void)state;
    sender s;
    begin(&s);
    assert_int_equal(send_all(&s, 0, 16 * SIZE), 16 * SIZE);
    assert_int_equal(inject_count(SYS_sendmsg), 1);
    assert_int_equal(send_all(&s, 16 * SIZE, 33 * SIZE + 1), 33 * SIZE + 1);
    assert_int_equal(inject_count(SYS_sendmsg) + inject_count(SYS_sendmmsg), 4);
    assert_int_equal(s.gso.c.segments + s.gso.c.singles, 50);
    expect(&s, 0, 50, 1);
    assert_int_equal(send_all(&s, 0, 0), 0);
    end(&s);
}

/* Each of the three errors, for the first send and for a later one. */
static void refusedSegments_goPlain_once_andAreCounted(void **state) {
    (void)state;
    int errors[] = {EIO, EINVAL, EMSGSIZE};
    for (int i = 0; i < 3; i++) {
        sender s;
        begin(&s);
        inject_error(SYS_sendmsg, errors[i], 1);
        assert_int_equal(send_all(&s, 0, 40 * SIZE), 40 * SIZE);
        assert_int_equal(s.gso.c.plain_total, 1);
        assert_int_equal(s.plain[0].error, -errors[i]);
        assert_int_equal(s.plain[0].length, sizeof s.to);
        assert_int_equal(s.gso.c.singles, 40);
        assert_int_equal(s.gso.c.segments, 0);
        expect(&s, 0, 40, SIZE);
        int before = inject_count(SYS_sendmsg);
        assert_int_equal(send_all(&s, 0, 3 * SIZE), 3 * SIZE);
        assert_int_equal(inject_count(SYS_sendmsg), before); /* in one sendmmsg */
        assert_int_equal(s.gso.c.plain_total, 1);
        expect(&s, 0, 3, SIZE);
        end(&s);
    }
}

static int failing;

static void fail_sendmsg(void) {
    inject_error(SYS_sendmsg, failing, 1);
}

static void anErrorInTheMiddle_leavesWhatWasSent(void **state) {
    (void)state;
    int errors[] = {EAGAIN, ENOBUFS, EIO};
    for (int i = 0; i < 3; i++) {
        sender s;
        begin(&s);
        failing = errors[i];
        inject_action(SYS_sendmsg, 2, fail_sendmsg);
        int32_t sent = send_all(&s, 0, 40 * SIZE);
        assert_int_equal(sent, errors[i] == EIO ? 40 * SIZE : 16 * SIZE);
        assert_int_equal(s.gso.c.segments + s.gso.c.singles, sent / SIZE);
        assert_int_equal(sent + send_all(&s, sent, 40 * SIZE - sent), 40 * SIZE);
        assert_int_equal(s.gso.c.segments + s.gso.c.singles, 40);
        expect(&s, 0, 40, SIZE);
        end(&s);
    }
}

/* An EINVAL for which the path is not the reason. */
static void anErrorThatPlainSendsHaveToo_isTheResult(void **state) {
    (void)state;
    sender s;
    begin(&s);
    struct sockaddr_in nowhere = s.to;
    nowhere.sin_port = 0;
    assert_int_equal(bs_send_segments(s.fd, &s.gso, s.data, 4 * SIZE, SIZE, 0, SA(&nowhere), sizeof nowhere), -EINVAL);
    assert_int_equal(s.gso.c.plain_total, 0);
    assert_int_equal(bs_send_segments(s.fd, &s.gso, s.data, 4, 0, 0, SA(&s.to), sizeof s.to), -EINVAL);
    assert_int_equal(bs_send_segments(-1, &s.gso, s.data, 4, 2, 0, SA(&s.to), sizeof s.to), -EBADF);
    expect(&s, 0, 0, 0);
    end(&s);
}

static void whenThereIsNoRoom_theOldestIsForgotten(void **state) {
    (void)state;
    sender s;
    begin(&s);
    struct sockaddr_in to = s.to;
    for (int i = 0; i <= DESTINATIONS; i++) {
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK + (uint32_t)i);
        inject_error(SYS_sendmsg, EIO, 1);
        assert_int_equal(bs_send_segments(s.fd, &s.gso, s.data, 64, 32, 0, SA(&to), sizeof to), 64);
    }
    assert_int_equal(s.gso.c.plain_total, DESTINATIONS + 1);
    int before = inject_count(SYS_sendmsg);
    assert_int_equal(send_all(&s, 0, 2 * SIZE), 2 * SIZE); /* the first again: tried, and works */
    assert_int_equal(inject_count(SYS_sendmsg), before + 1);
    assert_int_equal(s.gso.c.segments, 2);
    end(&s);
}

/* After 2^31 and 2^32 refusals the count goes on, and writes stay in the array. */
static void moreRefusalsThanAnIntCounts_writeWhereTheyShould(void **state) {
    (void)state;
    const int64_t totals[] = {INT32_MAX, (int64_t)INT32_MAX + 1, UINT32_MAX, INT64_C(1) << 40};
    for (size_t i = 0; i < sizeof totals / sizeof totals[0]; i++) {
        sender s;
        begin(&s);
        s.gso.c.plain_total = totals[i];
        inject_error(SYS_sendmsg, EIO, 1);
        assert_int_equal(send_all(&s, 0, 2 * SIZE), 2 * SIZE);
        assert_true(s.gso.c.plain_total == totals[i] + 1);
        assert_int_equal(s.plain[totals[i] % DESTINATIONS].error, -EIO);
        int before = inject_count(SYS_sendmsg);
        assert_int_equal(send_all(&s, 0, 2 * SIZE), 2 * SIZE);
        assert_int_equal(inject_count(SYS_sendmsg), before); /* it is remembered: plain, by sendmmsg */
        end(&s);
    }
}

static void segmentsOfAnySize_areNoOverflow(void **state) {
    (void)state;
    sender s;
    begin(&s);
    s.plain[0].length = sizeof s.to;
    memcpy(s.plain[0].bytes, &s.to, sizeof s.to);
    s.gso.c.plain_total = 1;
    const void *nobodys =
        (void *)(intptr_t)(1 << 16); /* far enough from the end of all memory; the kernel looks at lengths first */
    const int32_t sizes[] = {INT32_MAX, INT32_MAX / 2, INT32_MAX / 63};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        assert_int_equal(bs_send_segments(s.fd, &s.gso, nobodys, INT32_MAX, sizes[i], 0, SA(&s.to), sizeof s.to),
                         -EMSGSIZE);
    }
    end(&s);
}

/* ---- batches ---- */

typedef struct laid_out {
    bs_batch batch;
    bs_message messages[SLOTS];
    bs_batch_slot slots[SLOTS];
    bs_batch_columns columns[SLOTS];
    struct iovec iov[SLOTS];
    _Alignas(8) uint8_t control[SLOTS][BS_BATCH_CONTROL];
    _Alignas(8) uint8_t headers[SLOTS][BS_BATCH_HEADER];
} laid_out;

static void lay(laid_out *l, sender *s) {
    memset(l, 0, sizeof *l);
    l->batch = (bs_batch){.java.messages = l->messages,
                          .java.slots = l->slots,
                          .java.columns_at = l->columns,
                          .java.headers = l->headers,
                          .java.stride = sizeof(bs_message),
                          .java.capacity = SLOTS,
                          .java.gso = &s->gso};
    for (int i = 0; i < SLOTS; i++) {
        l->iov[i] = (struct iovec){.iov_base = s->data + i * SIZE};
        l->messages[i] = (bs_message){.java.iov = &l->iov[i],
                                      .java.iov_count = 1,
                                      .java.to = (struct sockaddr *)&s->to,
                                      .java.to_length = sizeof s->to,
                                      .c.pidfd = -1,
                                      .java.out.data = l->control[i]};
        l->slots[i] = (bs_batch_slot){.length = SIZE, .capacity = SIZE};
    }
}

static void aBatch_isOneSystemCall_ofRuns(void **state) {
    (void)state;
    sender s;
    begin(&s);
    laid_out l;
    lay(&l, &s);
    assert_int_equal(bs_sendmmsg(s.fd, &l.batch, 0, 40, 0), 40); /* 16 + 16 + 8 */
    assert_int_equal(inject_count(SYS_sendmmsg), 1);
    assert_int_equal(inject_count(SYS_sendmsg), 0);
    assert_int_equal(s.gso.c.segments, 40);
    expect(&s, 0, 40, SIZE);
    l.slots[5].length = 7; /* ends a run */
    l.slots[9].length = 0; /* a separate message */
    s.gso.java.min_run = 5;
    assert_int_equal(bs_sendmmsg(s.fd, &l.batch, 0, 12, 0), 12); /* 6, then 3 + 1 + 2 plain */
    assert_int_equal(s.gso.c.segments, 46);
    assert_int_equal(s.gso.c.singles, 6);
    uint8_t b[SIZE];
    for (int i = 0; i < 12; i++) {
        assert_int_equal(l.slots[i].bytes, l.slots[i].length);
        assert_int_equal(bs_recv(s.receiver, b, sizeof b, MSG_DONTWAIT), l.slots[i].length);
        assert_true(l.slots[i].length == 0 || b[0] == i);
    }
    end(&s);
}

static void fail_sendmmsg(void) {
    inject_error(SYS_sendmmsg, failing, 1);
}

/* The runs of a batch, refused at once and one after the other by the loop. */
static void refusedRuns_goPlain_andNothingIsSentTwice(void **state) {
    (void)state;
    int errors[] = {EIO, EINVAL, EMSGSIZE, ENOBUFS};
    for (int i = 0; i < 8; i++) {
        sender s;
        begin(&s);
        laid_out l;
        lay(&l, &s);
        failing = errors[i % 4];
        bool loop = i >= 4;
        assert_int_equal(bs_force(loop ? BS_FORCE_LOOP : 0), 0);
        inject_action(loop ? SYS_sendmsg : SYS_sendmmsg, loop ? 2 : 1, loop ? fail_sendmsg : fail_sendmmsg);
        int32_t sent = bs_sendmmsg(s.fd, &l.batch, 0, 40, 0);
        if (failing == ENOBUFS) {
            assert_int_equal(sent, loop ? 40 : -ENOBUFS); /* the second run is tried again */
            assert_int_equal(bs_sendmmsg(s.fd, &l.batch, 0, loop ? 0 : 40, 0), loop ? 0 : 40);
            assert_int_equal(s.gso.c.plain_total, 0);
        } else {
            assert_int_equal(sent, 40);
            assert_int_equal(s.gso.c.plain_total, loop ? 0 : 1); /* the loop's second try works */
        }
        assert_int_equal(s.gso.c.segments + s.gso.c.singles, 40);
        expect(&s, 0, 40, SIZE);
        end(&s);
    }
    assert_int_equal(bs_force(0), 0);
}

static void theProbe_findsWhatWorks(void **state) {
    (void)state;
    inject_reset();
    int32_t n = bs_gso_probe();
    assert_true(n == 1 || n >= 64);
    inject_error(SYS_setsockopt, ENOPROTOOPT, 1);
    assert_int_equal(bs_gso_probe(), 1);
    inject_reset();
    inject_error(SYS_sendmsg, ENETUNREACH, 100);
    assert_int_equal(bs_gso_probe(), 64);
    inject_reset();
    inject_error(SYS_socket, EMFILE, 1);
    assert_int_equal(bs_gso_probe(), 1);
    inject_reset();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(oneSystemCall_forAsMuchAsTheKernelTakes),
        cmocka_unit_test(refusedSegments_goPlain_once_andAreCounted),
        cmocka_unit_test(anErrorInTheMiddle_leavesWhatWasSent),
        cmocka_unit_test(anErrorThatPlainSendsHaveToo_isTheResult),
        cmocka_unit_test(whenThereIsNoRoom_theOldestIsForgotten),
        cmocka_unit_test(moreRefusalsThanAnIntCounts_writeWhereTheyShould),
        cmocka_unit_test(segmentsOfAnySize_areNoOverflow),
        cmocka_unit_test(aBatch_isOneSystemCall_ofRuns),
        cmocka_unit_test(refusedRuns_goPlain_andNothingIsSentTwice),
        cmocka_unit_test(theProbe_findsWhatWorks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
