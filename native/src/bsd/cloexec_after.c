/*
 * Makes a descriptor close-on-exec right after it is opened, for macOS, which has nothing better. If another thread forks in between,
 * the child gets the descriptor. HotSpot's own launcher of child processes closes all descriptors that it does not know.
 */
#include "cloexec.h"

#include "baresock.h"
#include "sys.h"

static int32_t close_on_exec(int fd) {
    int32_t r = sys_fcntl(fd, F_SETFD, FD_CLOEXEC);
    if (r < 0) {
        (void)sys_close(fd);
        return r;
    }
    return fd;
}

/* Both or none. */
static int32_t close_on_exec_both(const int fds[2]) {
    int32_t r = close_on_exec(fds[0]);
    if (r < 0) {
        (void)sys_close(fds[1]);
        return r;
    }
    r = close_on_exec(fds[1]);
    if (r < 0) {
        (void)sys_close(fds[0]);
        return r;
    }
    return 0;
}

int32_t cloexec_socket(int domain, int type, int protocol) {
    int32_t fd = sys_socket(domain, type, protocol);
    return fd < 0 ? fd : close_on_exec(fd);
}

int32_t cloexec_socketpair(int domain, int type, int protocol, int fds[2]) {
    int32_t r = sys_socketpair(domain, type, protocol, fds);
    return r < 0 ? r : close_on_exec_both(fds);
}

int32_t cloexec_accept(int listener, struct sockaddr *addr, socklen_t *addrlen, int flags) {
    if (flags != 0) {
        return -EINVAL; /* there is no SOCK_NONBLOCK here to ask for */
    }
    int32_t fd = sys_result(accept(listener, addr, addrlen));
    if (fd < 0) {
        return fd;
    }
    /* The new socket has the listener's O_NONBLOCK, unlike with accept4. */
    int32_t r = bs_set_nonblocking(fd, 0);
    if (r < 0) {
        (void)sys_close(fd);
        return r;
    }
    return close_on_exec(fd);
}

int32_t cloexec_pipe(int fds[2]) {
    int32_t r = sys_result(pipe(fds));
    if (r < 0) {
        return r;
    }
    r = close_on_exec_both(fds);
    if (r < 0) {
        return r;
    }
    for (int i = 0; i < 2 && r >= 0; i++) {
        r = bs_set_nonblocking(fds[i], 1);
    }
    if (r < 0) {
        (void)sys_close(fds[0]);
        (void)sys_close(fds[1]);
    }
    return r;
}
