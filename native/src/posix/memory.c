/* Memory of our own, by mmap(2): it can be given back at any time, whoever still knows the address. */
#define _GNU_SOURCE
#include "baresock.h"

#include <stddef.h>
#include <sys/mman.h>

#include "sys.h"

#ifndef MAP_NORESERVE
#define MAP_NORESERVE 0
#endif

/* Not reserved: of what was renewed only the addresses are kept, and they shall not count as memory. */
#define OURS   (MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE)
#define ACCESS (PROT_READ | PROT_WRITE)

int64_t bs_memory_map(int64_t size) {
    return sys_mmap_at(NULL, (size_t)size, ACCESS, OURS, -1, 0);
}

int32_t bs_memory_renew(void *address, int64_t size) {
    /* Not madvise(2): MADV_DONTNEED fails on locked memory, and is no more than a hint outside of Linux. */
    int64_t r = sys_mmap_at(address, (size_t)size, ACCESS, OURS | MAP_FIXED, -1, 0);
    return r < 0 ? (int32_t)r : 0;
}

int32_t bs_memory_unmap(void *address, int64_t size) {
    return sys_munmap(address, (size_t)size);
}
