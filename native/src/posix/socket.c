/* Naming, connecting and accepting. */
#define _GNU_SOURCE
#include "baresock.h"

#include "addr.h"
#include "fd.h"
#include "sys.h"

int32_t bs_bind(int32_t fd, const struct sockaddr *addr, int32_t addrlen) {
    return sys_bind(fd, addr, (socklen_t)addrlen);
}

int32_t bs_listen(int32_t fd, int32_t backlog) {
    return sys_listen(fd, backlog);
}

int32_t bs_shutdown(int32_t fd, int32_t how) {
    return sys_shutdown(fd, how);
}

int32_t bs_connect(int32_t fd, const struct sockaddr *addr, int32_t addrlen) {
    return sys_connect(fd, addr, (socklen_t)addrlen);
}

int32_t bs_accept4(int32_t fd, bs_sockaddr_slot *slot, int32_t flags) {
    socklen_t len = sizeof slot->bytes;
    int32_t r = bs_fd_accept(fd, bs_slot_addr(slot), slot == NULL ? NULL : &len, flags);
    if (r >= 0) {
        bs_slot_filled(slot, len);
    }
    return r;
}

int32_t bs_getsockname(int32_t fd, bs_sockaddr_slot *slot) {
    socklen_t len = sizeof slot->bytes;
    int32_t r = sys_getsockname(fd, bs_slot_addr(slot), &len);
    if (r >= 0) {
        bs_slot_filled(slot, len);
    }
    return r;
}

int32_t bs_getpeername(int32_t fd, bs_sockaddr_slot *slot) {
    socklen_t len = sizeof slot->bytes;
    int32_t r = sys_getpeername(fd, bs_slot_addr(slot), &len);
    if (r >= 0) {
        bs_slot_filled(slot, len);
    }
    return r;
}
