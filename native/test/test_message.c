/* posix/message.c */
#define _GNU_SOURCE
#include "support.h"

#include <sys/uio.h>

#include "inject.h"
#include "message.h"

enum { CONTROL = 256, RECORDS = CONTROL / 16, FDS = CONTROL / 4 };

/* A message as Java lays it out, with one buffer. */
typedef struct laid_out {
    bs_message m;
    struct iovec iov;
    char payload[16];
    _Alignas(8) uint8_t out[CONTROL];
    _Alignas(8) uint8_t in[CONTROL];
    bs_cmsg out_records[RECORDS];
    bs_cmsg in_records[RECORDS];
    int32_t fds[FDS];
    bs_sockaddr_slot from;
} laid_out;

static void lay(laid_out *l, int32_t capacity) {
    *l = (laid_out){.payload = "payload"};
    l->iov = (struct iovec){.iov_base = l->payload, .iov_len = sizeof l->payload};
    l->m = (bs_message){.java.iov = &l->iov,
                        .java.iov_count = 1,
                        .java.from = &l->from,
                        .java.fds = l->fds,
                        .java.fd_capacity = FDS,
                        .c.pidfd = -1};
    l->m.java.out =
        (bs_control){.data = l->out, .records = l->out_records, .capacity = CONTROL, .record_capacity = RECORDS};
    l->m.java.in =
        (bs_control){.data = l->in, .records = l->in_records, .capacity = capacity, .record_capacity = RECORDS};
}

static void add(laid_out *l, int level, int type, const void *value, int32_t length) {
    bs_message_java *java = &l->m.java;
    int32_t at = java->out_length + bs_cmsg_len(0);
    memcpy(l->out + at, value, (size_t)length);
    l->out_records[java->out_count++] = (bs_cmsg){.level = level, .type = type, .offset = at, .length = length};
    java->out_length += bs_cmsg_space(length);
}

static void send_fds(int32_t socket, const int32_t *fds, int32_t count) {
    laid_out l;
    lay(&l, CONTROL);
    add(&l, SOL_SOCKET, SCM_RIGHTS, fds, count * (int32_t)sizeof *fds);
    assert_int_equal(bs_sendmsg(socket, &l.m, 0), sizeof l.payload);
}

/* How many descriptors are open. The lowest free number does not tell, since numbers are not in order. */
static int open_fds(void) {
    int open = 0;
    for (int fd = 0; fd < 256; fd++) {
        open += fcntl(fd, F_GETFD) >= 0;
    }
    return open;
}

static void fds_areCloexec_andBelongToTheMessage(void **state) {
    (void)state;
    inject_reset();
    pair p = unix_pair(SOCK_STREAM);
    int before = open_fds();
    send_fds(p.a, (int32_t[]){p.a, p.b, p.a}, 3);
    laid_out l;
    lay(&l, CONTROL);
    assert_int_equal(bs_recvmsg(p.b, &l.m, 0), sizeof l.payload);
    assert_int_equal(inject_count(SYS_recvmsg), 1);
    assert_int_equal(l.m.c.fd_count, 3);
    assert_int_equal(l.m.c.flags, 0);
    assert_int_equal(l.m.c.in_count, 1);
    assert_int_equal(open_fds(), before + 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(fcntl(l.fds[i], F_GETFD), FD_CLOEXEC);
    }
    assert_int_equal(bs_close(l.fds[1]), 0);
    l.fds[1] = -1; /* taken */
    assert_int_equal(bs_message_discard(&l.m), 0);
    assert_int_equal(l.m.c.fd_count, 0);
    assert_int_equal(open_fds(), before);
    close_pair(p);
}

static void nextReceive_closesWhatNobodyTook_evenIfItFails(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_STREAM);
    int before = open_fds();
    laid_out l;
    lay(&l, CONTROL);
    send_fds(p.a, (int32_t[]){p.a, p.b}, 2);
    assert_int_equal(bs_recvmsg(p.b, &l.m, 0), sizeof l.payload);
    assert_int_equal(open_fds(), before + 2);
    assert_int_equal(bs_recvmsg(p.b, &l.m, MSG_DONTWAIT), -EAGAIN);
    assert_int_equal(open_fds(), before);
    assert_int_equal(l.m.c.fd_count, 0);
    assert_int_equal(l.m.c.in_count, 0);
    assert_int_equal(l.m.c.in_length, 0);
    for (int i = 0; i < CONTROL; i++) {
        assert_int_equal(l.in[i], 0);
    }
    close_pair(p);
}

static void bufferForOneFd_getsTwo_andBothAreKept(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_DGRAM);
    int before = open_fds();
    laid_out l;
    lay(&l, bs_cmsg_space(4));
    send_fds(p.a, (int32_t[]){p.a, p.b}, 2);
    assert_int_equal(bs_recvmsg(p.b, &l.m, 0), sizeof l.payload);
    assert_int_equal(l.m.c.fd_count, 2);
    assert_int_equal(l.m.c.flags & MSG_CTRUNC, 0);
    send_fds(p.a, (int32_t[]){p.a, p.b, p.a}, 3);
    assert_int_equal(bs_recvmsg(p.b, &l.m, 0), sizeof l.payload);
    assert_int_equal(l.m.c.fd_count, 2);
    assert_int_equal(l.m.c.flags & MSG_CTRUNC, MSG_CTRUNC);
    assert_int_equal(bs_message_discard(&l.m), 0);
    assert_int_equal(open_fds(), before);
    close_pair(p);
}

static void moreFdsThanTheMessageHasRoomFor_areClosed(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_DGRAM);
    int before = open_fds();
    laid_out l;
    lay(&l, CONTROL);
    l.m.java.fd_capacity = 1;
    send_fds(p.a, (int32_t[]){p.a, p.b, p.a}, 3);
    assert_int_equal(bs_recvmsg(p.b, &l.m, 0), sizeof l.payload);
    assert_int_equal(l.m.c.fd_count, 1);
    assert_int_equal(l.m.c.flags & MSG_CTRUNC, MSG_CTRUNC);
    assert_int_equal(open_fds(), before + 1);
    assert_int_equal(bs_message_discard(&l.m), 0);
    assert_int_equal(open_fds(), before);
    close_pair(p);
}

static void everyCapacity_losesNoDescriptor(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_DGRAM);
    int before = open_fds();
    for (int32_t capacity = 0; capacity <= 64; capacity++) {
        laid_out l;
        lay(&l, capacity);
        send_fds(p.a, (int32_t[]){p.a, p.b, p.a, p.b}, 4);
        assert_int_equal(bs_recvmsg(p.b, &l.m, 0), sizeof l.payload);
        assert_int_equal(open_fds(), before + l.m.c.fd_count);
        assert_int_equal((l.m.c.flags & MSG_CTRUNC) != 0, l.m.c.fd_count < 4);
        assert_int_equal(bs_message_discard(&l.m), 0);
        assert_int_equal(open_fds(), before);
    }
    close_pair(p);
}

static void interruptedReceive_losesNothing(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_DGRAM);
    send_fds(p.a, (int32_t[]){p.a}, 1);
    laid_out l;
    lay(&l, CONTROL);
    inject_reset();
    inject_error(SYS_recvmsg, EINTR, 1);
    assert_int_equal(bs_recvmsg(p.b, &l.m, 0), -EINTR);
    assert_int_equal(bs_recvmsg(p.b, &l.m, 0), sizeof l.payload);
    assert_int_equal(inject_count(SYS_recvmsg), 2);
    assert_int_equal(l.m.c.fd_count, 1);
    assert_int_equal(bs_message_discard(&l.m), 0);
    inject_reset();
    inject_error(SYS_sendmsg, EINTR, 1);
    assert_int_equal(bs_sendmsg(p.a, &l.m, 0), -EINTR);
    assert_int_equal(bs_sendmsg(p.a, &l.m, 0), sizeof l.payload);
    assert_int_equal(inject_count(SYS_sendmsg), 2);
    close_pair(p);
}

static void vectors_gatherAndScatter(void **state) {
    (void)state;
    inject_reset();
    pair p = unix_pair(SOCK_STREAM);
    char one[3];
    char two[8];
    struct iovec out[] = {{"ab", 2}, {"", 0}, {"cdef", 4}};
    struct iovec in[] = {{one, sizeof one}, {two, sizeof two}};
    assert_int_equal(bs_writev(p.a, out, 3), 6);
    assert_int_equal(inject_count(SYS_writev), 0);
    assert_int_equal(bs_readv(p.b, in, 2), 6);
    assert_memory_equal(one, "abc", 3);
    assert_memory_equal(two, "def", 3);
    assert_int_equal(bs_writev(p.a, out, 0), 0);
    assert_int_equal(bs_close(p.b), 0);
    assert_int_equal(bs_writev(p.a, out, 3), -EPIPE); /* and the process lives */
    assert_int_equal(bs_close(p.a), 0);
}

static void vectors_workOnPipes_andKnowBadOnes(void **state) {
    (void)state;
    inject_reset();
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    char got[8];
    struct iovec out[] = {{"ab", 2}, {"cd", 2}};
    struct iovec in = {got, sizeof got};
    assert_int_equal(bs_writev(ends[1], out, 2), 4);
    assert_int_equal(bs_readv(ends[0], &in, 1), 4);
    assert_memory_equal(got, "abcd", 4);
    close(ends[0]);
    close(ends[1]);
    assert_int_equal(bs_writev(-1, out, 2), -EBADF);
    assert_int_equal(bs_readv(-1, &in, 1), -EBADF);
}

/* The kernel checks addresses, not this library. */
static void vectorsOfNobodysMemory_areEfault(void **state) {
    (void)state;
    inject_reset();
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pair stream = unix_pair(SOCK_STREAM);
    pair datagrams = unix_pair(SOCK_DGRAM);
    const int32_t targets[] = {ends[1], stream.a, datagrams.a};
    struct iovec nobodys = {.iov_base = NOBODYS, .iov_len = 1};
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        assert_int_equal(bs_writev(targets[i], NOBODYS, 1), -EFAULT);
        assert_int_equal(bs_writev(targets[i], &nobodys, 1), -EFAULT);
        bs_message message = {.java.iov = &nobodys, .java.iov_count = 1};
        if (i > 0) {
            assert_int_equal(bs_sendmsg(targets[i], &message, 0), -EFAULT);
        }
    }
    assert_int_equal(bs_send(stream.a, "x", 1, 0), 1);
    assert_int_equal(bs_readv(stream.b, NOBODYS, 1), -EFAULT);
    assert_int_equal(bs_readv(stream.b, &nobodys, 1), -EFAULT);
    assert_int_equal(bs_sendto(datagrams.a, "x", 1, 0, NOBODYS, 16), -EFAULT);
    close_pair(stream);
    close_pair(datagrams);
    close(ends[0]);
    close(ends[1]);
}

/* No bytes: writev(2) does nothing, and sends no empty datagram. */
static void emptyVectors_sendNothing(void **state) {
    (void)state;
    pair p = unix_pair(SOCK_DGRAM);
    char byte;
    struct iovec empty[] = {{&byte, 0}, {0, 0}};
    assert_int_equal(bs_writev(p.a, empty, 2), 0);
    assert_int_equal(bs_recv(p.b, &byte, 1, MSG_DONTWAIT), -EAGAIN);
    assert_int_equal(bs_writev(p.a, 0, 0), 0);
    close_pair(p);
}

/* Control messages and no byte: sockets with message boundaries send them; on a stream they are refused, because the
 * kernel would drop them silently. */
static void descriptorsWithoutAByte_areRefusedOnAStream(void **state) {
    (void)state;
    const int types[] = {SOCK_STREAM, SOCK_SEQPACKET, SOCK_DGRAM};
    for (int i = 0; i < 3; i++) {
        pair p = unix_pair(types[i]);
        laid_out l;
        lay(&l, CONTROL);
        add(&l, SOL_SOCKET, SCM_RIGHTS, &p.a, sizeof p.a);
        for (int32_t buffers = 0; buffers <= 1; buffers++) {
            l.iov.iov_len = 0;
            l.m.java.iov_count = buffers;
            inject_reset();
            int32_t sent = bs_sendmsg(p.a, &l.m, 0);
            assert_int_equal(sent, types[i] == SOCK_STREAM ? -ENOMSG : 0);
            assert_int_equal(inject_count(SYS_sendmsg), 1);
            inject_error(SYS_sendmsg, EINVAL, 1);
            assert_int_equal(bs_sendmsg(p.a, &l.m, 0), -EINVAL); /* the kernel's own objection */
        }
        l.iov.iov_len = 1;
        l.m.java.iov_count = 1;
        inject_reset();
        assert_int_equal(bs_sendmsg(p.a, &l.m, 0), 1);
        assert_int_equal(inject_count(SYS_getsockopt), 0);
        l.m.java.out_count = 0; /* nothing at all is no mistake */
        l.iov.iov_len = 0;
        assert_int_equal(bs_sendmsg(p.a, &l.m, 0), 0);
        close_pair(p);
    }
}

/* A piece of a receive: how it ends says whether descriptors came, though none is taken. */
static void piecesOfAUnixStream_endBehindDescriptors(void **state) {
    (void)state;
    for (int passes = 0; passes <= 1; passes++) {
        pair p = unix_pair(SOCK_STREAM);
        assert_int_equal(setsockopt(p.b, SOL_SOCKET, SO_PASSCRED, &passes, sizeof passes), 0);
        bs_piece piece = {0};
        char buf[32];
        assert_int_equal(bs_recv_piece(p.b, buf, sizeof buf, MSG_DONTWAIT, &piece), -EAGAIN);
        assert_int_equal(bs_send(p.a, "ab", 2, 0), 2);
        assert_int_equal(bs_recv_piece(p.b, buf, sizeof buf, MSG_DONTWAIT, &piece), 2);
        assert_int_equal(piece.known, passes);
        laid_out l;
        lay(&l, CONTROL);
        add(&l, SOL_SOCKET, SCM_RIGHTS, &p.a, sizeof p.a);
        assert_int_equal(bs_sendmsg(p.a, &l.m, 0), sizeof l.payload);
        const int32_t last = -(BS_PIECE_LAST + (int32_t)sizeof l.payload);
        assert_int_equal(bs_recv_piece(p.b, buf, sizeof buf, MSG_DONTWAIT, &piece), last);
        for (int32_t room = 0; room <= CONTROL; room += CONTROL) {
            assert_int_equal(bs_sendmsg(p.a, &l.m, 0), sizeof l.payload);
            laid_out in;
            lay(&in, room);
            assert_int_equal(bs_recvmsg_piece(p.b, &in.m, MSG_DONTWAIT, &piece), last);
            assert_int_equal(in.m.c.fd_count, room > 0);
            assert_int_equal(in.m.c.in_count, room > 0 ? 1 + passes : 0);
            bs_message_clear(&in.m);
        }
        close_pair(p);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fds_areCloexec_andBelongToTheMessage),
        cmocka_unit_test(nextReceive_closesWhatNobodyTook_evenIfItFails),
        cmocka_unit_test(bufferForOneFd_getsTwo_andBothAreKept),
        cmocka_unit_test(moreFdsThanTheMessageHasRoomFor_areClosed),
        cmocka_unit_test(everyCapacity_losesNoDescriptor),
        cmocka_unit_test(interruptedReceive_losesNothing),
        cmocka_unit_test(vectors_gatherAndScatter),
        cmocka_unit_test(vectors_workOnPipes_andKnowBadOnes),
        cmocka_unit_test(vectorsOfNobodysMemory_areEfault),
        cmocka_unit_test(emptyVectors_sendNothing),
        cmocka_unit_test(descriptorsWithoutAByte_areRefusedOnAStream),
#ifdef __linux__
        cmocka_unit_test(piecesOfAUnixStream_endBehindDescriptors),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
