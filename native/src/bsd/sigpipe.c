/* Keeps SIGPIPE from a thread during a call, by POSIX calls; macOS lacks sigtimedwait(2). */
#include "sigpipe.h"

#include <pthread.h>
#include <signal.h>
#include <stddef.h>

static sigset_t only_pipe(void) {
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGPIPE);
    return set;
}

static bool is_pending(void) {
    sigset_t pending;
    return sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 1;
}

bs_sigpipe bs_sigpipe_block(void) {
    sigset_t set = only_pipe();
    sigset_t old;
    (void)sigemptyset(&old);
    (void)pthread_sigmask(SIG_BLOCK, &set, &old);
    bool blocked = sigismember(&old, SIGPIPE) == 1;
    return (bs_sigpipe){.was_blocked = blocked, .was_pending = blocked && is_pending()};
}

void bs_sigpipe_restore(const bs_sigpipe *before, bool may_be_raised) {
    sigset_t set = only_pipe();
    if (may_be_raised && !before->was_pending && is_pending()) {
        int taken;
        (void)sigwait(&set, &taken);
    }
    if (!before->was_blocked) {
        (void)pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    }
}
