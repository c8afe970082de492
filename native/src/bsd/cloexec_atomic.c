/* Close-on-exec by the kernel. */
#define _GNU_SOURCE
#include "cloexec.h"

#include "sys.h"

int32_t cloexec_socket(int domain, int type, int protocol) {
    return sys_socket(domain, type | SOCK_CLOEXEC, protocol);
}

int32_t cloexec_socketpair(int domain, int type, int protocol, int fds[2]) {
    return sys_socketpair(domain, type | SOCK_CLOEXEC, protocol, fds);
}

int32_t cloexec_accept(int fd, struct sockaddr *addr, socklen_t *addrlen, int flags) {
    return sys_result(accept4(fd, addr, addrlen, flags | SOCK_CLOEXEC));
}

int32_t cloexec_pipe(int fds[2]) {
    return sys_result(pipe2(fds, O_CLOEXEC | O_NONBLOCK));
}
