/* Data: one system call each. */
#define _GNU_SOURCE
#include "baresock.h"

#include "addr.h"
#include "sys.h"

int32_t bs_send(int32_t fd, const void *buf, int32_t len, int32_t flags) {
    return bs_sendto(fd, buf, len, flags, 0, 0);
}

int32_t bs_recv(int32_t fd, void *buf, int32_t len, int32_t flags) {
    return bs_recvfrom(fd, buf, len, flags, 0);
}

int32_t bs_sendto(int32_t fd, const void *buf, int32_t len, int32_t flags, const struct sockaddr *addr,
                  int32_t addrlen) {
    return sys_sendto(fd, buf, (size_t)len, flags | MSG_NOSIGNAL, addr, (socklen_t)addrlen);
}

int32_t bs_recvfrom(int32_t fd, void *buf, int32_t len, int32_t flags, bs_sockaddr_slot *slot) {
    socklen_t addrlen = sizeof slot->bytes;
    int32_t r = sys_recvfrom(fd, buf, (size_t)len, flags, bs_slot_addr(slot), slot == NULL ? NULL : &addrlen);
    if (r >= 0) {
        bs_slot_filled(slot, addrlen);
    }
    return r;
}
