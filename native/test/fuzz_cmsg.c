/*
 * Gives random control data to the code that a receive runs: core/cmsg.c and posix/message.c. The same seed makes the
 * same data. The sanitizers find bytes that are read or written outside; this program checks the records.
 *
 *   fuzz-cmsg [ITERATIONS [SECONDS [SEED]]]     stops at what comes first; ctest runs it short, by hand it runs long:
 *   fuzz-cmsg 0 600                             (0 iterations: no limit)
 *
 * Linux only: the descriptors in the data do not exist, so the linker redirects syscall(2), and close(2) is never
 * called.
 */
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>

#include "batch.h"
#include "cmsg.h"
#include "cmsg_os.h"
#include "errqueue.h"
#include "message.h"

#define HEADER   ((size_t)CMSG_LEN(0))
#define MOST     512
#define CHECK(c) ((c) ? (void)0 : failed(#c, __LINE__))

static uint64_t seed;
static uint64_t random_state;
static uint64_t iteration;

static _Noreturn void failed(const char *what, int line) {
    fprintf(stderr, "fuzz-cmsg: not so: %s (line %d), seed %" PRIu64 ", iteration %" PRIu64 "\n", what, line, seed,
            iteration);
    abort();
}

/* In place of syscall(2). The only calls here are close, and fcntl if the kernel did not make descriptors
 * close-on-exec. */
long __wrap_syscall(long number, ...);
long __wrap_syscall(long number, ...) {
    CHECK(number == SYS_close || number == SYS_fcntl);
    return 0;
}

/* xorshift64*: Vigna, "An experimental exploration of Marsaglia's xorshift generators". */
static uint64_t next_random(void) {
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return random_state * UINT64_C(2685821657736338717);
}

static size_t below(size_t n) {
    return (size_t)(next_random() >> 11) % n;
}

/* A length that a header might claim: the true one, one near the edges, or any. */
static size_t claimed_length(size_t length) {
    static const size_t edges[] = {0, 1, 7, 8, 15, 16, 17, 24, INT32_MAX, UINT32_MAX, SIZE_MAX - 15, SIZE_MAX};
    switch (below(8)) {
    case 0:
        return edges[below(sizeof edges / sizeof edges[0])];
    case 1:
        return CMSG_LEN(length) + below(32) - 16;
    case 2:
        return (size_t)next_random();
    default:
        return CMSG_LEN(length);
    }
}

/* Fills data with control messages, most of them well-formed; returns how many bytes are used. */
static size_t generate(uint8_t *data) {
    size_t end = 0;
    for (size_t n = below(12); n > 0; n--) {
        size_t length = below(40);
        if (end + CMSG_SPACE(length) > MOST) {
            break;
        }
        static const int types[] = {SCM_RIGHTS, BS_SCM_PIDFD, 2, 29, 35, 37};
        bs_cmsg_header header = {.length = claimed_length(length),
                                 .level = below(4) == 0 ? (int)next_random() : SOL_SOCKET,
                                 .type = types[below(sizeof types / sizeof types[0])]};
        memcpy(data + end, &header, sizeof header);
        for (size_t i = 0; i < length; i++) {
            data[end + HEADER + i] = (uint8_t)next_random();
        }
        end += CMSG_SPACE(length);
    }
    for (size_t flips = below(3) == 0 && end > 0 ? below(8) : 0; flips > 0; flips--) {
        data[below(end)] ^= (uint8_t)(1u << below(8));
    }
    if (below(4) == 0) {
        end = below(end + 1); /* cut off */
    }
    return end;
}

static void check_records(const bs_cmsg *records, int32_t count, int32_t capacity, size_t length) {
    CHECK(count >= 0 && count <= capacity);
    size_t free_from = 0;
    for (int32_t i = 0; i < count; i++) {
        CHECK(records[i].length >= 0);
        CHECK(records[i].offset >= 0 && (size_t)records[i].offset >= free_from + HEADER);
        free_from = (size_t)records[i].offset + (size_t)records[i].length;
        CHECK(free_from <= length);
    }
}

/* As the kernel would leave the data, in memory of exactly its length. */
static void receive(const uint8_t *data, size_t length) {
    int32_t record_capacity = (int32_t)(length / HEADER);
    int32_t fd_capacity = (int32_t)(length / sizeof(int32_t));
    uint8_t *exact = malloc(length + 1);
    bs_cmsg *records = malloc(((size_t)record_capacity + 1) * sizeof *records);
    int32_t *fds = malloc(((size_t)fd_capacity + 1) * sizeof *fds);
    CHECK(exact != NULL && records != NULL && fds != NULL);
    memcpy(exact + 1, data, length);
    bs_message message = {.java.fds = fds, .java.fd_capacity = fd_capacity, .c.pidfd = -1};
    message.java.in = (bs_control){
        .data = exact + 1, .records = records, .capacity = (int32_t)length, .record_capacity = record_capacity};
    int cloexec = below(2) == 0 ? BS_CMSG_CLOEXEC : 0;
    int cut = below(2) == 0 ? MSG_CTRUNC : 0;
    struct msghdr header = {.msg_controllen = (bs_controllen)length, .msg_flags = cloexec | cut};
    bs_message_received(&message, &header);
    bs_batch_columns columns;
    bs_columns_clear(&columns);
    bs_columns_fill(&columns, &message);
    bs_error error;
    bs_error_fill(&error, &message);
    check_records(records, message.c.in_count, record_capacity, length);
    CHECK(message.c.fd_count >= 0 && message.c.fd_count <= fd_capacity);
    CHECK((message.c.flags & MSG_CTRUNC) == cut);
    for (int32_t i = 0; i < message.c.fd_count; i++) {
        CHECK(fds[i] >= 0);
    }
    /* With less room than there are messages the first ones are the same. */
    int32_t less = (int32_t)below((size_t)record_capacity + 1);
    int32_t some = bs_cmsg_walk(exact + 1, (int32_t)length, records, less);
    CHECK(some == (less < message.c.in_count ? less : message.c.in_count));
    /* The headers that are written from the records give the same records again. */
    int32_t found = bs_cmsg_walk(exact + 1, (int32_t)length, records, record_capacity);
    bs_cmsg_write_headers(exact + 1, records, found);
    CHECK(bs_cmsg_walk(exact + 1, (int32_t)length, records, record_capacity) == found);
    free(exact);
    free(records);
    free(fds);
}

static uint64_t argument(int argc, char **argv, int i, uint64_t otherwise) {
    return argc > i ? strtoull(argv[i], NULL, 10) : otherwise;
}

int main(int argc, char **argv) {
    uint64_t iterations = argument(argc, argv, 1, 200000);
    time_t end = time(NULL) + (time_t)argument(argc, argv, 2, 60);
    seed = argument(argc, argv, 3, 20260101);
    random_state = seed * 2 + 1; /* never 0 */
    uint64_t bytes = 0;
    for (; iterations == 0 || iteration < iterations; iteration++) {
        if (iteration % 4096 == 0 && time(NULL) >= end) {
            break;
        }
        uint8_t data[MOST] = {0};
        size_t length = generate(data);
        bytes += length;
        receive(data, length);
    }
    printf("fuzz-cmsg: %" PRIu64 " inputs, %" PRIu64 " bytes, seed %" PRIu64 ": no finding\n", iteration, bytes, seed);
    return iteration > 0 ? 0 : 1;
}
