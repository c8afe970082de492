/*
 * New system calls that replace older ones. An old kernel denies them (ENOSYS), and so does a seccomp filter that does not know them
 * (ENOSYS, EPERM). EPERM has other reasons too: netfilter refuses a datagram, a firewall a connection. So after such an error the call
 * is made again with arguments that the kernel itself refuses with another error. A denied call is remembered.
 */
#ifndef BS_DENIED_H
#define BS_DENIED_H

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

struct epoll_event;

enum {
    BS_CALL_ACCEPT4 = 1,
    BS_CALL_DUP3 = 2,
    BS_CALL_EPOLL_CREATE1 = 4,
    BS_CALL_EPOLL_WAIT = 8,
    BS_CALL_PIPE2 = 16,
    BS_CALL_PPOLL = 32,
    BS_CALL_PSELECT6 = 64,
    BS_CALL_PWRITEV2 = 128,
    BS_CALL_RECVMMSG = 256,
    BS_CALL_SENDMMSG = 512,
};

/* The calls that are known to be denied. */
extern atomic_int bs_denied;

static inline bool bs_is_denied(int32_t call) {
    return (atomic_load_explicit(&bs_denied, memory_order_relaxed) & call) != 0;
}

/* Makes a call that does nothing or that the kernel refuses; remembers whether it is denied. */
bool bs_ask_denied(int32_t call);

/* Whether result is the answer to a denied call. */
static inline bool bs_found_denied(int32_t call, int32_t result) {
    return (result == -ENOSYS || result == -EPERM) && (bs_is_denied(call) || bs_ask_denied(call));
}

/* The older calls. They make a descriptor close-on-exec right after they open it; they cannot do it atomically. */
int32_t older_socket(int domain, int type, int protocol);
int32_t older_socketpair(int domain, int type, int protocol, int fds[2]);
int32_t older_accept(int fd, struct sockaddr *addr, socklen_t *addrlen, int flags);
int32_t older_pipe(int fds[2], int flags);
int32_t older_dup2(int fd, int newfd);
int32_t older_epoll_create(void);
int32_t older_epoll_wait(int epfd, struct epoll_event *events, int cap, int timeout_ms);
int32_t older_poll(void *fds, unsigned int count, int64_t timeout_ns);
int32_t older_select(int nfds, void *readfds, void *writefds, void *exceptfds, int64_t timeout_ns);

#endif /* BS_DENIED_H */
