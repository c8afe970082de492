/* posix/fds_flag.c: families that refuse MSG_CMSG_CLOEXEC, and descriptors that are close-on-exec in any case. */
#define _GNU_SOURCE
#include "support.h"

#include <net/if.h>
#include <netpacket/packet.h>

#include "batch.h"
#include "inject.h"
#include "message.h"

enum { CONTROL = 64, RECORDS = 4 };

typedef struct laid_out {
    bs_batch batch;
    bs_message m;
    bs_batch_slot slot;
    bs_batch_columns columns;
    struct iovec iov;
    bs_sockaddr_slot from;
    char payload[8];
    int32_t fds[CONTROL / 4];
    bs_cmsg records[RECORDS];
    _Alignas(8) uint8_t in[CONTROL];
    _Alignas(8) char headers[BS_BATCH_HEADER];
} laid_out;

static void lay(laid_out *l) {
    memset(l, 0, sizeof *l);
    l->iov = (struct iovec){.iov_base = l->payload, .iov_len = sizeof l->payload};
    l->m = (bs_message){.java.iov = &l->iov,
                        .java.iov_count = 1,
                        .java.from = &l->from,
                        .java.fds = l->fds,
                        .java.fd_capacity = CONTROL / 4,
                        .c.pidfd = -1};
    l->m.java.in = (bs_control){.data = l->in, .records = l->records, .capacity = CONTROL, .record_capacity = RECORDS};
    l->slot = (bs_batch_slot){.capacity = sizeof l->payload};
    l->batch = (bs_batch){.java.messages = &l->m,
                          .java.slots = &l->slot,
                          .java.columns_at = &l->columns,
                          .java.headers = l->headers,
                          .java.stride = sizeof(bs_message),
                          .java.capacity = 1};
}

typedef int32_t receiver(int32_t fd, laid_out *l);

static int32_t by_message(int32_t fd, laid_out *l) {
    return bs_recvmsg(fd, &l->m, MSG_DONTWAIT);
}

static int32_t by_batch(int32_t fd, laid_out *l) {
    return bs_recvmmsg(fd, &l->batch, 0, 1, MSG_DONTWAIT);
}

static int32_t by_loop(int32_t fd, laid_out *l) {
    assert_int_equal(bs_force(BS_FORCE_LOOP), 0);
    int32_t r = bs_recvmmsg(fd, &l->batch, 0, 1, MSG_DONTWAIT);
    assert_int_equal(bs_force(0), 0);
    return r;
}

static int32_t by_error_queue(int32_t fd, laid_out *l) {
    bs_error error;
    int32_t r = bs_errors(fd, &l->batch, &error, 1);
    return r == 0 ? -EAGAIN : r;
}

static const struct {
    receiver *receive;
    long call;
} WAYS[] = {
    {by_message, SYS_recvmsg}, {by_batch, SYS_recvmmsg}, {by_loop, SYS_recvmsg}, {by_error_queue, SYS_recvmmsg}};

#define EACH_WAY(w) (size_t w = 0; w < sizeof WAYS / sizeof WAYS[0]; w++)

/* The answer of a family that checks every flag; after that, one system call again until the descriptor is closed. */
static void aFamilyThatRefuses_isReceivedFromWithoutTheFlag_andRemembered(void **state) {
    (void)state;
    const int refusals[] = {EINVAL, EOPNOTSUPP};
    for
        EACH_WAY(w) {
            for (int i = 0; i < 2; i++) {
                laid_out l;
                lay(&l);
                struct sockaddr_in self;
                int32_t fd = bound_to_loopback(SOCK_DGRAM, &self);
                inject_reset();
                inject_error(WAYS[w].call, refusals[i], 1);
                assert_int_equal(WAYS[w].receive(fd, &l), -EAGAIN);
                assert_int_equal(inject_count(WAYS[w].call), 2);
                assert_int_equal(inject_count(SYS_getsockopt), 1);
                assert_int_equal(WAYS[w].receive(fd, &l), -EAGAIN);
                assert_int_equal(inject_count(WAYS[w].call), 3);
                assert_int_equal(inject_count(SYS_getsockopt), 1);
                inject_error(WAYS[w].call, refusals[i], 1); /* not the flag's fault: it was not there */
                assert_int_equal(WAYS[w].receive(fd, &l), -refusals[i]);
                assert_int_equal(inject_count(SYS_getsockopt), 1);
                assert_int_equal(bs_close(fd), 0);
            }
        }
}

static void whereDescriptorsCanArrive_theFlagStays(void **state) {
    (void)state;
    for
        EACH_WAY(w) {
            laid_out l;
            lay(&l);
            pair p = unix_pair(SOCK_DGRAM);
            inject_reset();
            inject_error(WAYS[w].call, EINVAL, 1);
            assert_int_equal(WAYS[w].receive(p.b, &l), -EINVAL);
            assert_int_equal(inject_count(WAYS[w].call), 1);
            close_pair(p);
        }
}

static void send_fd(int32_t socket) {
    laid_out l;
    lay(&l);
    bs_cmsg record = {.level = SOL_SOCKET, .type = SCM_RIGHTS, .offset = bs_cmsg_len(0), .length = 4};
    memcpy(l.in + record.offset, &socket, sizeof socket);
    l.m.java.out = (bs_control){.data = l.in, .records = &record, .capacity = CONTROL};
    l.m.java.out_length = bs_cmsg_space(4);
    l.m.java.out_count = 1;
    assert_int_equal(bs_sendmsg(socket, &l.m, 0), sizeof l.payload);
}

/* A descriptor that refused was closed elsewhere; its number now belongs to a Unix socket. */
static void aRememberedNumber_thatIsAnotherSocketNow_stillGivesCloexecDescriptors(void **state) {
    (void)state;
    for
        EACH_WAY(w) {
            if (WAYS[w].receive == by_error_queue) {
                continue; /* it has no descriptors */
            }
            laid_out l;
            lay(&l);
            struct sockaddr_in self;
            int32_t fd = bound_to_loopback(SOCK_DGRAM, &self);
            inject_reset();
            inject_error(WAYS[w].call, EINVAL, 1);
            assert_int_equal(WAYS[w].receive(fd, &l), -EAGAIN);
            pair p = unix_pair(SOCK_DGRAM);
            assert_int_equal(dup2(p.b, fd), fd);
            send_fd(p.a);
            assert_true(WAYS[w].receive(fd, &l) > 0);
            assert_int_equal(l.m.c.fd_count, 1);
            assert_int_equal(fcntl(l.fds[0], F_GETFD), FD_CLOEXEC);
            assert_int_equal(bs_message_discard(&l.m), 0);
            assert_int_equal(bs_dup2(p.b, fd), fd); /* and by us: forgotten */
            inject_reset();
            inject_error(WAYS[w].call, EINVAL, 1);
            assert_int_equal(WAYS[w].receive(fd, &l), -EINVAL);
            assert_int_equal(bs_close(fd), 0);
            close_pair(p);
        }
}

/* A real packet socket, if this process may open one. */
static void packetSockets_areReceivedFrom(void **state) {
    (void)state;
    int32_t fd = bs_socket(AF_PACKET, SOCK_DGRAM, 0);
    if (fd == -EPERM || fd == -EAFNOSUPPORT) {
        skip();
    }
    opened(fd);
    inject_reset();
    for
        EACH_WAY(w) {
            laid_out l;
            lay(&l);
            assert_int_equal(WAYS[w].receive(fd, &l), -EAGAIN);
        }
    struct sockaddr_ll lo = {.sll_family = AF_PACKET, .sll_protocol = htons(0x0003), .sll_ifindex = 0};
    lo.sll_ifindex = bs_if_nametoindex("lo");
    assert_int_equal(bs_bind(fd, SA(&lo), sizeof lo), 0);
    struct sockaddr_in self;
    int32_t udp = bound_to_loopback(SOCK_DGRAM, &self);
    assert_int_equal(bs_sendto(udp, "x", 1, 0, SA(&self), sizeof self), 1);
    laid_out l;
    lay(&l);
    struct pollfd readable = {.fd = fd, .events = POLLIN};
    assert_int_equal(bs_poll(&readable, 1, LONG_TIME), 1);
    assert_true(bs_recvmsg(fd, &l.m, 0) > 0);
    assert_int_equal(inject_count(SYS_getsockopt), 1);
    assert_int_equal(bs_close(udp), 0);
    assert_int_equal(bs_close(fd), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aFamilyThatRefuses_isReceivedFromWithoutTheFlag_andRemembered),
        cmocka_unit_test(whereDescriptorsCanArrive_theFlagStays),
        cmocka_unit_test(aRememberedNumber_thatIsAnotherSocketNow_stillGivesCloexecDescriptors),
        cmocka_unit_test(packetSockets_areReceivedFrom),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
