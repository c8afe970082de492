/*
 * The system calls, one thin function each: result >= 0 or -errno, no retry, no policy. They use libc, because it is the
 * only stable interface of macOS and the BSDs. macOS lacks MSG_NOSIGNAL, accept4, pipe2 and ppoll; their replacements
 * are here and in cloexec_after.c.
 */
#ifndef BS_SYS_H
#define BS_SYS_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include "cloexec.h"
#include "deadline.h"

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* SO_NOSIGPIPE, set when a socket is made, does its work: fd.c */
#endif

static inline int32_t sys_result(long result) {
    return result == -1 ? -errno : (int32_t)result;
}

/* The address, or -errno. */
static inline int64_t sys_mmap_at(void *addr, size_t length, int access, int flags, int fd, int64_t offset) {
    void *at = mmap(addr, length, access, flags, fd, (off_t)offset);
    return at == MAP_FAILED ? -errno : (int64_t)(intptr_t)at;
}

static inline int32_t sys_munmap(void *addr, size_t length) {
    return sys_result(munmap(addr, length));
}

static inline int32_t sys_socket(int domain, int type, int protocol) {
    return sys_result(socket(domain, type, protocol));
}

static inline int32_t sys_socketpair(int domain, int type, int protocol, int fds[2]) {
    return sys_result(socketpair(domain, type, protocol, fds));
}

static inline int32_t sys_close(int fd) {
    return sys_result(close(fd));
}

static inline int32_t sys_fcntl(int fd, int cmd, long arg) {
    return sys_result(fcntl(fd, cmd, arg));
}

static inline int32_t sys_ioctl(int fd, unsigned long request, void *arg) {
    return sys_result(ioctl(fd, request, arg));
}

static inline int32_t sys_bind(int fd, const struct sockaddr *addr, socklen_t addrlen) {
    return sys_result(bind(fd, addr, addrlen));
}

static inline int32_t sys_connect(int fd, const struct sockaddr *addr, socklen_t addrlen) {
    return sys_result(connect(fd, addr, addrlen));
}

static inline int32_t sys_listen(int fd, int backlog) {
    return sys_result(listen(fd, backlog));
}

static inline int32_t sys_shutdown(int fd, int how) {
    return sys_result(shutdown(fd, how));
}

static inline int32_t sys_getsockname(int fd, struct sockaddr *addr, socklen_t *addrlen) {
    return sys_result(getsockname(fd, addr, addrlen));
}

static inline int32_t sys_getpeername(int fd, struct sockaddr *addr, socklen_t *addrlen) {
    return sys_result(getpeername(fd, addr, addrlen));
}

static inline int32_t sys_getsockopt(int fd, int level, int name, void *value, socklen_t *len) {
    return sys_result(getsockopt(fd, level, name, value, len));
}

static inline int32_t sys_setsockopt(int fd, int level, int name, const void *value, socklen_t len) {
    return sys_result(setsockopt(fd, level, name, value, len));
}

static inline int32_t sys_sendto(int fd, const void *buf, size_t len, int flags, const struct sockaddr *addr,
                                 socklen_t addrlen) {
    return sys_result(sendto(fd, buf, len, flags, addr, addrlen));
}

static inline int32_t sys_recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *addr,
                                   socklen_t *addrlen) {
    return sys_result(recvfrom(fd, buf, len, flags, addr, addrlen));
}

static inline int32_t sys_sendmsg(int fd, const struct msghdr *message, int flags) {
    return sys_result(sendmsg(fd, message, flags));
}

static inline int32_t sys_recvmsg(int fd, struct msghdr *message, int flags) {
    return sys_result(recvmsg(fd, message, flags));
}

static inline int32_t sys_readv(int fd, const struct iovec *iov, int count) {
    return sys_result(readv(fd, iov, count));
}

static inline int32_t sys_writev(int fd, const struct iovec *iov, int count) {
    return sys_result(writev(fd, iov, count));
}

static inline int32_t sys_read(int fd, void *buf, size_t len) {
    return sys_result(read(fd, buf, len));
}

static inline int32_t sys_write(int fd, const void *buf, size_t len) {
    return sys_result(write(fd, buf, len));
}

/* poll(2) for timeout_ns, negative = for ever. */
static inline int32_t sys_poll(struct pollfd *fds, unsigned int count, int64_t timeout_ns) {
    return sys_result(poll(fds, (nfds_t)count, bs_poll_millis_of(timeout_ns)));
}

/*
 * pselect(2) for timeout_ns, negative = for ever; sets of any size (macOS: with _DARWIN_UNLIMITED_SELECT). The kernels
 * refuse more than 10^8 seconds.
 */
static inline int32_t sys_select(int nfds, void *readfds, void *writefds, void *exceptfds, int64_t timeout_ns) {
    const int64_t longest = INT64_C(100000000) * 1000000000;
    struct timespec timeout = bs_timespec_of(timeout_ns > longest ? longest : timeout_ns);
    return sys_result(pselect(nfds, readfds, writefds, exceptfds, timeout_ns < 0 ? NULL : &timeout, NULL));
}

/* Both ends close-on-exec and non-blocking. */
static inline int32_t sys_pipe(int fds[2]) {
    return cloexec_pipe(fds);
}

/* On Linux a seccomp filter may deny calls: linux/denied.h. Here nothing denies them. */
enum { BS_CALL_RECVMMSG = 1, BS_CALL_SENDMMSG = 2 };

static inline bool bs_found_denied(int32_t call, int32_t result) {
    (void)call;
    (void)result;
    return false;
}

#ifdef __APPLE__
#define BS_SYS_MMSG
#include "msg_x.h"
#endif

#endif /* BS_SYS_H */
