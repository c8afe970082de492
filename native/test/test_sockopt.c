/* posix/sockopt.c */
#define _GNU_SOURCE
#include "support.h"

#if defined(__linux__)
#include <pthread.h>
#include <stdbool.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/fiemap.h>
#endif

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
    assert_int_equal(bs_setsockopt(fd, SOL_SOCKET, SO_LINGER, &in, sizeof in), 0);
    char out[64] = {0};
    assert_int_equal(bs_getsockopt(fd, SOL_SOCKET, SO_LINGER, out, sizeof out), sizeof in);
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
    assert_int_equal(bs_getsockopt(fd, SOL_SOCKET, 30000, &byte, 1), -ENOPROTOOPT);
    assert_int_equal(bs_close(fd), 0);
}

#if defined(__linux__)

#define CANARY  0x5a
#define FILTER  8 /* bytes of an instruction */
#define PROGRAM 600
#define SOURCES 12
#define MEMORY  8192

/* Whether all bytes from there on are unchanged. */
static bool is_untouched(const char *memory, size_t from) {
    for (size_t i = from; i < MEMORY; i++) {
        if (memory[i] != CANARY) {
            return false;
        }
    }
    return true;
}

static int32_t filtered(void) {
    static struct sock_filter program[PROGRAM];
    for (int i = 0; i < PROGRAM; i++) {
        program[i] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, 0xffff);
    }
    struct sock_fprog fprog = {.len = PROGRAM, .filter = program};
    int32_t fd = opened(bs_socket(AF_INET, SOCK_DGRAM, 0));
    assert_int_equal(bs_setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &fprog, sizeof fprog), 0);
    return fd;
}

static void countedLength_isInBytesForTheCaller(void **state) {
    (void)state;
    int32_t fd = filtered();
    for (int32_t cap = 0; cap < PROGRAM * FILTER + 16; cap += cap < 16 ? 1 : 97) {
        char memory[MEMORY];
        memset(memory, CANARY, sizeof memory);
        int32_t r = bs_getsockopt_bounded(fd, SOL_SOCKET, SO_GET_FILTER, memory, cap);
        assert_int_equal(r, cap == 0 || cap >= PROGRAM * FILTER ? PROGRAM : -EINVAL);
        assert_true(is_untouched(memory, r > 0 && cap > 0 ? PROGRAM * FILTER : 0));
    }
    assert_true(bs_getsockopt_int(fd, SOL_SOCKET, SO_GET_FILTER) == -EINVAL); /* 4 would be four instructions */
    assert_int_equal(bs_close(fd), 0);
}

static void countInside_isLoweredToTheRoom(void **state) {
    (void)state;
    int32_t fd = opened(bs_socket(AF_INET, SOCK_DGRAM, 0));
    struct in_addr group = {.s_addr = htonl(0xefff0102)};
    struct in_addr loopback = {.s_addr = htonl(INADDR_LOOPBACK)};
    for (uint32_t i = 1; i <= 10; i++) { /* igmp_max_msf is 10 */
        struct ip_mreq_source source = {
            .imr_multiaddr = group, .imr_interface = loopback, .imr_sourceaddr.s_addr = htonl(0x0a000000 + i)};
        assert_int_equal(bs_setsockopt(fd, IPPROTO_IP, IP_ADD_SOURCE_MEMBERSHIP, &source, sizeof source), 0);
    }
    const int32_t header = (int32_t)offsetof(struct ip_msfilter, imsf_slist);
    for (int32_t room = 0; room <= SOURCES; room++) {
        char memory[MEMORY];
        memset(memory, CANARY, sizeof memory);
        struct ip_msfilter asked = {.imsf_multiaddr = group, .imsf_interface = loopback, .imsf_numsrc = 1000};
        memcpy(memory, &asked, (size_t)header);
        int32_t cap = header + room * 4;
        assert_true(bs_getsockopt_bounded(fd, IPPROTO_IP, IP_MSFILTER, memory, cap) > 0);
        assert_true(is_untouched(memory, (size_t)cap));
        uint32_t count;
        memcpy(&count, memory + offsetof(struct ip_msfilter, imsf_numsrc), sizeof count);
        assert_int_equal(count, 10); /* all there are, as the kernel has it */
    }
    const int32_t sources = (int32_t)offsetof(struct group_filter, gf_slist);
    char memory[MEMORY];
    memset(memory, CANARY, sizeof memory);
    struct group_filter asked = {.gf_numsrc = 1000};
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr = group};
    memcpy(&asked.gf_group, &in, sizeof in);
    asked.gf_interface = 1; /* lo */
    memcpy(memory, &asked, (size_t)sources);
    assert_true(bs_getsockopt_bounded(fd, IPPROTO_IP, MCAST_MSFILTER, memory, sources + 128) > 0);
    assert_true(is_untouched(memory, (size_t)sources + 128));
    assert_int_equal(bs_getsockopt_bounded(fd, IPPROTO_IP, MCAST_MSFILTER, memory, 8), -EINVAL);
    assert_int_equal(bs_close(fd), 0);
}

/* Every length around the size of the kept mapping, and larger ones. */
static void everyLength_isCopiedThereAndBack(void **state) {
    (void)state;
    int32_t fd = opened(bs_socket(AF_INET, SOCK_STREAM, 0));
    const int32_t lengths[] = {1, 3, 4, 4095, 4096, 4097, 65535, 65536, 65537, 1 << 20};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        char *memory = malloc((size_t)lengths[i]);
        assert_non_null(memory);
        memset(memory, CANARY, (size_t)lengths[i]);
        int32_t stored = lengths[i] < 4 ? lengths[i] : 4;
        assert_int_equal(bs_getsockopt_bounded(fd, SOL_SOCKET, SO_TYPE, memory, lengths[i]), stored);
        assert_int_equal(memory[0], SOCK_STREAM);
        free(memory);
    }
    assert_int_equal(bs_getsockopt_bounded(fd, SOL_SOCKET, SO_TYPE, 0, -1), -EINVAL);
    assert_int_equal(bs_ioctl_bounded(fd, 0, 0, -1), -EINVAL);
    assert_int_equal(bs_close(fd), 0);
}

static void arrayBehindAStruct_isFaultedAtItsEnd(void **state) {
    (void)state;
    char path[] = "/tmp/baresock-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(unlink(path), 0);
    char data[4096] = {1};
    assert_int_equal(write(fd, data, sizeof data), sizeof data);
    char memory[MEMORY];
    memset(memory, CANARY, sizeof memory);
    struct fiemap asked = {.fm_length = UINT64_MAX, .fm_flags = FIEMAP_FLAG_SYNC, .fm_extent_count = 100};
    memcpy(memory, &asked, sizeof asked);
    int32_t r = bs_ioctl_bounded(fd, FS_IOC_FIEMAP, memory, sizeof asked);
    assert_true(r < 0); /* EFAULT; EOPNOTSUPP on a file system without it */
    assert_true(is_untouched(memory, sizeof asked));
    /* Any request with less memory than its struct needs. */
    int32_t udp = opened(bs_socket(AF_INET, SOCK_DGRAM, 0));
    for (int32_t size = 0; size < 40; size++) {
        memset(memory, 0, sizeof memory);
        memcpy(memory, "lo", size < 2 ? (size_t)size : 2);
        r = bs_ioctl_bounded(udp, 0x8913 /* SIOCGIFFLAGS */, memory, size);
        assert_int_equal(r, size < 2 ? -ENODEV : -EFAULT); /* no such name, or no room for the answer */
    }
    assert_int_equal(bs_ioctl_bounded(udp, 0x8913, memory, 40), 0);
    assert_int_equal(bs_close(udp), 0);
    assert_int_equal(close(fd), 0);
}

/* More calls at the same time than there are kept mappings. */
static void *asks(void *argument) {
    int32_t fd = *(int32_t *)argument;
    for (int i = 0; i < 20000; i++) {
        int type = 0;
        if (bs_getsockopt_bounded(fd, SOL_SOCKET, SO_TYPE, &type, sizeof type) != sizeof type || type != SOCK_DGRAM) {
            return argument;
        }
    }
    return NULL;
}

static void manyThreads_haveMemoryOfTheirOwn(void **state) {
    (void)state;
    int32_t fd = opened(bs_socket(AF_INET, SOCK_DGRAM, 0));
    pthread_t threads[8];
    for (int i = 0; i < 8; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, asks, &fd), 0);
    }
    for (int i = 0; i < 8; i++) {
        void *wrong = &fd;
        assert_int_equal(pthread_join(threads[i], &wrong), 0);
        assert_null(wrong);
    }
    assert_int_equal(bs_close(fd), 0);
}

static void fcntlWithAStruct_isRefused(void **state) {
    (void)state;
    struct flock lock = {.l_type = F_RDLCK};
    int32_t fd = opened(bs_socket(AF_INET, SOCK_DGRAM, 0));
    assert_int_equal(bs_fcntl(fd, F_GETLK, AT(&lock)), -EINVAL);
    assert_int_equal(bs_fcntl(fd, F_SETOWN_EX, 16), -EINVAL);
    assert_int_equal(bs_close(fd), 0);
}
#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intOption_isSetAndRead),
        cmocka_unit_test(oneByteOption_isWidened),
#if defined(__linux__)
        cmocka_unit_test(negativeInt_isNotAnError),
        cmocka_unit_test(shortBinaryOption_isNotAnInt),
        cmocka_unit_test(countedLength_isInBytesForTheCaller),
        cmocka_unit_test(countInside_isLoweredToTheRoom),
        cmocka_unit_test(everyLength_isCopiedThereAndBack),
        cmocka_unit_test(arrayBehindAStruct_isFaultedAtItsEnd),
        cmocka_unit_test(manyThreads_haveMemoryOfTheirOwn),
        cmocka_unit_test(fcntlWithAStruct_isRefused),
#endif
        cmocka_unit_test(structOption_tellsItsLength),
        cmocka_unit_test(unknownOption_isEnoprotoopt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
