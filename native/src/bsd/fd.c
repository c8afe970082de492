/* Sockets that are close-on-exec and never raise SIGPIPE. */
#define _GNU_SOURCE
#include "baresock.h"

#include "cloexec.h"
#include "fd.h"
#include "fds_flag.h"
#include "sys.h"

/* Returns fd, or closes it and returns the error. */
static int32_t without_sigpipe(int32_t fd) {
#ifdef SO_NOSIGPIPE
    const int on = 1;
    int32_t r = sys_setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
    /* EINVAL: accepted, and already reset by the peer (macOS); FreeBSD has MSG_NOSIGNAL as well. */
    if (r < 0 && r != -EINVAL) {
        (void)sys_close(fd);
        return r;
    }
#endif
    return fd;
}

int32_t bs_socket(int32_t domain, int32_t type, int32_t protocol) {
    int32_t fd = cloexec_socket(domain, type, protocol);
    return fd < 0 ? fd : without_sigpipe(fd);
}

int64_t bs_socketpair(int32_t domain, int32_t type, int32_t protocol) {
    int fds[2];
    int32_t r = cloexec_socketpair(domain, type, protocol, fds);
    for (int i = 0; i < 2 && r >= 0; i++) {
        r = without_sigpipe(fds[i]);
        if (r < 0) {
            (void)sys_close(fds[1 - i]);
        }
    }
    return r < 0 ? r : bs_fd_pair(fds[0], fds[1]);
}

int32_t bs_dup2(int32_t fd, int32_t newfd) {
    int32_t r;
    do {
        r = sys_result(dup2(fd, newfd));
    } while (r == -EINTR);
    if (r < 0 || fd == newfd) {
        return r;
    }
    bs_fds_flag_forget(newfd);
    /* macOS has no dup3(2); a fork in between leaks the copy, as in cloexec_after.c. */
    int32_t set = sys_fcntl(newfd, F_SETFD, FD_CLOEXEC);
    return set < 0 ? set : r;
}

int64_t bs_pipe(int32_t flags) {
    if ((flags & ~O_NONBLOCK) != 0) {
        return -EINVAL;
    }
    int fds[2];
    int32_t r = cloexec_pipe(fds);
    if (r < 0) {
        return r;
    }
    for (int i = 0; i < 2 && r >= 0 && flags == 0; i++) {
        r = bs_set_nonblocking(fds[i], 0);
    }
    if (r < 0) {
        (void)sys_close(fds[0]);
        (void)sys_close(fds[1]);
        return r;
    }
    return bs_fd_pair(fds[0], fds[1]);
}

int32_t bs_fd_accept(int fd, struct sockaddr *addr, socklen_t *addrlen, int flags) {
    int32_t accepted = cloexec_accept(fd, addr, addrlen, flags);
    return accepted < 0 ? accepted : without_sigpipe(accepted);
}
