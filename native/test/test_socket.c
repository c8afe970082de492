/* posix/socket.c and posix/addr.h: naming, connecting and accepting on the loopback */
#define _GNU_SOURCE
#include "support.h"

static void tcp_connectsAndAccepts_andBothSeeTheAddresses(void **state) {
    (void)state;
    struct sockaddr_in addr;
    int32_t listener = tcp_listener(&addr);
    int32_t client = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    assert_int_equal(bs_connect(client, SA(&addr), sizeof addr), 0);
    bs_sockaddr_slot peer;
    int32_t server = opened(bs_accept4(listener, &peer, 0));
    bs_sockaddr_slot name;
    assert_int_equal(bs_getsockname(client, &name), 0);
    assert_int_equal(peer.length, sizeof addr);
    assert_int_equal(name.length, peer.length);
    assert_memory_equal(name.bytes, peer.bytes, sizeof addr);
    assert_int_equal(bs_getpeername(client, &name), 0);
    assert_memory_equal(name.bytes, &addr, sizeof addr);

    assert_int_equal(bs_shutdown(client, SHUT_WR), 0);
    char byte;
    assert_int_equal(bs_recv(server, &byte, 1, 0), 0);
    assert_int_equal(bs_close(server), 0);
    assert_int_equal(bs_close(client), 0);
    assert_int_equal(bs_close(listener), 0);
}

static void connect_isRefused_whereNobodyListens(void **state) {
    (void)state;
    struct sockaddr_in addr;
    int32_t bound = bound_to_loopback(SOCK_STREAM, &addr);
    int32_t client = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    assert_int_equal(bs_connect(client, SA(&addr), sizeof addr), -ECONNREFUSED);
    assert_int_equal(bs_close(client), 0);
    assert_int_equal(bs_close(bound), 0);
}

static void bind_isRefused_whenTheAddressIsTaken(void **state) {
    (void)state;
    struct sockaddr_in addr;
    int32_t first = tcp_listener(&addr);
    int32_t second = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    assert_int_equal(bs_bind(second, SA(&addr), sizeof addr), -EADDRINUSE);
    assert_int_equal(bs_bind(first, SA(&addr), sizeof addr), -EINVAL);
    assert_int_equal(bs_close(second), 0);
    assert_int_equal(bs_close(first), 0);
}

static void unixPath_ofTheGreatestLength_comesBackWhole(void **state) {
    (void)state;
    char directory[] = "/tmp/baresock-test-XXXXXX";
    assert_non_null(mkdtemp(directory));
    struct sockaddr_un addr = {.sun_family = AF_UNIX};
    memset(addr.sun_path, 'p', sizeof addr.sun_path - 1);
    memcpy(addr.sun_path, directory, strlen(directory));
    addr.sun_path[strlen(directory)] = '/';
    int32_t listener = opened(bs_socket(AF_UNIX, SOCK_STREAM, 0));
    assert_int_equal(bs_bind(listener, SA(&addr), sizeof addr), 0);
    assert_int_equal(bs_listen(listener, 1), 0);
    bs_sockaddr_slot name;
    assert_int_equal(bs_getsockname(listener, &name), 0);
    assert_true(name.length > 100 && name.length <= 128);
    assert_string_equal(((struct sockaddr_un *)(void *)name.bytes)->sun_path, addr.sun_path);

    int32_t client = opened(bs_socket(AF_UNIX, SOCK_STREAM, 0));
    assert_int_equal(bs_connect(client, SA(&addr), sizeof addr), 0);
    assert_int_equal(bs_close(opened(bs_accept4(listener, 0, 0))), 0);
    assert_int_equal(bs_close(client), 0);
    assert_int_equal(bs_close(listener), 0);
    assert_int_equal(unlink(addr.sun_path), 0);
    assert_int_equal(rmdir(directory), 0);
}

static void udp_connectSetsThePeer(void **state) {
    (void)state;
    struct sockaddr_in addr;
    int32_t receiver = bound_to_loopback(SOCK_DGRAM, &addr);
    int32_t sender = opened(bs_socket(AF_INET, SOCK_DGRAM, 0));
    bs_sockaddr_slot slot = {.length = 77};
    assert_int_equal(bs_getpeername(sender, &slot), -ENOTCONN);
    assert_int_equal(slot.length, 77);
    assert_int_equal(bs_connect(sender, SA(&addr), sizeof addr), 0);
    assert_int_equal(bs_getpeername(sender, &slot), 0);
    assert_memory_equal(slot.bytes, &addr, sizeof addr);
    assert_int_equal(bs_close(sender), 0);
    assert_int_equal(bs_close(receiver), 0);
}

static void accept_onANonblockingListener_isEagain(void **state) {
    (void)state;
    struct sockaddr_in addr;
    int32_t listener = tcp_listener(&addr);
    assert_int_equal(bs_set_nonblocking(listener, 1), 0);
    bs_sockaddr_slot slot = {.length = 77};
    assert_int_equal(bs_accept4(listener, &slot, 0), -EAGAIN);
    assert_int_equal(slot.length, 77);
    assert_int_equal(bs_close(listener), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tcp_connectsAndAccepts_andBothSeeTheAddresses),
        cmocka_unit_test(connect_isRefused_whereNobodyListens),
        cmocka_unit_test(bind_isRefused_whenTheAddressIsTaken),
        cmocka_unit_test(unixPath_ofTheGreatestLength_comesBackWhole),
        cmocka_unit_test(udp_connectSetsThePeer),
        cmocka_unit_test(accept_onANonblockingListener_isEagain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
