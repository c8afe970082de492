/* Wake objects end the wait of a poller. One is: write end << 32 | read end (on Linux both are the same eventfd). */
#ifndef BS_WAKE_H
#define BS_WAKE_H

#include <stdint.h>

/* The best one of the platform, which may be the pipe. */
int64_t bs_wake_open(void);
int32_t bs_wake_signal(int64_t wake);
/* Empties the read end. */
int32_t bs_wake_drain(int64_t wake);
int32_t bs_wake_close(int64_t wake);

/* The mechanisms behind bs_wake_open. */
int64_t bs_wake_open_best(void);
int64_t bs_wake_open_pipe(void);

#endif /* BS_WAKE_H */
