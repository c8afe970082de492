/* Only Linux has an error queue and MSG_ZEROCOPY. */
#include "baresock.h"

#include <errno.h>

int32_t bs_errors(int32_t fd, bs_batch *batch, bs_error *errors, int32_t count) {
    (void)fd;
    (void)batch;
    (void)errors;
    (void)count;
    return -EOPNOTSUPP;
}
