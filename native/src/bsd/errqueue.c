/* There is no error queue but on Linux, and no MSG_ZEROCOPY. */
#include "baresock.h"

#include <errno.h>

int32_t bs_errors(int32_t fd, int64_t batch, int64_t errors, int32_t count) {
    (void)fd;
    (void)batch;
    (void)errors;
    (void)count;
    return -EOPNOTSUPP;
}
