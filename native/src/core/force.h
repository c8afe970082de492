/* The BS_FORCE_* mask: see bs_force in baresock.h. */
#ifndef BS_FORCE_H
#define BS_FORCE_H

#include <stdbool.h>
#include <stdint.h>

bool bs_forced(int32_t bit);

#endif /* BS_FORCE_H */
