/* posix/wait.c: interruptions, readiness that is not true, and the number of system calls */
#define _GNU_SOURCE
#include "support.h"

#include "inject.h"

static int32_t shared_fd;

static void send_datagram(void) {
    assert_int_equal(bs_send(shared_fd, AT("x"), 1, 0), 1);
}

static void steal_datagram(void) {
    char byte;
    assert_int_equal(bs_recv(shared_fd, AT(&byte), 1, MSG_DONTWAIT), 1);
}

static int32_t other_fd;

static void send_another(void) {
    assert_int_equal(bs_send(other_fd, AT("z"), 1, 0), 1);
}

static void steal_datagram_then_send_another(void) {
    steal_datagram();
    inject_action(SYS_ppoll, 2, send_another);
}

static void steal_connection(void) {
    assert_int_equal(bs_close(opened(bs_accept4(shared_fd, 0, 0))), 0);
}

static void whatIsThere_takesOneCall(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    char byte;
    inject_reset();
    assert_int_equal(bs_send_wait(p.a, -1, AT("x"), 1, 0, 0, 0, LONG_TIME), 1);
    assert_int_equal(inject_count(SYS_sendto), 1);
    assert_int_equal(bs_recv_wait(p.b, -1, AT(&byte), 1, 0, 0, LONG_TIME), 1);
    assert_int_equal(inject_count(SYS_recvfrom), 1);
    assert_int_equal(inject_count(SYS_ppoll), 0);
    close_pair(p);
}

static void interruptedPoll_keepsItsDeadline(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    char byte;
    inject_reset();
    inject_error(SYS_ppoll, EINTR, 5);
    assert_int_equal(bs_recv_wait(p.a, -1, AT(&byte), 1, 0, 0, MILLI), -EAGAIN);
    assert_int_equal(inject_count(SYS_ppoll), 6);
    assert_int_equal(inject_count(SYS_recvfrom), 1);
    inject_reset();
    inject_error(SYS_ppoll, ENOMEM, 1);
    assert_int_equal(bs_poll_one(p.a, -1, POLLIN, -1), -ENOMEM);
    close_pair(p);
}

/* poll says readable, and another thread takes the datagram first. */
static void stolenDatagram_isWaitedForAgain(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_DGRAM);
    char byte;
    inject_reset();
    shared_fd = p.b;
    inject_action(SYS_ppoll, 1, send_datagram);
    assert_int_equal(bs_recv_wait(p.a, -1, AT(&byte), 1, 0, 0, LONG_TIME), 1);

    assert_int_equal(bs_send(p.b, AT("x"), 1, 0), 1);
    shared_fd = p.a;
    other_fd = p.b;
    inject_reset();
    inject_error(SYS_recvfrom, EAGAIN, 1);          /* the first try comes too early ... */
    inject_action(SYS_recvfrom, 2, steal_datagram); /* ... the second too late */
    assert_int_equal(bs_recv_wait(p.a, -1, AT(&byte), 1, 0, 0, MILLI), -EAGAIN);
    /* ready; at once again: not ready; until the deadline */
    assert_int_equal(inject_count(SYS_ppoll), 3);

    /* The next one that comes is received without a pause: it comes in the third poll, the first that waits. */
    assert_int_equal(bs_send(p.b, AT("x"), 1, 0), 1);
    inject_reset();
    inject_error(SYS_recvfrom, EAGAIN, 1);
    inject_action(SYS_recvfrom, 2, steal_datagram_then_send_another);
    assert_int_equal(bs_recv_wait(p.a, -1, AT(&byte), 1, 0, 0, -1), 1);
    assert_int_equal(inject_count(SYS_ppoll), 3);
    close_pair(p);
}

static void stolenConnection_doesNotHangAccept(void **state) {
    (void)state;
    struct sockaddr_in addr;
    shared_fd = tcp_listener(&addr);
    int32_t client = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    assert_int_equal(bs_connect(client, AT(&addr), sizeof addr), 0);
    inject_reset();
    inject_error(SYS_accept4, EAGAIN, 1);
    inject_action(SYS_accept4, 2, steal_connection);
    assert_int_equal(bs_accept_wait(shared_fd, -1, 0, 0, MILLI), -EAGAIN);
    assert_int_equal(bs_close(client), 0);
    assert_int_equal(bs_close(shared_fd), 0);
}

/* An unconnected AF_UNIX datagram socket is always writable, whatever its receiver has room for. */
static void fullReceiver_isNotSpunOn(void **state) {
    (void)state;
    int32_t receiver = opened(bs_socket(AF_UNIX, SOCK_DGRAM, 0));
    sa_family_t family = AF_UNIX;
    assert_int_equal(bs_bind(receiver, AT(&family), sizeof family), 0);
    bs_sockaddr_slot to;
    assert_int_equal(bs_getsockname(receiver, AT(&to)), 0);
    int32_t sender = opened(bs_socket(AF_UNIX, SOCK_DGRAM, 0));
    int32_t sent = 1;
    for (int i = 0; i < 100000 && sent == 1; i++) {
        sent = bs_sendto(sender, AT("x"), 1, MSG_DONTWAIT, AT(to.bytes), to.length);
    }
    assert_int_equal(sent, -EAGAIN);
    inject_reset();
    assert_int_equal(bs_send_wait(sender, -1, AT("x"), 1, 0, AT(to.bytes), to.length, 30 * MILLI), -EAGAIN);
    /* First try, after the poll, and once a pause of 0.1, 0.2, 0.4 ... 10 ms. */
    assert_in_range(inject_count(SYS_sendto), 3, 13);
    shared_fd = receiver;
    inject_reset();
    inject_action(SYS_sendto, 4, steal_datagram);
    assert_int_equal(bs_send_wait(sender, -1, AT("x"), 1, 0, AT(to.bytes), to.length, LONG_TIME), 1);
    assert_int_equal(inject_count(SYS_sendto), 4);
    assert_int_equal(bs_close(sender), 0);
    assert_int_equal(bs_close(receiver), 0);
}

/* A hung-up socket polls ready for ever; its error queue stays empty. */
static void emptyErrorQueue_ofAHungUpSocket_isNotSpunOn(void **state) {
    (void)state;
    int32_t client = opened(bs_socket(AF_INET, SOCK_STREAM, 0)); /* never connected: POLLHUP */
    char byte;
    inject_reset();
    assert_int_equal(bs_recv_wait(client, -1, AT(&byte), 1, MSG_ERRQUEUE, 0, 30 * MILLI), -EAGAIN);
    assert_in_range(inject_count(SYS_recvfrom), 3, 13);
    assert_int_equal(bs_close(client), 0);
}

/* Ordinary data must not end a wait for the error queue: it would be spun on. */
static void errorQueue_isWaitedFor_notData(void **state) {
    (void)state;
    struct sockaddr_in addr;
    int32_t receiver = bound_to_loopback(SOCK_DGRAM, &addr);
    assert_int_equal(bs_sendto(receiver, AT("x"), 1, 0, AT(&addr), sizeof addr), 1);
    char byte;
    inject_reset();
    assert_int_equal(bs_recv_wait(receiver, -1, AT(&byte), 1, MSG_ERRQUEUE, 0, MILLI), -EAGAIN);
    assert_int_equal(inject_count(SYS_recvfrom), 1);
    assert_int_equal(bs_close(receiver), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatIsThere_takesOneCall),
        cmocka_unit_test(interruptedPoll_keepsItsDeadline),
        cmocka_unit_test(stolenDatagram_isWaitedForAgain),
        cmocka_unit_test(stolenConnection_doesNotHangAccept),
        cmocka_unit_test(fullReceiver_isNotSpunOn),
        cmocka_unit_test(emptyErrorQueue_ofAHungUpSocket_isNotSpunOn),
        cmocka_unit_test(errorQueue_isWaitedFor_notData),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
