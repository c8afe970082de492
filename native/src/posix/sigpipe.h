/*
 * Calls that have no MSG_NOSIGNAL, without SIGPIPE: it is blocked in this thread around the call, and taken away if the call raised it.
 * Two system calls more, on success as well; so it is only for calls that cannot do without.
 */
#ifndef BS_SIGPIPE_H
#define BS_SIGPIPE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct bs_sigpipe {
    bool was_blocked; /* by the caller, who may have one pending */
    bool was_pending;
} bs_sigpipe;

/* Blocks SIGPIPE in this thread. */
bs_sigpipe bs_sigpipe_block(void);
/*
 * Restores what was. may_be_raised: the call ended with EPIPE, or did less than it was to do (a pipe or a file that was sent in part
 * raises the signal, and tells how much). One that was pending before, or that another process sent, is still delivered.
 */
void bs_sigpipe_restore(const bs_sigpipe *before, bool may_be_raised);

#endif /* BS_SIGPIPE_H */
