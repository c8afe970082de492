/* Addresses as they cross the boundary. */
#ifndef BS_ADDR_H
#define BS_ADDR_H

#include "baresock.h"

#include <stddef.h>
#include <sys/socket.h>

/* NULL for no slot. */
static inline struct sockaddr *bs_slot_addr(bs_sockaddr_slot *slot) {
    return slot == NULL ? NULL : (struct sockaddr *)(void *)slot->bytes;
}

static inline void bs_slot_filled(bs_sockaddr_slot *slot, socklen_t length) {
    if (slot != NULL) {
        /* The kernel reports the length the address has, which may be more than it was given room for: accept(2). */
        slot->length = length > sizeof slot->bytes ? (int32_t)sizeof slot->bytes : (int32_t)length;
    }
}

#endif /* BS_ADDR_H */
