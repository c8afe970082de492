/* Finds out which calls are denied, and replaces them by older ones: see denied.h. x86_64 has all of these, other machines some. */
#define _GNU_SOURCE
#include "denied.h"

#include <sys/ioctl.h>
#include <sys/time.h>

#include "sys.h"

atomic_int bs_denied;

/* A call without an effect: the kernel refuses it for another reason, or has nothing to do. */
static long harmless(int32_t call) {
    const struct timespec now = {0};
    switch (call) {
    case BS_CALL_ACCEPT4:
        return sys_call(SYS_accept4, -1, NULL, NULL, 0);
    case BS_CALL_DUP3:
        return sys_call(SYS_dup3, -1, -1, 0);
    case BS_CALL_EPOLL_CREATE1:
        return sys_call(SYS_epoll_create1, -1);
#ifdef SYS_epoll_wait
    case BS_CALL_EPOLL_WAIT:
        return sys_call(SYS_epoll_wait, -1, NULL, 0, 0);
#endif
    case BS_CALL_PIPE2:
        return sys_call(SYS_pipe2, NULL, -1);
    case BS_CALL_PPOLL:
        return sys_call(SYS_ppoll, NULL, 0, &now, NULL, (size_t)0);
    case BS_CALL_PSELECT6:
        return sys_call(SYS_pselect6, 0, NULL, NULL, NULL, &now, NULL);
    case BS_CALL_PWRITEV2:
        return sys_call(SYS_pwritev2, -1, NULL, 0, 0, 0, 0);
    case BS_CALL_RECVMMSG:
        return sys_call(SYS_recvmmsg, -1, NULL, 0, 0, NULL);
    case BS_CALL_SENDMMSG:
        return sys_call(SYS_sendmmsg, -1, NULL, 0, 0);
    default:
        return 0;
    }
}

bool bs_ask_denied(int32_t call) {
    long result = harmless(call);
    if (result != -ENOSYS && result != -EPERM) {
        return false;
    }
    atomic_fetch_or_explicit(&bs_denied, call, memory_order_relaxed);
    return true;
}

/* ---- descriptors ---- */

/* Applies SOCK_* flags after the call. Returns fd, or -errno after closing it. */
static int32_t equipped(int32_t fd, int flags) {
    if (fd < 0) {
        return fd;
    }
    int32_t r = sys_fcntl(fd, F_SETFD, FD_CLOEXEC);
    if (r >= 0 && (flags & SOCK_NONBLOCK)) {
        int on = 1;
        r = sys_ioctl(fd, FIONBIO, &on);
    }
    if (r < 0) {
        (void)sys_close(fd);
        return r;
    }
    return fd;
}

/* Both or none; 0. */
static int32_t equipped_both(int32_t r, const int fds[2], int flags) {
    if (r < 0) {
        return r;
    }
    for (int i = 0; i < 2; i++) {
        r = equipped(fds[i], flags);
        if (r < 0) {
            (void)sys_close(fds[1 - i]);
            return r;
        }
    }
    return 0;
}

#define SOCKET_FLAGS (SOCK_CLOEXEC | SOCK_NONBLOCK)

int32_t older_socket(int domain, int type, int protocol) {
    return equipped((int32_t)sys_call(SYS_socket, domain, type & ~SOCKET_FLAGS, protocol), type);
}

int32_t older_socketpair(int domain, int type, int protocol, int fds[2]) {
    int32_t r = (int32_t)sys_call(SYS_socketpair, domain, type & ~SOCKET_FLAGS, protocol, fds);
    return equipped_both(r, fds, type);
}

int32_t older_accept(int fd, struct sockaddr *addr, socklen_t *addrlen, int flags) {
    if (flags & ~SOCKET_FLAGS) {
        return -EINVAL;
    }
    return equipped((int32_t)sys_call(SYS_accept, fd, addr, addrlen), flags);
}

int32_t older_pipe(int fds[2], int flags) {
#ifdef SYS_pipe
    if (flags & ~(O_CLOEXEC | O_NONBLOCK)) {
        return -EINVAL;
    }
    int32_t r = (int32_t)sys_call(SYS_pipe, fds);
    return equipped_both(r, fds, flags & O_NONBLOCK ? SOCK_NONBLOCK : 0);
#else
    (void)fds;
    (void)flags;
    return -ENOSYS;
#endif
}

int32_t older_dup2(int fd, int newfd) {
#ifdef SYS_dup2
    int32_t r = (int32_t)sys_call(SYS_dup2, fd, newfd);
    int32_t set = r < 0 ? r : sys_fcntl(newfd, F_SETFD, FD_CLOEXEC);
    return set < 0 ? set : r;
#else
    (void)fd;
    (void)newfd;
    return -ENOSYS;
#endif
}

/* ---- waiting ---- */

int32_t older_epoll_create(void) {
#ifdef SYS_epoll_create
    return equipped((int32_t)sys_call(SYS_epoll_create, 1),
                    0); /* the size is not looked at, but has to be more than 0 */
#else
    return -ENOSYS;
#endif
}

int32_t older_epoll_wait(int epfd, struct epoll_event *events, int cap, int timeout_ms) {
    return (int32_t)sys_call(SYS_epoll_pwait, epfd, events, cap, timeout_ms, (sigset_t *)NULL, (size_t)0);
}

int32_t older_poll(void *fds, unsigned int count, int64_t timeout_ns) {
#ifdef SYS_poll
    return (int32_t)sys_call(SYS_poll, fds, count, bs_poll_millis_of(timeout_ns));
#else
    (void)fds;
    (void)count;
    (void)timeout_ns;
    return -ENOSYS;
#endif
}

int32_t older_select(int nfds, void *readfds, void *writefds, void *exceptfds, int64_t timeout_ns) {
#ifdef SYS_select
    struct timespec left = bs_timespec_of(timeout_ns < 0 ? 0 : timeout_ns);
    struct timeval timeout = {.tv_sec = left.tv_sec,
                              .tv_usec = (left.tv_nsec + 999) / 1000}; /* never early; 10^6 is taken */
    return (int32_t)sys_call(SYS_select, nfds, readfds, writefds, exceptfds, timeout_ns < 0 ? NULL : &timeout);
#else
    (void)nfds;
    (void)readfds;
    (void)writefds;
    (void)exceptfds;
    (void)timeout_ns;
    return -ENOSYS;
#endif
}
