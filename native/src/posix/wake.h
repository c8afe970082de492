/* The mechanisms behind bs_wake_open. A wake object: write end << 32 | read end. */
#ifndef BS_WAKE_H
#define BS_WAKE_H

#include <stdint.h>

/* The best the platform has; it may be the pipe. */
int64_t bs_wake_open_best(void);
int64_t bs_wake_open_pipe(void);

#endif /* BS_WAKE_H */
