/* Descriptors that are close-on-exec from birth: the kernel sets the flag (Linux 2.6.27, accept4 2.6.28). */
#define _GNU_SOURCE
#include "baresock.h"

#include "fd.h"
#include "sys.h"

int32_t bs_socket(int32_t domain, int32_t type, int32_t protocol) {
    return sys_socket(domain, type | SOCK_CLOEXEC, protocol);
}

int64_t bs_socketpair(int32_t domain, int32_t type, int32_t protocol) {
    int fds[2];
    int32_t r = sys_socketpair(domain, type | SOCK_CLOEXEC, protocol, fds);
    return r < 0 ? r : bs_fd_pair(fds[0], fds[1]);
}

int32_t bs_fd_accept(int fd, struct sockaddr *addr, socklen_t *addrlen, int flags) {
    return sys_accept4(fd, addr, addrlen, flags | SOCK_CLOEXEC);
}
