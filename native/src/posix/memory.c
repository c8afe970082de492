/* Memory by mmap(2). It can be freed at any time, even if another thread still has the address. */
#define _GNU_SOURCE
#include "baresock.h"

#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

#include "force.h"
#include "sys.h"

#ifndef MAP_NORESERVE
#define MAP_NORESERVE 0
#endif

/* Without a reservation: after a renewal only the addresses are kept, and they must not count as memory. */
#define OURS   (MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE)
#define ACCESS (PROT_READ | PROT_WRITE)

#define ALIGNMENT 8 /* of the structs that lie there */

static size_t page_size(void) {
    return (size_t)sysconf(_SC_PAGESIZE);
}

static size_t rounded_up(size_t n, size_t to) {
    return (n + to - 1) / to * to;
}

/* The bytes between the start of the page and the memory; only guarded memory has them. */
static size_t before(const void *address) {
    return (uintptr_t)address % page_size();
}

static void *page_of(void *address) {
    return (char *)address - before(address);
}

static int32_t map_zeros_at(void *page, size_t size) {
    /* Not madvise(2): MADV_DONTNEED fails on locked memory, and is no more than a hint outside of Linux. */
    int64_t r = sys_mmap_at(page, size, ACCESS, OURS | MAP_FIXED, -1, 0);
    return r < 0 ? (int32_t)r : 0;
}

/* Ends at a page that nothing may touch. */
static int64_t map_guarded(size_t size) {
    size_t bytes = rounded_up(size, ALIGNMENT);
    size_t room = rounded_up(bytes, page_size());
    int64_t base = sys_mmap_at(NULL, room + page_size(), PROT_NONE, OURS, -1, 0);
    if (base < 0) {
        return base;
    }
    void *first = (void *)(intptr_t)base;
    int32_t r = map_zeros_at(first, room);
    if (r < 0) {
        (void)sys_munmap(first, room + page_size());
        return r;
    }
    return base + (int64_t)(room - bytes);
}

int64_t bs_memory_map(int64_t size) {
    if (bs_forced(BS_FORCE_GUARD)) {
        return map_guarded((size_t)size);
    }
    return sys_mmap_at(NULL, (size_t)size, ACCESS, OURS, -1, 0);
}

int32_t bs_memory_renew(void *address, int64_t size) {
    return map_zeros_at(page_of(address), before(address) + (size_t)size);
}

int32_t bs_memory_unmap(void *address, int64_t size) {
    size_t length = before(address) + (size_t)size;
    if (bs_forced(BS_FORCE_GUARD)) {
        length = rounded_up(length, page_size()) + page_size();
    }
    return sys_munmap(page_of(address), length);
}
