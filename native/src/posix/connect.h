/* How a connect ended, inside the library. */
#ifndef BS_CONNECT_H
#define BS_CONNECT_H

#include <stdint.h>

/* Takes the result of a connect that is no longer in progress (SO_ERROR): 0 = connected, else -errno. */
int32_t bs_connect_result(int32_t fd);

#endif /* BS_CONNECT_H */
