/* Name resolution, inside the library. */
#ifndef BS_NAMES_H
#define BS_NAMES_H

#include <netdb.h>
#include <stdint.h>

/* Writes list as a bs_addrinfo_list to buf if cap has room for all of it; returns the bytes it takes. */
int64_t bs_addrinfo_store(const struct addrinfo *list, int64_t buf, int32_t cap);

#endif /* BS_NAMES_H */
