/*
 * Keeps SIGPIPE from calls that have no MSG_NOSIGNAL: blocks it in this thread during the call, and removes it if the call raised it.
 * This always costs two more system calls, so only calls that need it use it.
 */
#ifndef BS_SIGPIPE_H
#define BS_SIGPIPE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct bs_sigpipe {
    bool was_blocked; /* by the caller, whose own SIGPIPE may be pending */
    bool was_pending;
} bs_sigpipe;

/* Blocks SIGPIPE in this thread. */
bs_sigpipe bs_sigpipe_block(void);
/*
 * Restores the signal mask. may_be_raised: the call ended with EPIPE, or did less than it should (a partial write to a pipe raises the
 * signal and returns its part). A signal that was pending before, or that another process sent, is still delivered.
 */
void bs_sigpipe_restore(const bs_sigpipe *before, bool may_be_raised);

#endif /* BS_SIGPIPE_H */
