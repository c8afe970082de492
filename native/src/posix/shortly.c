/*
 * Calls that have no flag for "do not wait". The alarm rings around the system call only: nothing of Java runs meanwhile, which might link
 * a function or wait for a safepoint, and would be interrupted many times.
 */
#include "alarm.h"
#include "baresock.h"

static int32_t begin(int32_t fd, int64_t after_ns) {
    int32_t alarm = bs_alarm_start(after_ns);
    if (alarm < 0) {
        (void)bs_set_nonblocking(fd, 1);
    }
    return alarm;
}

static void end(int32_t fd, int32_t alarm) {
    if (alarm < 0) {
        (void)bs_set_nonblocking(fd, 0);
    } else {
        (void)bs_alarm_stop(alarm);
    }
}

int32_t bs_connect_shortly(int32_t fd, const struct sockaddr *addr, int32_t addrlen, int64_t after_ns) {
    int32_t alarm = begin(fd, after_ns);
    int32_t r = bs_connect(fd, addr, addrlen);
    end(fd, alarm);
    return r;
}

int32_t bs_accept_shortly(int32_t fd, bs_sockaddr_slot *slot, int32_t flags, int64_t after_ns) {
    int32_t alarm = begin(fd, after_ns);
    int32_t r = bs_accept4(fd, slot, flags);
    end(fd, alarm);
    return r;
}

int64_t bs_sendfile_shortly(int32_t out, int32_t in, int64_t offset, int64_t count, int64_t after_ns) {
    int32_t alarm = begin(out, after_ns);
    int64_t r = bs_sendfile(out, in, offset, count);
    end(out, alarm);
    return r;
}
