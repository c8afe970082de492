/* Waking by pipe(2). */
#define _GNU_SOURCE
#include "wake.h"

#include "fd.h"
#include "sys.h"

int64_t bs_wake_open_pipe(void) {
    int fds[2];
    int32_t r = sys_pipe(fds);
    return r < 0 ? r : bs_fd_pair(fds[0], fds[1]);
}
