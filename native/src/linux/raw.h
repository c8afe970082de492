/*
 * sys_direct(number, ...): the system call, result >= 0 or -errno, as the kernel gives it. sys_call(number, ...): the same, but by libc's
 * function if bs_by_libc says so.
 *
 * sys_direct uses the instruction itself if its conventions are known, and otherwise syscall(2). That function moves every argument,
 * writes errno, and is called through the PLT: a recv that ends in EAGAIN takes 273 ns with it and 264 without, an epoll_wait with one
 * event 398 and 394 (medians on Linux 6.18, x86_64, ADR 4). The C tests define BS_SYSCALL_BY_LIBC, because the linker can redirect a
 * function but not an instruction.
 */
#ifndef BS_RAW_H
#define BS_RAW_H

#include <errno.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__) && defined(__LP64__) && !defined(BS_SYSCALL_BY_LIBC)

/* syscall(2), "Architecture calling conventions": the kernel overwrites rcx and r11. */
static inline long sys_direct6(long number, long a, long b, long c, long d, long e, long f) {
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "0"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

#elif defined(__aarch64__) && defined(__LP64__) && !defined(BS_SYSCALL_BY_LIBC)

static inline long sys_direct6(long number, long a, long b, long c, long d, long e, long f) {
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return x0;
}

#else

static inline long sys_direct6(long number, long a, long b, long c, long d, long e, long f) {
    long result = syscall(number, a, b, c, d, e, f);
    return result == -1 ? -errno : result;
}

#endif

/* What bs_force chose, before any other call. Hidden, so that reading it is one access to memory. */
extern __attribute__((visibility("hidden"))) bool bs_by_libc;

/* By libc's function, which another library may have replaced: by_libc.c. */
__attribute__((cold)) long bs_call_libc(long number, long a, long b, long c, long d, long e, long f);

static inline long sys_call6(long number, long a, long b, long c, long d, long e, long f) {
    if (__builtin_expect(bs_by_libc, false)) {
        return bs_call_libc(number, a, b, c, d, e, f);
    }
    return sys_direct6(number, a, b, c, d, e, f);
}

/* Registers that a call does not use are set to 0; the kernel ignores them. */
#define sys_call(...)   SYS_PADDED(sys_call6, __VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)
#define sys_direct(...) SYS_PADDED(sys_direct6, __VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)
#define SYS_PADDED(way, number, a, b, c, d, e, f, ...)                                                                 \
    way((number), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

#endif /* BS_RAW_H */
