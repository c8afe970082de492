/*
 * Stands before libc's functions, as a kernel bypass does, and counts the calls of each: for BypassIT by LD_PRELOAD, for test_by_libc.c by
 * linking. With BS_SHIM_CALLER only calls from a library whose path contains that text count, since a JVM makes many of its own.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/uio.h>

struct count {
    const char *name;
    void *next; /* the function that is replaced */
    atomic_long calls;
};

enum { MAX = 64 };
static struct count counts[MAX];
static atomic_int used;

static int is_counted(void *caller) {
    const char *wanted = getenv("BS_SHIM_CALLER");
    Dl_info from;
    return wanted == NULL || (dladdr(caller, &from) != 0 && strstr(from.dli_fname, wanted) != NULL);
}

static void *next_of(struct count *c, void *caller) {
    if (c->next == NULL) { /* twice does no harm */
        c->next = dlsym(RTLD_NEXT, c->name);
    }
    if (is_counted(caller)) {
        atomic_fetch_add(&c->calls, 1);
    }
    return c->next;
}

/* The constructor gives each function its place in the list, or its first call does, which may come before. */
#define COUNTED(type, function, parameters, arguments)                                                                 \
    static struct count *count_of_##function;                                                                          \
    __attribute__((constructor)) static void enter_##function(void) {                                                  \
        if (count_of_##function == NULL) {                                                                             \
            count_of_##function = &counts[atomic_fetch_add(&used, 1)];                                                 \
            count_of_##function->name = #function;                                                                     \
        }                                                                                                              \
    }                                                                                                                  \
    type function parameters {                                                                                         \
        enter_##function();                                                                                            \
        return ((type(*) parameters)next_of(count_of_##function, __builtin_return_address(0)))arguments;               \
    }

COUNTED(int, socket, (int a, int b, int c), (a, b, c))
COUNTED(int, socketpair, (int a, int b, int c, int d[2]), (a, b, c, d))
COUNTED(int, accept, (int a, __SOCKADDR_ARG b, socklen_t *c), (a, b, c))
COUNTED(int, accept4, (int a, __SOCKADDR_ARG b, socklen_t *c, int d), (a, b, c, d))
COUNTED(int, pipe, (int a[2]), (a))
COUNTED(int, pipe2, (int a[2], int b), (a, b))
COUNTED(int, dup2, (int a, int b), (a, b))
COUNTED(int, dup3, (int a, int b, int c), (a, b, c))
COUNTED(int, close, (int a), (a))
COUNTED(int, bind, (int a, __CONST_SOCKADDR_ARG b, socklen_t c), (a, b, c))
COUNTED(int, connect, (int a, __CONST_SOCKADDR_ARG b, socklen_t c), (a, b, c))
COUNTED(int, listen, (int a, int b), (a, b))
COUNTED(int, shutdown, (int a, int b), (a, b))
COUNTED(int, getsockname, (int a, __SOCKADDR_ARG b, socklen_t *c), (a, b, c))
COUNTED(int, getpeername, (int a, __SOCKADDR_ARG b, socklen_t *c), (a, b, c))
COUNTED(int, getsockopt, (int a, int b, int c, void *d, socklen_t *e), (a, b, c, d, e))
COUNTED(int, setsockopt, (int a, int b, int c, const void *d, socklen_t e), (a, b, c, d, e))
COUNTED(ssize_t, send, (int a, const void *b, size_t c, int d), (a, b, c, d))
COUNTED(ssize_t, sendto, (int a, const void *b, size_t c, int d, __CONST_SOCKADDR_ARG e, socklen_t f),
        (a, b, c, d, e, f))
COUNTED(ssize_t, recv, (int a, void *b, size_t c, int d), (a, b, c, d))
COUNTED(ssize_t, recvfrom, (int a, void *b, size_t c, int d, __SOCKADDR_ARG e, socklen_t *f), (a, b, c, d, e, f))
COUNTED(ssize_t, sendmsg, (int a, const struct msghdr *b, int c), (a, b, c))
COUNTED(ssize_t, recvmsg, (int a, struct msghdr *b, int c), (a, b, c))
COUNTED(int, sendmmsg, (int a, struct mmsghdr *b, unsigned int c, int d), (a, b, c, d))
COUNTED(int, recvmmsg, (int a, struct mmsghdr *b, unsigned int c, int d, struct timespec *e), (a, b, c, d, e))
COUNTED(ssize_t, read, (int a, void *b, size_t c), (a, b, c))
COUNTED(ssize_t, write, (int a, const void *b, size_t c), (a, b, c))
COUNTED(ssize_t, readv, (int a, const struct iovec *b, int c), (a, b, c))
COUNTED(ssize_t, writev, (int a, const struct iovec *b, int c), (a, b, c))
COUNTED(ssize_t, sendfile, (int a, int b, off_t *c, size_t d), (a, b, c, d))
COUNTED(ssize_t, splice, (int a, int64_t *b, int c, int64_t *d, size_t e, unsigned int f), (a, b, c, d, e, f))
COUNTED(int, poll, (struct pollfd * a, nfds_t b, int c), (a, b, c))
COUNTED(int, ppoll, (struct pollfd * a, nfds_t b, const struct timespec *c, const sigset_t *d), (a, b, c, d))
COUNTED(int, select, (int a, fd_set *b, fd_set *c, fd_set *d, struct timeval *e), (a, b, c, d, e))
COUNTED(int, pselect, (int a, fd_set *b, fd_set *c, fd_set *d, const struct timespec *e, const sigset_t *f),
        (a, b, c, d, e, f))
COUNTED(int, epoll_create, (int a), (a))
COUNTED(int, epoll_create1, (int a), (a))
COUNTED(int, epoll_ctl, (int a, int b, int c, struct epoll_event *d), (a, b, c, d))
COUNTED(int, epoll_wait, (int a, struct epoll_event *b, int c, int d), (a, b, c, d))

/* Declared without "..." here, so that the macro does for them: an argument that is not a float comes the same way. */
COUNTED(int, fcntl, (int a, int b, long c), (a, b, c))
COUNTED(int, ioctl, (int a, unsigned long b, void *c), (a, b, c))

/* How many calls there were; -1: not one of these functions. */
long shim_count(const char *name) {
    for (int i = 0; i < atomic_load(&used); i++) {
        if (strcmp(counts[i].name, name) == 0) {
            return atomic_load(&counts[i].calls);
        }
    }
    return -1;
}

/* For Java, without jni.h: "NAME COUNT" of each function to standard output. */
void Java_io_baresock_load_BypassProgram_print(void *env, void *cls) {
    (void)env;
    (void)cls;
    for (int i = 0; i < atomic_load(&used); i++) {
        printf("%s %ld\n", counts[i].name, atomic_load(&counts[i].calls));
    }
    fflush(stdout);
}
