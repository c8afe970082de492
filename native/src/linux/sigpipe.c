/* Keeps SIGPIPE from a thread during a call, by system calls; the kernel's signal sets have 64 bits. */
#define _GNU_SOURCE
#include "sigpipe.h"

#include <string.h>

#include "sys.h"

#define PIPE_BIT (UINT64_C(1) << (SIGPIPE - 1))

bs_sigpipe bs_sigpipe_block(void) {
    const uint64_t pipe = PIPE_BIT;
    uint64_t old = 0;
    uint64_t pending = 0;
    (void)sys_sigmask(SIG_BLOCK, &pipe, &old);
    /* A signal that is not blocked is delivered at once, so it is never pending. */
    bool blocked = (old & pipe) != 0;
    bool was_pending = blocked && sys_sigpending(&pending) == 0 && (pending & pipe) != 0;
    return (bs_sigpipe){.was_blocked = blocked, .was_pending = was_pending};
}

/* The kernel sends SIGPIPE to the thread, and another process sends it to the process. The thread's own signal is taken first. */
static void take_own(void) {
    const uint64_t pipe = PIPE_BIT;
    siginfo_t info;
    memset(&info, 0, sizeof info);
    int32_t self = (int32_t)sys_direct(SYS_getpid);
    if (sys_sigtake(&pipe, &info) == SIGPIPE && info.si_pid != self) {
        (void)sys_sigqueue(self, SIGPIPE, &info);
    }
}

void bs_sigpipe_restore(const bs_sigpipe *before, bool may_be_raised) {
    const uint64_t pipe = PIPE_BIT;
    if (may_be_raised && !before->was_pending) {
        take_own();
    }
    if (!before->was_blocked) {
        (void)sys_sigmask(SIG_UNBLOCK, &pipe, NULL);
    }
}
