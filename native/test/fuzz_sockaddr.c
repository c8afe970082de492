/*
 * Gives random addresses of random lengths to the C code that handles addresses: the slots that the kernel fills
 * (posix/addr.h), the list of getaddrinfo(3), and getnameinfo(3) (posix/names.c). The same seed makes the same data. An
 * address ends at the end of its page, and the next page cannot be accessed: each byte that is read or written beyond
 * the address is a fault, in libc too.
 *
 *   fuzz-sockaddr [ITERATIONS [SECONDS [SEED]]]     stops at what comes first; see fuzz_cmsg.c
 *
 * Linux only: the linker redirects syscall(2), so no kernel ever gets an address.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>

#include "baresock.h"
#include "names.h"

#define MOST     512
#define CHECK(c) ((c) ? (void)0 : failed(#c, __LINE__))

static uint64_t seed;
static uint64_t random_state;
static uint64_t iteration;
static uint8_t *page_end; /* of memory that can be written; behind it is some that cannot */
static socklen_t kernel_length;
static int64_t connects;

static _Noreturn void failed(const char *what, int line) {
    fprintf(stderr, "fuzz-sockaddr: not so: %s (line %d), seed %" PRIu64 ", iteration %" PRIu64 "\n", what, line, seed,
            iteration);
    abort();
}

/* xorshift64*, as in fuzz_cmsg.c. */
static uint64_t next_random(void) {
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return random_state * UINT64_C(2685821657736338717);
}

static size_t below(size_t n) {
    return (size_t)(next_random() >> 11) % n;
}

/* As a kernel: reads the whole address, writes as much as there is room for, and returns the whole length. */
static long kernel_read(const uint8_t *addr, size_t length) {
    unsigned sum = 0;
    for (size_t i = 0; i < length; i++) {
        sum += addr[i];
    }
    connects++;
    errno = sum % 2 == 0 ? EAGAIN : EINVAL;
    return -1;
}

static long kernel_write(void *addr, socklen_t *length) {
    memset(addr, 0x5a, *length < kernel_length ? *length : kernel_length);
    *length = kernel_length;
    return 0;
}

/* In place of syscall(2). */
long __wrap_syscall(long number, ...);
long __wrap_syscall(long number, ...) {
    va_list args;
    va_start(args, number);
    long a[3];
    for (int i = 0; i < 3; i++) {
        a[i] = va_arg(args, long);
    }
    va_end(args);
    switch (number) {
    case SYS_fcntl:
        return O_NONBLOCK;
    case SYS_connect:
    case SYS_bind:
        return kernel_read((const uint8_t *)a[1], (size_t)(socklen_t)a[2]);
    case SYS_getsockname:
    case SYS_getpeername:
    case SYS_accept4:
        return kernel_write((void *)a[1], (socklen_t *)a[2]);
    default:
        failed("a system call that nothing here makes", (int)number);
    }
}

/* An address at the end of the page: of a known or unknown family, with zeros, letters or any bytes. */
static uint8_t *generate(size_t length) {
    static const sa_family_t families[] = {AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, 29, 40};
    uint8_t *addr = page_end - length;
    size_t kind = below(4);
    for (size_t i = 0; i < length; i++) {
        uint8_t byte = (uint8_t)next_random();
        addr[i] = kind == 0 ? 0 : kind == 1 ? (uint8_t)(byte % 26 + 'a') : byte;
    }
    sa_family_t family =
        below(8) == 0 ? (sa_family_t)next_random() : families[below(sizeof families / sizeof *families)];
    if (length >= sizeof family) {
        memcpy(addr, &family, sizeof family);
    }
    return addr;
}

static void check_names(const void *addr, size_t length) {
    bs_nameinfo *info = malloc(sizeof *info);
    CHECK(info != NULL);
    int32_t flags = NI_NUMERICHOST | NI_NUMERICSERV | (below(2) == 0 ? NI_DGRAM : 0);
    CHECK(bs_getnameinfo(addr, (int32_t)length, flags, info) == 0);
    CHECK(info->host_length >= 0 && (size_t)info->host_length < sizeof info->host);
    CHECK(info->service_length >= 0 && (size_t)info->service_length < sizeof info->service);
    CHECK(info->error == 0 || (info->host_length == 0 && info->service_length == 0));
    free(info);
}

static void check_connect(const void *addr, size_t length) {
    int64_t before = connects;
    int32_t r = bs_connect(7, addr, (int32_t)length);
    CHECK(connects == before + 1 && (r == -EAGAIN || r == -EINVAL));
    r = bs_bind(7, addr, (int32_t)length);
    CHECK(connects == before + 2 && (r == -EAGAIN || r == -EINVAL));
}

static void check_slot(void) {
    static const socklen_t edges[] = {0, 1, 2, 16, 28, 110, 111, 127, 128, 129, INT32_MAX, UINT32_MAX};
    kernel_length = below(2) == 0 ? edges[below(sizeof edges / sizeof *edges)] : (socklen_t)next_random();
    bs_sockaddr_slot *slot = malloc(sizeof *slot);
    CHECK(slot != NULL);
    int32_t (*const calls[])(int32_t, bs_sockaddr_slot *) = {bs_getsockname, bs_getpeername};
    int32_t r = below(3) == 0 ? bs_accept4(7, slot, 0) : calls[below(2)](7, slot);
    CHECK(r == 0);
    CHECK(slot->length == (kernel_length < sizeof slot->bytes ? (int32_t)kernel_length : (int32_t)sizeof slot->bytes));
    free(slot);
}

/* A list as libc could make it, stored with exactly enough room, and with less. */
static void check_list(uint8_t *addr, size_t length) {
    struct addrinfo items[4];
    char name[] = "a.name.of.some.length";
    size_t count = below(5);
    for (size_t i = 0; i < count; i++) {
        bool has = below(4) != 0;
        items[i] = (struct addrinfo){.ai_family = (int)next_random(),
                                     .ai_addr = has ? (struct sockaddr *)(void *)addr : NULL,
                                     .ai_addrlen = (socklen_t)length,
                                     .ai_canonname = below(2) == 0 ? name + below(sizeof name) : NULL,
                                     .ai_next = i + 1 < count ? &items[i + 1] : NULL};
    }
    const struct addrinfo *list = count == 0 ? NULL : items;
    bs_addrinfo_list head;
    int64_t size = bs_addrinfo_store(list, &head, sizeof head);
    CHECK(size >= (int64_t)sizeof head && head.count == (int32_t)count);
    bs_addrinfo_list *out = malloc((size_t)size);
    CHECK(out != NULL);
    CHECK(bs_addrinfo_store(list, out, (int32_t)size) == size);
    for (size_t i = 0; i < count; i++) {
        const bs_addrinfo *item = &out->items[i];
        int32_t stored = length < sizeof item->addr.bytes ? (int32_t)length : (int32_t)sizeof item->addr.bytes;
        CHECK(item->addr.length == (items[i].ai_addr == NULL ? 0 : stored));
        CHECK(memcmp(item->addr.bytes, addr, (size_t)item->addr.length) == 0);
        CHECK(item->canon_length < 0 || item->canon_at + item->canon_length <= size);
    }
    free(out);
}

static uint64_t argument(int argc, char **argv, int i, uint64_t otherwise) {
    return argc > i ? strtoull(argv[i], NULL, 10) : otherwise;
}

int main(int argc, char **argv) {
    uint64_t iterations = argument(argc, argv, 1, 200000);
    time_t end = time(NULL) + (time_t)argument(argc, argv, 2, 60);
    seed = argument(argc, argv, 3, 20260101);
    random_state = seed * 2 + 1; /* never 0 */
    size_t page = 65536;         /* no system has larger ones */
    uint8_t *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(pages != MAP_FAILED && mprotect(pages + page, page, PROT_NONE) == 0);
    page_end = pages + page;
    uint64_t bytes = 0;
    for (; iterations == 0 || iteration < iterations; iteration++) {
        if (iteration % 4096 == 0 && time(NULL) >= end) {
            break;
        }
        size_t length = below(8) == 0 ? below(MOST) : below(129);
        bytes += length;
        uint8_t *addr = generate(length);
        check_names(addr, length);
        check_connect(addr, length);
        check_slot();
        check_list(addr, length);
    }
    printf("fuzz-sockaddr: %" PRIu64 " inputs, %" PRIu64 " bytes, seed %" PRIu64 ": no finding\n", iteration, bytes,
           seed);
    return iteration > 0 ? 0 : 1;
}
