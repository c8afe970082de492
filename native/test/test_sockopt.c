/* posix/sockopt.c */
#define _GNU_SOURCE
#include "support.h"

static void intOption_isSetAndRead(void **state) {
    (void)state;
    int32_t fd = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    assert_true(bs_getsockopt_int(fd, SOL_SOCKET, SO_KEEPALIVE) == 0);
    assert_int_equal(bs_setsockopt_int(fd, SOL_SOCKET, SO_KEEPALIVE, 1), 0);
    assert_true(bs_getsockopt_int(fd, SOL_SOCKET, SO_KEEPALIVE) != 0);
    assert_true(bs_getsockopt_int(fd, SOL_SOCKET, SO_TYPE) == SOCK_STREAM);
    assert_int_equal(bs_close(fd), 0);
}

static void oneByteOption_isWidened(void **state) {
    (void)state;
    int32_t fd = opened(bs_socket(AF_INET, SOCK_DGRAM, 0));
    assert_int_equal(bs_setsockopt_int(fd, IPPROTO_IP, IP_TTL, 200), 0);
    assert_true(bs_getsockopt_int(fd, IPPROTO_IP, IP_TTL) == 200);
    assert_true(bs_getsockopt_int(fd, IPPROTO_IP, IP_MULTICAST_TTL) == 1);
    assert_int_equal(bs_close(fd), 0);
}

#if defined(__linux__)
static void negativeInt_isNotAnError(void **state) {
    (void)state;
    int32_t fd = opened(bs_socket(AF_UNIX, SOCK_STREAM, 0));
    /* SO_PEEK_OFF is -1 until set: socket(7). */
    assert_true(bs_getsockopt_int(fd, SOL_SOCKET, SO_PEEK_OFF) == INT64_C(0xffffffff));
    assert_int_equal(bs_close(fd), 0);
}

static void shortBinaryOption_isNotAnInt(void **state) {
    (void)state;
    int32_t fd = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    /* No name was set: the kernel returns 0 bytes for SO_BINDTODEVICE. */
    assert_true(bs_getsockopt_int(fd, SOL_SOCKET, SO_BINDTODEVICE) == -EINVAL);
    assert_int_equal(bs_close(fd), 0);
}
#endif

static void structOption_tellsItsLength(void **state) {
    (void)state;
    int32_t fd = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    struct linger in = {.l_onoff = 1, .l_linger = 7};
    assert_int_equal(bs_setsockopt(fd, SOL_SOCKET, SO_LINGER, AT(&in), sizeof in), 0);
    char out[64] = {0};
    assert_int_equal(bs_getsockopt(fd, SOL_SOCKET, SO_LINGER, AT(out), sizeof out), sizeof in);
    struct linger read;
    memcpy(&read, out, sizeof read);
    assert_int_not_equal(read.l_onoff, 0);
    assert_int_equal(read.l_linger, 7);
    assert_int_equal(bs_close(fd), 0);
}

static void unknownOption_isEnoprotoopt(void **state) {
    (void)state;
    int32_t fd = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    assert_int_equal(bs_setsockopt_int(fd, SOL_SOCKET, 30000, 1), -ENOPROTOOPT);
    assert_true(bs_getsockopt_int(fd, SOL_SOCKET, 30000) == -ENOPROTOOPT);
    char byte;
    assert_int_equal(bs_getsockopt(fd, SOL_SOCKET, 30000, AT(&byte), 1), -ENOPROTOOPT);
    assert_int_equal(bs_close(fd), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intOption_isSetAndRead),
        cmocka_unit_test(oneByteOption_isWidened),
#if defined(__linux__)
        cmocka_unit_test(negativeInt_isNotAnError),
        cmocka_unit_test(shortBinaryOption_isNotAnInt),
#endif
        cmocka_unit_test(structOption_tellsItsLength),
        cmocka_unit_test(unknownOption_isEnoprotoopt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
