/* Calls on a descriptor that already exists. */
#define _GNU_SOURCE
#include "baresock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>

#include "bounded.h"
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

/* Commands with a struct: the kernel would read or write wherever the number points. */
static bool takes_address(int32_t cmd) {
    switch (cmd) {
    case F_GETLK:
    case F_SETLK:
    case F_SETLKW:
#ifdef F_OFD_GETLK
    case F_OFD_GETLK:
    case F_OFD_SETLK:
    case F_OFD_SETLKW:
#endif
#ifdef F_GETOWN_EX
    case F_GETOWN_EX:
    case F_SETOWN_EX:
#endif
#ifdef __F_GETOWNER_UIDS
    case __F_GETOWNER_UIDS:
#endif
#ifdef F_GET_RW_HINT
    case F_GET_RW_HINT:
    case F_SET_RW_HINT:
    case F_GET_FILE_RW_HINT:
    case F_SET_FILE_RW_HINT:
#endif
        return true;
    default:
        return false;
    }
}

int32_t bs_fcntl(int32_t fd, int32_t cmd, int64_t arg) {
    if (takes_address(cmd)) {
        return -EINVAL;
    }
    int32_t r;
    do { /* some commands wait and can be interrupted: fcntl(2), F_SETPIPE_SZ and leases */
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

int32_t bs_ioctl_bounded(int32_t fd, int64_t request, void *arg, int32_t size) {
    if (size < 0) {
        return -EINVAL;
    }
    bs_bounded b;
    int32_t r = bs_bounded_take(&b, arg, size);
    if (r < 0) {
        return r;
    }
    r = bs_ioctl(fd, request, (int64_t)(intptr_t)b.at);
    if (r >= 0 && size > 0) {
        memcpy(arg, b.at, (size_t)size);
    }
    bs_bounded_give(&b);
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
    /* Not F_GETFL and F_SETFL: this is one call, and it cannot lose a flag that another thread sets at the same time. */
    int value = on != 0;
    return sys_ioctl(fd, FIONBIO, &value);
}
