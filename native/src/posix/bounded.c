/*
 * getsockopt(2) and ioctl(2) may write more than the caller has room for: SO_GET_FILTER counts instructions, and
 * MCAST_MSFILTER and FS_IOC_FIEMAP obey a number inside the struct. So the kernel gets a copy that ends at pages that cannot be
 * written: a write beyond the end is EFAULT and changes nothing. The pages can be read, as zeros, because some requests read
 * a whole struct before they check the number (sock_ioctl() and struct ifreq).
 *
 * The mappings are kept for the next call. Four are enough, because the calls do not wait. A fifth call at the same moment makes
 * its own mapping and drops it.
 */
#define _GNU_SOURCE
#include "bounded.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#ifndef MAP_ANONYMOUS
#define MAP_ANONYMOUS MAP_ANON
#endif

#define KEPT      4
#define KEPT_ROOM ((size_t)1 << 16) /* a multiple of every page size there is */

static _Atomic(char *) kept[KEPT];

#define GUARD ((size_t)1 << 16) /* more than the size of any struct that carries its size in the request */

/* room bytes and the guard pages behind them, or NULL. */
static char *map(size_t room) {
    char *base = mmap(NULL, room + GUARD, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (base == MAP_FAILED) {
        return NULL;
    }
    if (mprotect(base + room, GUARD, PROT_READ) < 0) {
        (void)munmap(base, room + GUARD);
        return NULL;
    }
    return base;
}

int32_t bs_bounded_take(bs_bounded *b, const void *from, int32_t size) {
    size_t bytes = (size_t)size;
    char *base = NULL;
    b->room = KEPT_ROOM;
    if (bytes <= KEPT_ROOM) {
        for (int i = 0; i < KEPT && base == NULL; i++) {
            base = atomic_exchange_explicit(&kept[i], NULL, memory_order_acquire);
        }
    } else {
        b->room = (bytes + KEPT_ROOM - 1) / KEPT_ROOM * KEPT_ROOM;
    }
    if (base == NULL) {
        base = map(b->room);
        if (base == NULL) {
            return -ENOMEM;
        }
    }
    b->base = base;
    b->at = base + b->room - bytes;
    if (bytes > 0) {
        memcpy(b->at, from, bytes);
    }
    return 0;
}

void bs_bounded_give(const bs_bounded *b) {
    if (b->room == KEPT_ROOM) {
        for (int i = 0; i < KEPT; i++) {
            char *none = NULL;
            if (atomic_compare_exchange_strong_explicit(&kept[i], &none, b->base, memory_order_release,
                                                        memory_order_relaxed)) {
                return;
            }
        }
    }
    (void)munmap(b->base, b->room + GUARD);
}
