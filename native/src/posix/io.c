/* Data: one system call each. */
#define _GNU_SOURCE
#include "baresock.h"

#include "addr.h"
#include "sys.h"

int32_t bs_send(int32_t fd, int64_t buf, int32_t len, int32_t flags) {
    return bs_sendto(fd, buf, len, flags, 0, 0);
}

int32_t bs_recv(int32_t fd, int64_t buf, int32_t len, int32_t flags) {
    return bs_recvfrom(fd, buf, len, flags, 0);
}

int32_t bs_sendto(int32_t fd, int64_t buf, int32_t len, int32_t flags, int64_t addr, int32_t addrlen) {
    return sys_sendto(fd, bs_ptr(buf), (size_t)len, flags | MSG_NOSIGNAL, bs_ptr(addr), (socklen_t)addrlen);
}

int32_t bs_recvfrom(int32_t fd, int64_t buf, int32_t len, int32_t flags, int64_t slot_address) {
    bs_sockaddr_slot *slot = bs_ptr(slot_address);
    socklen_t addrlen = sizeof slot->bytes;
    int32_t r = sys_recvfrom(fd, bs_ptr(buf), (size_t)len, flags, bs_slot_addr(slot), slot == NULL ? NULL : &addrlen);
    if (r >= 0) {
        bs_slot_filled(slot, addrlen);
    }
    return r;
}
