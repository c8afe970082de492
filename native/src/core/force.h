/* The BS_FORCE_* mask: see bs_force in baresock.h. */
#ifndef BS_FORCE_H
#define BS_FORCE_H

#include <stdbool.h>
#include <stdint.h>

bool bs_forced(int32_t bit);

/* Chooses the way of the system calls by BS_CALLS_* of the mask; result as of bs_force. One per system: by_libc.c. */
int32_t bs_choose_calls(int32_t mask);

#endif /* BS_FORCE_H */
