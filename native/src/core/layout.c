/* What Java and the C code both assume about memory, checked when compiled. */
#include "baresock.h"

#include <errno.h>
#include <stddef.h>
#include <sys/socket.h>

_Static_assert(sizeof(void *) == 8, "addresses and handles travel as int64_t; only 64-bit platforms are supported");
_Static_assert(sizeof(int) == 4, "int arguments are passed as int32_t");
_Static_assert(EAGAIN == EWOULDBLOCK, "the wait loops test for EAGAIN alone");

_Static_assert(sizeof(bs_sockaddr_slot) == 136, "bs_sockaddr_slot size");
_Static_assert(offsetof(bs_sockaddr_slot, length) == 0, "bs_sockaddr_slot.length");
_Static_assert(offsetof(bs_sockaddr_slot, reserved) == 4, "bs_sockaddr_slot.reserved");
_Static_assert(offsetof(bs_sockaddr_slot, bytes) == 8, "bs_sockaddr_slot.bytes");
_Static_assert(sizeof(struct sockaddr_storage) <= 128, "an address of any family fits bs_sockaddr_slot.bytes");

_Static_assert(sizeof(bs_poller_event) == 16, "bs_poller_event size");
_Static_assert(offsetof(bs_poller_event, token) == 0, "bs_poller_event.token");
_Static_assert(offsetof(bs_poller_event, events) == 8, "bs_poller_event.events");
_Static_assert(offsetof(bs_poller_event, reserved) == 12, "bs_poller_event.reserved");
