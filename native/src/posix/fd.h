/* Descriptors, inside the library. */
#ifndef BS_FD_H
#define BS_FD_H

#include <stdint.h>
#include <sys/socket.h>

/* Two descriptors in one word, as baresock.h hands them out. */
static inline int64_t bs_fd_pair(int32_t first, int32_t second) {
    return (int64_t)((uint64_t)(uint32_t)second << 32 | (uint32_t)first);
}

static inline int32_t bs_fd_first(int64_t pair) {
    return (int32_t)(pair & 0xffffffff);
}

static inline int32_t bs_fd_second(int64_t pair) {
    return (int32_t)(pair >> 32);
}

/* One accept; the new descriptor is close-on-exec, and non-blocking if and only if flags has SOCK_NONBLOCK. */
int32_t bs_fd_accept(int fd, struct sockaddr *addr, socklen_t *addrlen, int flags);

#endif /* BS_FD_H */
