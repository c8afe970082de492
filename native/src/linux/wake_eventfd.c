/* Waking by eventfd(2), Linux 2.6.27: one descriptor is both ends. */
#define _GNU_SOURCE
#include "wake.h"

#include <sys/eventfd.h>

#include "fd.h"
#include "sys.h"

int64_t bs_wake_open_best(void) {
    int32_t fd = (int32_t)sys_direct(SYS_eventfd2, 0, EFD_CLOEXEC | EFD_NONBLOCK);
    return fd < 0 ? fd : bs_fd_pair(fd, fd);
}
