/*
 * Making descriptors close-on-exec: by the kernel (cloexec_atomic.c, FreeBSD 10 and later) or right after
 * (cloexec_after.c, macOS). All: result >= 0 or -errno. The accepted socket is non-blocking if and only if flags says
 * so.
 */
#ifndef BS_CLOEXEC_H
#define BS_CLOEXEC_H

#include <stdint.h>
#include <sys/socket.h>

int32_t cloexec_socket(int domain, int type, int protocol);
int32_t cloexec_socketpair(int domain, int type, int protocol, int fds[2]);
int32_t cloexec_accept(int fd, struct sockaddr *addr, socklen_t *addrlen, int flags);
/* Non-blocking too. */
int32_t cloexec_pipe(int fds[2]);

#endif /* BS_CLOEXEC_H */
