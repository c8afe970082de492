/* Naming, connecting and accepting. */
#define _GNU_SOURCE
#include "baresock.h"

#include "addr.h"
#include "connect.h"
#include "fd.h"
#include "sys.h"

int32_t bs_bind(int32_t fd, int64_t addr, int32_t addrlen) {
    return sys_bind(fd, bs_ptr(addr), (socklen_t)addrlen);
}

int32_t bs_listen(int32_t fd, int32_t backlog) {
    return sys_listen(fd, backlog);
}

int32_t bs_shutdown(int32_t fd, int32_t how) {
    return sys_shutdown(fd, how);
}

int32_t bs_connect_result(int32_t fd) {
    int error = 0;
    socklen_t len = sizeof error;
    int32_t r = sys_getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len);
    return r < 0 ? r : -error;
}

/*
 * A blocking connect that a signal interrupted goes on in the kernel: calling connect again would say EALREADY, so its
 * end is awaited (connect(2), EINTR). Returns -ENOTCONN where nothing goes on after all: on Linux, AF_UNIX (waiting for
 * room in the backlog) and AF_VSOCK give up when interrupted, report themselves writable and have no error.
 */
static int32_t await_interrupted_connect(int32_t fd) {
    int32_t r = bs_poll_one(fd, -1, POLLOUT, -1);
    if (r < 0) {
        return r;
    }
    r = bs_connect_result(fd);
    if (r < 0) {
        return r;
    }
    struct sockaddr_storage peer;
    socklen_t len = sizeof peer;
    return sys_getpeername(fd, (struct sockaddr *)&peer, &len);
}

int32_t bs_connect(int32_t fd, int64_t addr, int32_t addrlen) {
    int32_t r;
    do {
        r = sys_connect(fd, bs_ptr(addr), (socklen_t)addrlen);
        if (r != -EINTR) {
            return r;
        }
        r = await_interrupted_connect(fd);
    } while (r == -ENOTCONN);
    return r;
}

int32_t bs_accept4(int32_t fd, int64_t slot_address, int32_t flags) {
    bs_sockaddr_slot *slot = bs_ptr(slot_address);
    int32_t r;
    socklen_t len;
    do {
        len = sizeof slot->bytes;
        r = bs_fd_accept(fd, bs_slot_addr(slot), slot == NULL ? NULL : &len, flags);
    } while (r == -EINTR);
    if (r >= 0) {
        bs_slot_filled(slot, len);
    }
    return r;
}

int32_t bs_getsockname(int32_t fd, int64_t slot_address) {
    bs_sockaddr_slot *slot = bs_ptr(slot_address);
    socklen_t len = sizeof slot->bytes;
    int32_t r = sys_getsockname(fd, bs_slot_addr(slot), &len);
    if (r >= 0) {
        bs_slot_filled(slot, len);
    }
    return r;
}

int32_t bs_getpeername(int32_t fd, int64_t slot_address) {
    bs_sockaddr_slot *slot = bs_ptr(slot_address);
    socklen_t len = sizeof slot->bytes;
    int32_t r = sys_getpeername(fd, bs_slot_addr(slot), &len);
    if (r >= 0) {
        bs_slot_filled(slot, len);
    }
    return r;
}
