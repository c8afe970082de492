/* Opens descriptors that are close-on-exec from the start: the kernel sets the flag (Linux 2.6.27, accept4 2.6.28). */
#define _GNU_SOURCE
#include "baresock.h"

#include "fd.h"
#include "fds_flag.h"
#include "sys.h"

int32_t bs_socket(int32_t domain, int32_t type, int32_t protocol) {
    return sys_socket(domain, type | SOCK_CLOEXEC, protocol);
}

int64_t bs_socketpair(int32_t domain, int32_t type, int32_t protocol) {
    int fds[2];
    int32_t r = sys_socketpair(domain, type | SOCK_CLOEXEC, protocol, fds);
    return r < 0 ? r : bs_fd_pair(fds[0], fds[1]);
}

int32_t bs_dup2(int32_t fd, int32_t newfd) {
    if (fd == newfd) { /* dup3(2) calls that an error, dup2(2) does nothing */
        int32_t flags = sys_fcntl(fd, F_GETFD, 0);
        return flags < 0 ? flags : newfd;
    }
    int32_t r;
    do {
        r = sys_dup3(fd, newfd, O_CLOEXEC);
    } while (r == -EINTR);
    if (r >= 0) {
        bs_fds_flag_forget(newfd);
    }
    return r;
}

int64_t bs_pipe(int32_t flags) {
    int fds[2];
    int32_t r = sys_pipe2(fds, flags | O_CLOEXEC);
    return r < 0 ? r : bs_fd_pair(fds[0], fds[1]);
}

int32_t bs_fd_accept(int fd, struct sockaddr *addr, socklen_t *addrlen, int flags) {
    return sys_accept4(fd, addr, addrlen, flags | SOCK_CLOEXEC);
}
