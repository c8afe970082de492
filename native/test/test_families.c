/* What the Java codecs of packed addresses know about Linux's structs; linux/bind_mode.c */
#define _GNU_SOURCE
#include "support.h"

#include <linux/can.h>
#include <linux/if_alg.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/qrtr.h>
#include <linux/tipc.h>
#include <linux/vm_sockets.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>

#define AT_OFFSET(type, field, at, size)                                                                               \
    _Static_assert(offsetof(struct type, field) == (at) && sizeof(((struct type *)0)->field) == (size),                \
                   #type "." #field)

_Static_assert(sizeof(struct sockaddr_nl) == 12, "NumberCodec.NETLINK");
AT_OFFSET(sockaddr_nl, nl_pad, 2, 2);
AT_OFFSET(sockaddr_nl, nl_pid, 4, 4);
AT_OFFSET(sockaddr_nl, nl_groups, 8, 4);

_Static_assert(sizeof(struct sockaddr_ll) == 20, "PacketCodec.MIN_LENGTH");
AT_OFFSET(sockaddr_ll, sll_protocol, 2, 2);
AT_OFFSET(sockaddr_ll, sll_ifindex, 4, 4);
AT_OFFSET(sockaddr_ll, sll_hatype, 8, 2);
AT_OFFSET(sockaddr_ll, sll_pkttype, 10, 1);
AT_OFFSET(sockaddr_ll, sll_halen, 11, 1);
AT_OFFSET(sockaddr_ll, sll_addr, 12, 8);

_Static_assert(sizeof(struct sockaddr_vm) == 16, "VsockCodec.LENGTH");
AT_OFFSET(sockaddr_vm, svm_reserved1, 2, 2);
AT_OFFSET(sockaddr_vm, svm_port, 4, 4);
AT_OFFSET(sockaddr_vm, svm_cid, 8, 4); /* svm_flags behind it: the first byte of svm_zero before Linux 5.11 */

_Static_assert(sizeof(struct sockaddr_can) == 24, "NumberCodec.CAN");
AT_OFFSET(sockaddr_can, can_ifindex, 4, 4);
AT_OFFSET(sockaddr_can, can_addr, 8, 16);
AT_OFFSET(sockaddr_can, can_addr.tp.rx_id, 8, 4);
AT_OFFSET(sockaddr_can, can_addr.tp.tx_id, 12, 4);
AT_OFFSET(sockaddr_can, can_addr.j1939.name, 8, 8);
AT_OFFSET(sockaddr_can, can_addr.j1939.pgn, 16, 4);
AT_OFFSET(sockaddr_can, can_addr.j1939.addr, 20, 1);

_Static_assert(sizeof(struct sockaddr_alg) == 88, "AlgCodec.LENGTH");
AT_OFFSET(sockaddr_alg, salg_type, 2, 14);
AT_OFFSET(sockaddr_alg, salg_feat, 16, 4);
AT_OFFSET(sockaddr_alg, salg_mask, 20, 4);
AT_OFFSET(sockaddr_alg, salg_name, 24, 64);

_Static_assert(sizeof(struct sockaddr_tipc) == 16, "NumberCodec.TIPC");
AT_OFFSET(sockaddr_tipc, addrtype, 2, 1);
AT_OFFSET(sockaddr_tipc, scope, 3, 1);
AT_OFFSET(sockaddr_tipc, addr.id.ref, 4, 4);
AT_OFFSET(sockaddr_tipc, addr.id.node, 8, 4);
AT_OFFSET(sockaddr_tipc, addr.nameseq.type, 4, 4);
AT_OFFSET(sockaddr_tipc, addr.nameseq.lower, 8, 4);
AT_OFFSET(sockaddr_tipc, addr.nameseq.upper, 12, 4);
AT_OFFSET(sockaddr_tipc, addr.name.name.type, 4, 4);
AT_OFFSET(sockaddr_tipc, addr.name.name.instance, 8, 4);
AT_OFFSET(sockaddr_tipc, addr.name.domain, 12, 4);

_Static_assert(sizeof(struct sockaddr_qrtr) == 12, "NumberCodec.QIPCRTR");
AT_OFFSET(sockaddr_qrtr, sq_node, 4, 4);
AT_OFFSET(sockaddr_qrtr, sq_port, 8, 4);

static char directory[] = "/tmp/bs-families-XXXXXX";

static int makeDirectory(void **state) {
    (void)state;
    return mkdtemp(directory) == NULL;
}

static int removeDirectory(void **state) {
    (void)state;
    return rmdir(directory);
}

static struct sockaddr_un node_address(const char *name) {
    struct sockaddr_un un = {.sun_family = AF_UNIX};
    (void)snprintf(un.sun_path, sizeof un.sun_path, "%s/%s", directory, name);
    return un;
}

static void bindMode_isExact_whateverTheUmask(void **state) {
    (void)state;
    static const int umasks[] = {0, 022, 077, 0777};
    static const int modes[] = {0600, 0660, 0666, 0777, 0};
    struct sockaddr_un un = node_address("exact");
    for (size_t u = 0; u < sizeof umasks / sizeof umasks[0]; u++) {
        for (size_t m = 0; m < sizeof modes / sizeof modes[0]; m++) {
            mode_t before = umask((mode_t)umasks[u]);
            int32_t fd = opened(bs_socket(AF_UNIX, SOCK_STREAM, 0));
            int32_t r = bs_bind_mode(fd, SA(&un), sizeof un, modes[m]);
            mode_t after = umask(before);
            struct stat st;
            assert_int_equal(r, 0);
            assert_int_equal(after, umasks[u]);
            assert_int_equal(stat(un.sun_path, &st), 0);
            assert_int_equal(st.st_mode, S_IFSOCK | modes[m]);
            assert_int_equal(unlink(un.sun_path), 0);
            assert_int_equal(bs_close(fd), 0);
        }
    }
}

static void bindMode_takesAPathOfFullLength(void **state) {
    (void)state;
    struct sockaddr_un un = node_address("");
    size_t used = strlen(un.sun_path);
    memset(un.sun_path + used, 'x', sizeof un.sun_path - used);
    char path[sizeof un.sun_path + 1] = {0};
    memcpy(path, un.sun_path, sizeof un.sun_path);
    int32_t fd = opened(bs_socket(AF_UNIX, SOCK_DGRAM, 0));
    assert_int_equal(bs_bind_mode(fd, SA(&un), sizeof un, 0666), 0);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode, S_IFSOCK | 0666);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(bs_close(fd), 0);
}

static void bindMode_refusesWhatHasNoNode_andWhatIsTaken(void **state) {
    (void)state;
    int32_t fd = opened(bs_socket(AF_UNIX, SOCK_STREAM, 0));
    struct sockaddr_un un = {.sun_family = AF_UNIX};
    assert_int_equal(bs_bind_mode(fd, SA(&un), offsetof(struct sockaddr_un, sun_path), 0600), -EINVAL);
    assert_int_equal(bs_bind_mode(fd, SA(&un), sizeof un, 0600), -EINVAL); /* abstract */
    un.sun_family = AF_INET;
    assert_int_equal(bs_bind_mode(fd, SA(&un), sizeof un, 0600), -EINVAL);
    un = node_address("");
    assert_int_equal(bs_bind_mode(fd, SA(&un), sizeof un, 0600), -EADDRINUSE);
    assert_int_equal(bs_close(fd), 0);
    assert_int_equal(bs_bind_mode(fd, SA(&un), sizeof un, 0600), -EBADF);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bindMode_isExact_whateverTheUmask),
        cmocka_unit_test(bindMode_takesAPathOfFullLength),
        cmocka_unit_test(bindMode_refusesWhatHasNoNode_andWhatIsTaken),
    };
    return cmocka_run_group_tests(tests, makeDirectory, removeDirectory);
}
