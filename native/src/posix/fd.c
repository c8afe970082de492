/* What is done to a descriptor that already exists. */
#define _GNU_SOURCE
#include "baresock.h"

#include <sys/ioctl.h>

#include "fds_flag.h"
#include "sys.h"

int32_t bs_close(int32_t fd) {
    int32_t r = sys_close(fd);
    bs_fds_flag_forget(fd);
    return r == -EINTR || r == -EINPROGRESS ? 0 : r;
}

int32_t bs_dup(int32_t fd) {
    return sys_fcntl(fd, F_DUPFD_CLOEXEC, 0);
}

int32_t bs_fcntl(int32_t fd, int32_t cmd, int64_t arg) {
    int32_t r;
    do { /* F_SETLKW and its kind block, so they can be interrupted */
        r = sys_fcntl(fd, cmd == F_DUPFD ? F_DUPFD_CLOEXEC : cmd, (long)arg);
    } while (r == -EINTR);
    return r;
}

int32_t bs_ioctl(int32_t fd, int64_t request, int64_t arg) {
    int32_t r;
    do {
        r = sys_ioctl(fd, (unsigned long)request, (void *)(intptr_t)arg);
    } while (r == -EINTR);
    return r;
}

int32_t bs_available(int32_t fd) {
    int bytes = 0;
    int32_t r = sys_ioctl(fd, FIONREAD, &bytes);
    return r < 0 ? r : bytes;
}

int32_t bs_sockatmark(int32_t fd) {
    int mark = 0;
    int32_t r = sys_ioctl(fd, SIOCATMARK, &mark);
    return r < 0 ? r : mark != 0;
}

int32_t bs_set_nonblocking(int32_t fd, int32_t on) {
    /* Not F_GETFL and F_SETFL: this is one call and cannot lose a flag that another thread sets in between. */
    int value = on != 0;
    return sys_ioctl(fd, FIONBIO, &value);
}
