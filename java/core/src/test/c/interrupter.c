/*
 * For EintrIT: interrupts system calls of one thread. Its handler is installed without SA_RESTART, so that the calls return
 * EINTR, which nothing in a JVM does by itself: HotSpot's own handlers restart (signal(7)).
 */
#define _GNU_SOURCE
#include <jni.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static volatile sig_atomic_t handled;

static void count(int signal) {
    (void)signal;
    handled++;
}

JNIEXPORT jint JNICALL Java_io_baresock_close_Interrupter_install(JNIEnv *env, jclass cls, jint signal) {
    (void)env;
    (void)cls;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = count;
    return sigaction(signal, &action, NULL);
}

JNIEXPORT jint JNICALL Java_io_baresock_close_Interrupter_tgkill(JNIEnv *env, jclass cls, jint pid, jint tid, jint signal) {
    (void)env;
    (void)cls;
    return (jint)syscall(SYS_tgkill, pid, tid, signal);
}

JNIEXPORT jint JNICALL Java_io_baresock_close_Interrupter_handled(JNIEnv *env, jclass cls) {
    (void)env;
    (void)cls;
    return (jint)handled;
}
