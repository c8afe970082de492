/* These systems have no barrier that only one side pays for, so both sides use their own. */
#include "baresock.h"

#include <errno.h>

int32_t bs_barrier_open(void) {
    return -ENOSYS;
}

int32_t bs_barrier(void) {
    return -ENOSYS;
}
