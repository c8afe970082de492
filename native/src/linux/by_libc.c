/*
 * System calls by libc's functions, for libraries that stand before them by LD_PRELOAD: a kernel bypass (Onload, VMA), a profiler. The
 * dynamic linker has bound these names when the library was loaded, so no symbol is looked up here.
 *
 * The functions do what the calls do, with these differences. They are cancellation points, which nobody uses in a JVM. Musl's sendmsg and
 * recvmsg copy the control messages and take at most 1 KiB of them; its sendmmsg sends one message at a time. Two calls are not made:
 * epoll_pwait2 and pwritev2 came after the glibc that the library asks for, and a bypass does not replace them, so its sockets would be
 * unknown to them. ENOSYS makes the callers use epoll_wait, in whole milliseconds, and writev.
 */
#define _GNU_SOURCE
#include "baresock.h"

#include <link.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/sendfile.h>

#include "force.h"
#include "sys.h"
#include "text.h"

bool bs_by_libc;

/* ---- the calls ---- */

/* What musl declares otherwise than glibc. */
#ifdef __GLIBC__
typedef unsigned long ioctl_request;
typedef int mmsg_flags;
#else
typedef int ioctl_request;
typedef unsigned int mmsg_flags;
#endif

#define INT(x)     ((int)(x))
#define UINT(x)    ((unsigned int)(x))
#define SIZE(x)    ((size_t)(x))
#define LENGTH(x)  ((socklen_t)(x))
#define POINTER(x) ((void *)(x))

/* Returned for a number that is not among a function's. No call returns less than -1. */
#define NOT_MINE (-2L)

static long call_of_descriptors(long number, long a, long b, long c, long d) {
    switch (number) {
    case SYS_socket:
        return socket(INT(a), INT(b), INT(c));
    case SYS_socketpair:
        return socketpair(INT(a), INT(b), INT(c), POINTER(d));
    case SYS_accept4:
        return accept4(INT(a), POINTER(b), POINTER(c), INT(d));
    case SYS_accept:
        return accept(INT(a), POINTER(b), POINTER(c));
    case SYS_pipe2:
        return pipe2(POINTER(a), INT(b));
#ifdef SYS_pipe
    case SYS_pipe:
        return pipe(POINTER(a));
#endif
    case SYS_dup3:
        return dup3(INT(a), INT(b), INT(c));
#ifdef SYS_dup2
    case SYS_dup2:
        return dup2(INT(a), INT(b));
#endif
    case SYS_close:
        return close(INT(a));
    case SYS_fcntl:
        return fcntl(INT(a), INT(b), c);
    case SYS_ioctl:
        return ioctl(INT(a), (ioctl_request)b, POINTER(c));
    default:
        return NOT_MINE;
    }
}

static long call_of_sockets(long number, long a, long b, long c, long d, long e) {
    switch (number) {
    case SYS_bind:
        return bind(INT(a), POINTER(b), LENGTH(c));
    case SYS_connect:
        return connect(INT(a), POINTER(b), LENGTH(c));
    case SYS_listen:
        return listen(INT(a), INT(b));
    case SYS_shutdown:
        return shutdown(INT(a), INT(b));
    case SYS_getsockname:
        return getsockname(INT(a), POINTER(b), POINTER(c));
    case SYS_getpeername:
        return getpeername(INT(a), POINTER(b), POINTER(c));
    case SYS_getsockopt:
        return getsockopt(INT(a), INT(b), INT(c), POINTER(d), POINTER(e));
    case SYS_setsockopt:
        return setsockopt(INT(a), INT(b), INT(c), POINTER(d), LENGTH(e));
    default:
        return NOT_MINE;
    }
}

static long call_of_data(long number, long a, long b, long c, long d, long e, long f) {
    switch (number) {
    case SYS_sendto: /* send is what programs call, so replacing libraries have it at least */
        return e == 0 ? send(INT(a), POINTER(b), SIZE(c), INT(d))
                      : sendto(INT(a), POINTER(b), SIZE(c), INT(d), POINTER(e), LENGTH(f));
    case SYS_recvfrom:
        return e == 0 && f == 0 ? recv(INT(a), POINTER(b), SIZE(c), INT(d))
                                : recvfrom(INT(a), POINTER(b), SIZE(c), INT(d), POINTER(e), POINTER(f));
    case SYS_sendmsg:
        return sendmsg(INT(a), POINTER(b), INT(c));
    case SYS_recvmsg:
        return recvmsg(INT(a), POINTER(b), INT(c));
    case SYS_sendmmsg:
        return sendmmsg(INT(a), POINTER(b), UINT(c), (mmsg_flags)d);
    case SYS_recvmmsg:
        return recvmmsg(INT(a), POINTER(b), UINT(c), (mmsg_flags)d, POINTER(e));
    case SYS_read:
        return read(INT(a), POINTER(b), SIZE(c));
    case SYS_write:
        return write(INT(a), POINTER(b), SIZE(c));
    case SYS_readv:
        return readv(INT(a), POINTER(b), INT(c));
    case SYS_writev:
        return writev(INT(a), POINTER(b), INT(c));
    case SYS_sendfile:
        return sendfile(INT(a), INT(b), POINTER(c), SIZE(d));
    case SYS_splice:
        return splice(INT(a), POINTER(b), INT(c), POINTER(d), SIZE(e), UINT(f));
    default:
        return NOT_MINE;
    }
}

static long call_of_waiting(long number, long a, long b, long c, long d, long e) {
    switch (number) {
    case SYS_ppoll:
        return ppoll(POINTER(a), (nfds_t)b, POINTER(c), NULL);
#ifdef SYS_poll
    case SYS_poll:
        return poll(POINTER(a), (nfds_t)b, INT(c));
#endif
    case SYS_pselect6:
        return pselect(INT(a), POINTER(b), POINTER(c), POINTER(d), POINTER(e), NULL);
#ifdef SYS_select
    case SYS_select:
        return select(INT(a), POINTER(b), POINTER(c), POINTER(d), POINTER(e));
#endif
    case SYS_epoll_create1:
        return epoll_create1(INT(a));
#ifdef SYS_epoll_create
    case SYS_epoll_create:
        return epoll_create(INT(a));
#endif
    case SYS_epoll_ctl:
        return epoll_ctl(INT(a), INT(b), INT(c), POINTER(d));
#ifdef SYS_epoll_wait
    case SYS_epoll_wait:
#endif
    case SYS_epoll_pwait: /* never with a mask */
        return epoll_wait(INT(a), POINTER(b), INT(c), INT(d));
    default:
        return NOT_MINE;
    }
}

long bs_call_libc(long number, long a, long b, long c, long d, long e, long f) {
    long r = call_of_data(number, a, b, c, d, e, f);
    if (r == NOT_MINE) {
        r = call_of_waiting(number, a, b, c, d, e);
    }
    if (r == NOT_MINE) {
        r = call_of_sockets(number, a, b, c, d, e);
    }
    if (r == NOT_MINE) {
        r = call_of_descriptors(number, a, b, c, d);
    }
    if (r == NOT_MINE) {
        return -ENOSYS;
    }
    return r == -1 ? -errno : r;
}

/* ---- who stands before libc ---- */

struct owner {
    uintptr_t of; /* an address in its code */
    const char *path;
};

/* dl_iterate_phdr(3), because dladdr(3) has a newer version in glibc 2.34. */
static int is_owner(struct dl_phdr_info *object, size_t size, void *argument) {
    struct owner *owner = argument;
    (void)size;
    for (size_t i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        uintptr_t start = (uintptr_t)object->dlpi_addr + part->p_vaddr;
        if (part->p_type == PT_LOAD && owner->of - start < part->p_memsz) {
            owner->path = object->dlpi_name;
            return 1;
        }
    }
    return 0;
}

/* Libpthread has its own send and recv before glibc 2.34. A program without a name is the executable: it jumps to libc. */
static bool is_libc(const char *path) {
    static const char *const names[] = {"libc.so", "libc-", "libpthread.so", "libpthread-", "ld-musl", "libc.musl"};
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strncmp(name, names[i], strlen(names[i])) == 0) {
            return true;
        }
    }
    return name[0] == '\0';
}

/* The path of the library that has the function; empty for libc. */
static const char *replaced_by(uintptr_t function) {
    struct owner owner = {.of = function, .path = ""};
    (void)dl_iterate_phdr(is_owner, &owner);
    return is_libc(owner.path) ? "" : owner.path;
}

static const char *interposer(void) {
    const char *of_send = replaced_by((uintptr_t)&send);
    return replaced_by((uintptr_t)&recv)[0] == '\0' ? "" : of_send;
}

int32_t bs_choose_calls(int32_t mask) {
    bs_by_libc = (mask & BS_CALLS_BY_LIBC) || ((mask & BS_CALLS_AUTO) && interposer()[0] != '\0');
    return bs_by_libc;
}

int32_t bs_interposer(char *buf, int32_t cap) {
    bs_text text = bs_text_at(buf, cap);
    bs_text_append(&text, interposer());
    return (int32_t)text.length;
}
