/* Name resolution, inside the library. */
#ifndef BS_NAMES_H
#define BS_NAMES_H

#include <netdb.h>
#include <stdint.h>

#include "baresock.h"

/* Writes list as a bs_addrinfo_list if cap has room for all of it; returns the bytes it takes. */
int64_t bs_addrinfo_store(const struct addrinfo *list, bs_addrinfo_list *out, int32_t cap);

#endif /* BS_NAMES_H */
