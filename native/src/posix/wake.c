/*
 * Wake objects of every kind. An eventfd takes and gives 8 bytes, and a pipe can do that too.
 * A wake object is level-triggered: after many signals, one drain is enough.
 */
#define _GNU_SOURCE
#include "baresock.h"

#include "fd.h"
#include "force.h"
#include "sys.h"
#include "wake.h"

int64_t bs_wake_open(void) {
    int64_t best = bs_forced(BS_FORCE_PIPE) ? -ENOSYS : bs_wake_open_best();
    return best == -ENOSYS || best == -EPERM ? bs_wake_open_pipe() : best; /* denied: an old kernel, a seccomp filter */
}

int32_t bs_wake_signal(int64_t wake) {
    const uint64_t one = 1;
    int32_t r;
    do {
        r = sys_write(bs_fd_second(wake), &one, sizeof one);
    } while (r == -EINTR);
    /* EAGAIN: so many signals are pending that one more changes nothing. */
    return r < 0 && r != -EAGAIN ? r : 0;
}

int32_t bs_wake_drain(int64_t wake) {
    uint64_t signals[64];
    int32_t r;
    /* An eventfd is empty after one read, so is a pipe that gave less than asked for; neither needs a second call. */
    do {
        r = sys_read(bs_fd_first(wake), signals, sizeof signals);
    } while (r == -EINTR || r == (int32_t)sizeof signals);
    return r < 0 && r != -EAGAIN ? r : 0;
}

int32_t bs_wake_close(int64_t wake) {
    int32_t reader = bs_fd_first(wake);
    int32_t writer = bs_fd_second(wake);
    /* The write end first: a pipe that can still be written to and has no reader would raise SIGPIPE. */
    int32_t r = bs_close(writer);
    if (reader != writer) {
        int32_t r2 = bs_close(reader);
        r = r < 0 ? r : r2;
    }
    return r;
}
