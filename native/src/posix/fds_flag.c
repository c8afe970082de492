/* Descriptors that receive without MSG_CMSG_CLOEXEC: see fds_flag.h. */
#define _GNU_SOURCE
#include "fds_flag.h"

#include <stdatomic.h>
#include <sys/socket.h>

#include "cmsg_os.h"
#include "sys.h"

#if defined(BS_CMSG_CLOEXEC) && defined(SO_DOMAIN)

/* Numbers below this are remembered, others are asked for each time. */
#define KNOWN     4096
#define WORD_BITS 64

/* A bit for each descriptor: it is not AF_UNIX, and refuses the flag. The bits are seldom written, so reading them is
 * cheap. */
static atomic_uint_fast64_t without[KNOWN / WORD_BITS];

static uint_fast64_t bit_of(int32_t fd) {
    return (uint_fast64_t)1 << (fd % WORD_BITS);
}

static bool is_without(int32_t fd) {
    return (uint32_t)fd < KNOWN &&
           (atomic_load_explicit(&without[fd / WORD_BITS], memory_order_relaxed) & bit_of(fd)) != 0;
}

int32_t bs_fds_flag(int32_t fd) {
    return is_without(fd) ? 0 : BS_CMSG_CLOEXEC;
}

bool bs_fds_flag_refused(int32_t fd, int32_t result, int32_t *flag) {
    if ((result != -EINVAL && result != -EOPNOTSUPP) || *flag == 0) {
        return false;
    }
    int domain = AF_UNIX;
    socklen_t length = sizeof domain;
    if (sys_getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) < 0 || domain == AF_UNIX) {
        return false;
    }
    if ((uint32_t)fd < KNOWN) {
        atomic_fetch_or_explicit(&without[fd / WORD_BITS], bit_of(fd), memory_order_relaxed);
    }
    *flag = 0;
    return true;
}

void bs_fds_flag_forget(int32_t fd) {
    if (is_without(fd)) {
        atomic_fetch_and_explicit(&without[fd / WORD_BITS], ~bit_of(fd), memory_order_relaxed);
    }
}

#else

int32_t bs_fds_flag(int32_t fd) {
    (void)fd;
#ifdef BS_CMSG_CLOEXEC
    return BS_CMSG_CLOEXEC;
#else
    return 0;
#endif
}

bool bs_fds_flag_refused(int32_t fd, int32_t result, int32_t *flag) {
    (void)fd;
    (void)result;
    (void)flag;
    return false;
}

void bs_fds_flag_forget(int32_t fd) {
    (void)fd;
}

#endif
