/*
 * For Soak: has the kernel refuse one system call of the calling thread until that thread ends, by a seccomp(2) filter, as if it had no memory.
 * Threads that it starts inherit the filter; the others do not have it. The JVM itself makes none of these calls on a thread of Java.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <jni.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#define EPOLL_PWAIT2 441 /* Linux 5.11: the headers may be older */

#define CALL(name)                                                                                                     \
    { #name, SYS_##name }

static const struct {
    const char *name;
    unsigned number;
} CALLS[] = {
    CALL(socket),        CALL(socketpair),
    CALL(accept4),       CALL(bind),
    CALL(listen),        CALL(connect),
    CALL(getsockname),   CALL(getpeername),
    CALL(setsockopt),    CALL(sendto),
    CALL(recvfrom),      CALL(sendmsg),
    CALL(recvmsg),       CALL(sendmmsg),
    CALL(recvmmsg),      CALL(ppoll),
    CALL(eventfd2),      CALL(pipe2),
    CALL(epoll_create1), CALL(epoll_ctl),
    CALL(epoll_pwait),   {"epoll_pwait2", EPOLL_PWAIT2},
    CALL(getsockopt),
};

JNIEXPORT jint JNICALL Java_io_baresock_soak_Refusal_calls(JNIEnv *env, jclass cls) {
    (void)env;
    (void)cls;
    return sizeof CALLS / sizeof CALLS[0];
}

JNIEXPORT jstring JNICALL Java_io_baresock_soak_Refusal_name(JNIEnv *env, jclass cls, jint call) {
    (void)cls;
    return (*env)->NewStringUTF(env, CALLS[call].name);
}

JNIEXPORT jint JNICALL Java_io_baresock_soak_Refusal_refuse(JNIEnv *env, jclass cls, jint call, jint error) {
    (void)env;
    (void)cls;
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CALLS[call].number, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ((unsigned)error & SECCOMP_RET_DATA)),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog all = {.len = sizeof program / sizeof program[0], .filter = program};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all) != 0) {
        return errno;
    }
    return syscall(CALLS[call].number, -1, -1L, -1L, -1L, -1L, -1L) == -1 && errno == error ? 0 : EINVAL;
}
