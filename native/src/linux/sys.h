/*
 * The system calls, one thin function each: result >= 0 or -errno, no retry, no policy. Only a new call that is denied is replaced by
 * an older one (denied.h).
 *
 * They do not use the libc wrappers, unless the user wants that (by_libc.c). Those of glibc are cancellation points, which costs time in a
 * process with threads, such as a JVM: a recv that ends in EAGAIN takes 170 ns instead of 127 (Linux 6.18, glibc 2.36; raw.h has more). It
 * also keeps glibc's symbol versions out of the library. Every call here exists on x86_64, aarch64 and riscv64. Some older calls do not
 * (poll, accept, send, recv, pipe, eventfd), so a newer form is used.
 *
 * sys_direct is for calls that no library that stands before libc's functions has to see: memory, signals, rings, the file system.
 */
#ifndef BS_SYS_H
#define BS_SYS_H

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>

#include "deadline.h"
#include "denied.h"
#include "raw.h"

#ifndef SYS_pwritev2 /* Linux 4.6 */
#ifdef __x86_64__
#define SYS_pwritev2 328
#else
#define SYS_pwritev2 287 /* asm-generic/unistd.h */
#endif
#endif
#ifndef SYS_epoll_pwait2
#define SYS_epoll_pwait2 441 /* the same on every architecture, as all numbers since 424 */
#endif
#ifndef SYS_io_uring_setup
#define SYS_io_uring_setup    425
#define SYS_io_uring_enter    426
#define SYS_io_uring_register 427
#endif

static inline int32_t sys_socket(int domain, int type, int protocol) {
    int32_t r = (int32_t)sys_call(SYS_socket, domain, type, protocol);
    return r == -EINVAL ? older_socket(domain, type, protocol) : r; /* the flags, or the type, which fails again */
}

static inline int32_t sys_socketpair(int domain, int type, int protocol, int fds[2]) {
    int32_t r = (int32_t)sys_call(SYS_socketpair, domain, type, protocol, fds);
    return r == -EINVAL ? older_socketpair(domain, type, protocol, fds) : r;
}

static inline int32_t sys_close(int fd) {
    return (int32_t)sys_call(SYS_close, fd);
}

static inline int32_t sys_fcntl(int fd, int cmd, long arg) {
    return (int32_t)sys_call(SYS_fcntl, fd, cmd, arg);
}

static inline int32_t sys_ioctl(int fd, unsigned long request, void *arg) {
    return (int32_t)sys_call(SYS_ioctl, fd, request, arg);
}

static inline int32_t sys_membarrier(int command) {
    return (int32_t)sys_direct(SYS_membarrier, command, 0, 0);
}

static inline int32_t sys_openat(int dir, const char *path, int flags) {
    return (int32_t)sys_direct(SYS_openat, dir, path, flags);
}

static inline int32_t sys_fstat(int fd, struct stat *st) {
    return (int32_t)sys_direct(SYS_fstat, fd, st);
}

static inline int32_t sys_fchmod(int fd, mode_t mode) {
    return (int32_t)sys_direct(SYS_fchmod, fd, mode);
}

static inline int32_t sys_fchmodat(int dir, const char *path, mode_t mode) {
    return (int32_t)sys_direct(SYS_fchmodat, dir, path, mode);
}

static inline int32_t sys_bind(int fd, const struct sockaddr *addr, socklen_t addrlen) {
    return (int32_t)sys_call(SYS_bind, fd, addr, addrlen);
}

static inline int32_t sys_connect(int fd, const struct sockaddr *addr, socklen_t addrlen) {
    return (int32_t)sys_call(SYS_connect, fd, addr, addrlen);
}

static inline int32_t sys_listen(int fd, int backlog) {
    return (int32_t)sys_call(SYS_listen, fd, backlog);
}

static inline int32_t sys_accept4(int fd, struct sockaddr *addr, socklen_t *addrlen, int flags) {
    if (bs_is_denied(BS_CALL_ACCEPT4)) {
        return older_accept(fd, addr, addrlen, flags);
    }
    int32_t r = (int32_t)sys_call(SYS_accept4, fd, addr, addrlen, flags);
    return bs_found_denied(BS_CALL_ACCEPT4, r) ? older_accept(fd, addr, addrlen, flags) : r;
}

static inline int32_t sys_shutdown(int fd, int how) {
    return (int32_t)sys_call(SYS_shutdown, fd, how);
}

static inline int32_t sys_getsockname(int fd, struct sockaddr *addr, socklen_t *addrlen) {
    return (int32_t)sys_call(SYS_getsockname, fd, addr, addrlen);
}

static inline int32_t sys_getpeername(int fd, struct sockaddr *addr, socklen_t *addrlen) {
    return (int32_t)sys_call(SYS_getpeername, fd, addr, addrlen);
}

static inline int32_t sys_getsockopt(int fd, int level, int name, void *value, socklen_t *len) {
    return (int32_t)sys_call(SYS_getsockopt, fd, level, name, value, len);
}

static inline int32_t sys_setsockopt(int fd, int level, int name, const void *value, socklen_t len) {
    return (int32_t)sys_call(SYS_setsockopt, fd, level, name, value, len);
}

static inline int32_t sys_sendto(int fd, const void *buf, size_t len, int flags, const struct sockaddr *addr,
                                 socklen_t addrlen) {
    return (int32_t)sys_call(SYS_sendto, fd, buf, len, flags, addr, addrlen);
}

static inline int32_t sys_recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *addr,
                                   socklen_t *addrlen) {
    return (int32_t)sys_call(SYS_recvfrom, fd, buf, len, flags, addr, addrlen);
}

static inline int32_t sys_sendmsg(int fd, const struct msghdr *message, int flags) {
    return (int32_t)sys_call(SYS_sendmsg, fd, message, flags);
}

static inline int32_t sys_recvmsg(int fd, struct msghdr *message, int flags) {
    return (int32_t)sys_call(SYS_recvmsg, fd, message, flags);
}

#define BS_SYS_MMSG /* the two below */

static inline int32_t sys_sendmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags) {
    return (int32_t)sys_call(SYS_sendmmsg, fd, messages, count, flags);
}

/* Without its timeout, which the kernel checks only between messages: recvmmsg(2), BUGS. */
static inline int32_t sys_recvmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags) {
    return (int32_t)sys_call(SYS_recvmmsg, fd, messages, count, flags, (struct timespec *)NULL);
}

/* writev(2) with flags: Linux 4.6. An offset of -1 is the descriptor's own position, if it has one. */
static inline int32_t sys_pwritev2(int fd, const struct iovec *iov, int count, int flags) {
    return (int32_t)sys_call(SYS_pwritev2, fd, iov, count, -1, -1, flags);
}

static inline int32_t sys_sigmask(int how, const uint64_t *set, uint64_t *old) {
    return (int32_t)sys_direct(SYS_rt_sigprocmask, how, set, old, sizeof *set);
}

static inline int32_t sys_sigpending(uint64_t *set) {
    return (int32_t)sys_direct(SYS_rt_sigpending, set, sizeof *set);
}

/* Takes a pending signal of the set, without waiting; -EAGAIN: there is none. */
static inline int32_t sys_sigtake(const uint64_t *set, siginfo_t *info) {
    const struct timespec now = {0};
    return (int32_t)sys_direct(SYS_rt_sigtimedwait, set, info, &now, sizeof *set);
}

static inline int32_t sys_sigqueue(int pid, int signal, siginfo_t *info) {
    return (int32_t)sys_direct(SYS_rt_sigqueueinfo, pid, signal, info);
}

static inline int32_t sys_readv(int fd, const struct iovec *iov, int count) {
    return (int32_t)sys_call(SYS_readv, fd, iov, count);
}

static inline int32_t sys_writev(int fd, const struct iovec *iov, int count) {
    return (int32_t)sys_call(SYS_writev, fd, iov, count);
}

static inline int32_t sys_read(int fd, void *buf, size_t len) {
    return (int32_t)sys_call(SYS_read, fd, buf, len);
}

static inline int32_t sys_write(int fd, const void *buf, size_t len) {
    return (int32_t)sys_call(SYS_write, fd, buf, len);
}

/* newfd must not be fd. */
static inline int32_t sys_dup3(int fd, int newfd, int flags) {
    int32_t r = (int32_t)sys_call(SYS_dup3, fd, newfd, flags);
    return bs_found_denied(BS_CALL_DUP3, r) ? older_dup2(fd, newfd) : r;
}

static inline int32_t sys_pipe2(int fds[2], int flags) {
    int32_t r = (int32_t)sys_call(SYS_pipe2, fds, flags);
    return bs_found_denied(BS_CALL_PIPE2, r) ? older_pipe(fds, flags) : r;
}

/* Both ends close-on-exec and non-blocking. */
static inline int32_t sys_pipe(int fds[2]) {
    return sys_pipe2(fds, O_CLOEXEC | O_NONBLOCK);
}

/* pselect(2) for timeout_ns, negative = for ever; sets of any size. */
static inline int32_t sys_select(int nfds, void *readfds, void *writefds, void *exceptfds, int64_t timeout_ns) {
    if (bs_is_denied(BS_CALL_PSELECT6)) {
        return older_select(nfds, readfds, writefds, exceptfds, timeout_ns);
    }
    struct timespec timeout; /* the kernel writes the time left into it */
    struct timespec *limit = NULL;
    if (timeout_ns >= 0) {
        timeout = bs_timespec_of(timeout_ns);
        limit = &timeout;
    }
    int32_t r = (int32_t)sys_call(SYS_pselect6, nfds, readfds, writefds, exceptfds, limit, NULL);
    return bs_found_denied(BS_CALL_PSELECT6, r) ? older_select(nfds, readfds, writefds, exceptfds, timeout_ns) : r;
}

/* poll(2) for timeout_ns, negative = for ever. */
static inline int32_t sys_poll(struct pollfd *fds, unsigned int count, int64_t timeout_ns) {
    if (bs_is_denied(BS_CALL_PPOLL)) {
        return older_poll(fds, count, timeout_ns);
    }
    /* The kernel writes the remaining time into the timespec, so each call has its own copy. */
    struct timespec timeout;
    struct timespec *limit = NULL;
    if (timeout_ns >= 0) {
        timeout = bs_timespec_of(timeout_ns);
        limit = &timeout;
    }
    /* Without a signal mask the last argument, its size, is ignored. */
    int32_t r = (int32_t)sys_call(SYS_ppoll, fds, count, limit, (sigset_t *)NULL, (size_t)0);
    return bs_found_denied(BS_CALL_PPOLL, r) ? older_poll(fds, count, timeout_ns) : r;
}

static inline int32_t sys_epoll_create(void) {
    int32_t r = (int32_t)sys_call(SYS_epoll_create1, EPOLL_CLOEXEC);
    return bs_found_denied(BS_CALL_EPOLL_CREATE1, r) ? older_epoll_create() : r;
}

static inline int32_t sys_epoll_ctl(int epfd, int op, int fd, struct epoll_event *event) {
    return (int32_t)sys_call(SYS_epoll_ctl, epfd, op, fd, event);
}

/* epoll_wait(2). epoll_pwait(2) without a signal mask does the same, but takes some nanoseconds longer. */
static inline int32_t sys_epoll_wait(int epfd, struct epoll_event *events, int cap, int timeout_ms) {
#ifdef SYS_epoll_wait /* newer architectures lack it */
    int32_t r = (int32_t)sys_call(SYS_epoll_wait, epfd, events, cap, timeout_ms);
    return bs_found_denied(BS_CALL_EPOLL_WAIT, r) ? older_epoll_wait(epfd, events, cap, timeout_ms) : r;
#else
    return (int32_t)sys_call(SYS_epoll_pwait, epfd, events, cap, timeout_ms, (sigset_t *)NULL, (size_t)0);
#endif
}

/* Linux 5.11. The wrapper needs glibc 2.35, but the library must run on older ones. */
static inline int32_t sys_epoll_pwait2(int epfd, struct epoll_event *events, int cap, const struct timespec *timeout) {
    return (int32_t)sys_call(SYS_epoll_pwait2, epfd, events, cap, timeout, (sigset_t *)NULL, (size_t)0);
}

/* The address, or -errno. */
static inline int64_t sys_mmap_at(void *addr, size_t length, int access, int flags, int fd, int64_t offset) {
    return sys_direct(SYS_mmap, addr, length, access, flags, fd, offset);
}

static inline int64_t sys_mmap(size_t length, int access, int flags, int fd, int64_t offset) {
    return sys_mmap_at(NULL, length, access, flags, fd, offset);
}

static inline int32_t sys_munmap(void *addr, size_t length) {
    return (int32_t)sys_direct(SYS_munmap, addr, length);
}

/* io_uring(7): Linux 5.1. */
static inline int32_t sys_io_uring_setup(unsigned int entries, void *params) {
    return (int32_t)sys_direct(SYS_io_uring_setup, entries, params);
}

/* How many submissions were taken. */
static inline int32_t sys_io_uring_enter(int fd, unsigned int submit, unsigned int min_complete, unsigned int flags) {
    return (int32_t)sys_direct(SYS_io_uring_enter, fd, submit, min_complete, flags, NULL, (size_t)0);
}

/* The same with a time limit: wait is a uring_wait (uring.h). */
static inline int32_t sys_io_uring_enter_for(int fd, unsigned int submit, unsigned int min_complete, unsigned int flags,
                                             const void *wait, size_t length) {
    return (int32_t)sys_call(SYS_io_uring_enter, fd, submit, min_complete, flags, wait, length);
}

static inline int32_t sys_io_uring_register(int fd, unsigned int what, void *argument, unsigned int count) {
    return (int32_t)sys_direct(SYS_io_uring_register, fd, what, argument, count);
}

#endif /* BS_SYS_H */
