/* posix/io.c */
#define _GNU_SOURCE
#include "support.h"

#include <signal.h>

static void stream_carriesBytes_andEndsWithZero(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    char buf[16];
    assert_int_equal(bs_send(p.a, "hello", 5, 0), 5);
    assert_int_equal(bs_recv(p.b, buf, 2, 0), 2);
    assert_int_equal(bs_recv(p.b, buf + 2, sizeof buf - 2, 0), 3);
    assert_memory_equal(buf, "hello", 5);
    assert_int_equal(bs_close(p.a), 0);
    assert_int_equal(bs_recv(p.b, buf, sizeof buf, 0), 0);
    assert_int_equal(bs_close(p.b), 0);
}

static void emptyStream_isEagain(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    char byte;
    assert_int_equal(bs_recv(p.b, &byte, 1, MSG_DONTWAIT), -EAGAIN);
    close_pair(p);
}

static void fullStream_takesAPart_thenIsEagain(void **state) {
    (void)state;
    enum { CHUNK = 1 << 20 };
    pair p = unix_pair(SOCK_STREAM);
    char *chunk = calloc(1, CHUNK);
    assert_non_null(chunk);
    int32_t last = CHUNK;
    for (int i = 0; i < 1000 && last >= 0; i++) {
        last = bs_send(p.a, chunk, CHUNK, MSG_DONTWAIT);
    }
    assert_int_equal(last, -EAGAIN);
    free(chunk);
    close_pair(p);
}

static void sendToAClosedPeer_isEpipe_withoutSigpipe(void **state) {
    (void)state;
    struct sigaction previous;
    struct sigaction deadly = {.sa_handler = SIG_DFL};
    assert_int_equal(sigaction(SIGPIPE, &deadly, &previous), 0);
    pair p = unix_pair(SOCK_STREAM);
    assert_int_equal(bs_close(p.b), 0);
    assert_int_equal(bs_send(p.a, "x", 1, 0), -EPIPE);
    assert_int_equal(bs_sendto(p.a, "x", 1, 0, 0, 0), -EPIPE);
    assert_int_equal(bs_sendto(p.a, "x", 1, MSG_DONTWAIT, 0, 0), -EPIPE);
    assert_int_equal(bs_close(p.a), 0);
    assert_int_equal(sigaction(SIGPIPE, &previous, NULL), 0);
}

static void datagram_comesWithItsSender(void **state) {
    (void)state;
    struct sockaddr_in to;
    struct sockaddr_in from;
    int32_t receiver = bound_to_loopback(SOCK_DGRAM, &to);
    int32_t sender = bound_to_loopback(SOCK_DGRAM, &from);
    assert_int_equal(bs_sendto(sender, "ping", 4, 0, SA(&to), sizeof to), 4);
    char buf[16];
    bs_sockaddr_slot slot;
    assert_int_equal(bs_recvfrom(receiver, buf, sizeof buf, 0, &slot), 4);
    assert_memory_equal(buf, "ping", 4);
    assert_int_equal(slot.length, sizeof from);
    assert_memory_equal(slot.bytes, &from, sizeof from);
    assert_int_equal(bs_close(sender), 0);
    assert_int_equal(bs_close(receiver), 0);
}

static void emptyDatagram_isZero_withASender(void **state) {
    (void)state;
    struct sockaddr_in to;
    struct sockaddr_in from;
    int32_t receiver = bound_to_loopback(SOCK_DGRAM, &to);
    int32_t sender = bound_to_loopback(SOCK_DGRAM, &from);
    assert_int_equal(bs_sendto(sender, 0, 0, 0, SA(&to), sizeof to), 0);
    char byte;
    bs_sockaddr_slot slot = {.length = 0};
    assert_int_equal(bs_recvfrom(receiver, &byte, 1, 0, &slot), 0);
    assert_int_equal(slot.length, sizeof from);
    assert_int_equal(bs_recv(receiver, &byte, 1, MSG_DONTWAIT), -EAGAIN);
    assert_int_equal(bs_close(sender), 0);
    assert_int_equal(bs_close(receiver), 0);
}

static void streamReceive_saysNoAddress(void **state) {
    (void)state;
    struct sockaddr_in addr;
    int32_t listener = tcp_listener(&addr);
    int32_t client = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    assert_int_equal(bs_connect(client, SA(&addr), sizeof addr), 0);
    int32_t server = opened(bs_accept4(listener, 0, 0));
    assert_int_equal(bs_send(client, "x", 1, 0), 1);
    char byte;
    bs_sockaddr_slot slot = {.length = 77};
    assert_int_equal(bs_recvfrom(server, &byte, 1, 0, &slot), 1);
    assert_int_equal(slot.length, 0);
    assert_int_equal(bs_close(server), 0);
    assert_int_equal(bs_close(client), 0);
    assert_int_equal(bs_close(listener), 0);
}

#if defined(__linux__)
static void msgTrunc_tellsTheWholeLength(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_DGRAM);
    assert_int_equal(bs_send(p.a, "0123456789", 10, 0), 10);
    char buf[4] = "####";
    assert_int_equal(bs_recv(p.b, buf, 3, MSG_TRUNC), 10);
    assert_memory_equal(buf, "012#", 4);
    close_pair(p);
}
#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stream_carriesBytes_andEndsWithZero),
        cmocka_unit_test(emptyStream_isEagain),
        cmocka_unit_test(fullStream_takesAPart_thenIsEagain),
        cmocka_unit_test(sendToAClosedPeer_isEpipe_withoutSigpipe),
        cmocka_unit_test(datagram_comesWithItsSender),
        cmocka_unit_test(emptyDatagram_isZero_withASender),
        cmocka_unit_test(streamReceive_saysNoAddress),
#if defined(__linux__)
        cmocka_unit_test(msgTrunc_tellsTheWholeLength),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
