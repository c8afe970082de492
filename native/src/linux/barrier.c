/* Barriers that only one side pays for: membarrier(2). */
#define _GNU_SOURCE
#include "baresock.h"

#include "sys.h"

/* From linux/membarrier.h, which not every build machine has. */
enum { PRIVATE_EXPEDITED = 1 << 3, REGISTER_PRIVATE_EXPEDITED = 1 << 4 };

/* ENOSYS or EINVAL before Linux 4.14, EPERM from a seccomp filter that does not know the call. */
int32_t bs_barrier_open(void) {
    return sys_membarrier(REGISTER_PRIVATE_EXPEDITED);
}

int32_t bs_barrier(void) {
    return sys_membarrier(PRIVATE_EXPEDITED);
}
