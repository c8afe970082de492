/*
 * sys_call(number, ...): the system call, result >= 0 or -errno, as the kernel gives it.
 *
 * It uses the instruction itself if its conventions are known, and otherwise syscall(2). That function moves every argument, writes
 * errno, and is called through the PLT: a recv that ends in EAGAIN takes 273 ns with it and 264 without, an epoll_wait with one event
 * 398 and 394 (medians on Linux 6.18, x86_64, ADR 4). The C tests define BS_SYSCALL_BY_LIBC, because the linker can redirect a
 * function but not an instruction.
 */
#ifndef BS_RAW_H
#define BS_RAW_H

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__) && defined(__LP64__) && !defined(BS_SYSCALL_BY_LIBC)

/* syscall(2), "Architecture calling conventions": the kernel overwrites rcx and r11. */
static inline long sys_call6(long number, long a, long b, long c, long d, long e, long f) {
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

static inline long sys_call6(long number, long a, long b, long c, long d, long e, long f) {
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

static inline long sys_call6(long number, long a, long b, long c, long d, long e, long f) {
    long result = syscall(number, a, b, c, d, e, f);
    return result == -1 ? -errno : result;
}

#endif

/* Registers that a call does not use are set to 0; the kernel ignores them. */
#define sys_call(...) SYS_CALL_PADDED(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)
#define SYS_CALL_PADDED(number, a, b, c, d, e, f, ...)                                                                 \
    sys_call6((number), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

#endif /* BS_RAW_H */
