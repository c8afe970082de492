/* The native methods of io.baresock.bench.Twin: one JNI call a measurement, the loop is in C. */
#include "twin.h"

#include <jni.h>
#include <stdint.h>
#include <unistd.h>

static char *pointer(jlong address) {
    return (char *)(intptr_t)address;
}

JNIEXPORT jlong JNICALL Java_io_baresock_bench_Twin_address(JNIEnv *env, jclass cls, jobject direct) {
    (void)cls;
    return (jlong)(intptr_t)(*env)->GetDirectBufferAddress(env, direct);
}

JNIEXPORT jlong JNICALL Java_io_baresock_bench_Twin_pair(JNIEnv *env, jclass cls, jint transport, jboolean blocking) {
    (void)env;
    (void)cls;
    int fds[2];
    int r = twin_pair(transport, blocking, fds);
    return r < 0 ? r : ((jlong)fds[1] << 32 | fds[0]);
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_close(JNIEnv *env, jclass cls, jint fd) {
    (void)env;
    (void)cls;
    return close(fd);
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_recvNothing(JNIEnv *env, jclass cls, jint fd, jint count) {
    (void)env;
    (void)cls;
    return twin_recv_nothing(fd, count);
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_getsockoptRcvbuf(JNIEnv *env, jclass cls, jint fd, jint count) {
    (void)env;
    (void)cls;
    return twin_getsockopt_rcvbuf(fd, count);
}

/* nanos is a direct buffer with room for count longs. */
JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_pingPong(JNIEnv *env, jclass cls, jint a, jint b, jobject nanos,
                                                            jint count) {
    (void)cls;
    return twin_pingpong(a, b, (*env)->GetDirectBufferAddress(env, nanos), count);
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_sendBatches(JNIEnv *env, jclass cls, jint fd, jint size,
                                                               jint count) {
    (void)env;
    (void)cls;
    return twin_send_batches(fd, size, count);
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_receiveBatches(JNIEnv *env, jclass cls, jint fd, jint size) {
    (void)env;
    (void)cls;
    return twin_receive_batches(fd, size);
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_receiveBatch(JNIEnv *env, jclass cls, jint fd) {
    (void)env;
    (void)cls;
    return twin_receive_batch(fd);
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_receiveRing(JNIEnv *env, jclass cls, jint fd) {
    (void)env;
    (void)cls;
    return twin_receive_ring(fd);
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_sendSegments(JNIEnv *env, jclass cls, jint fd, jint size,
                                                                jint segments, jint sends) {
    (void)env;
    (void)cls;
    return twin_send_segments(fd, size, segments, sends);
}

JNIEXPORT jlong JNICALL Java_io_baresock_bench_Twin_flowSend(JNIEnv *env, jclass cls, jint fd, jint kind, jint size,
                                                             jint segments, jlong nanos) {
    (void)env;
    (void)cls;
    return twin_flow_send(fd, kind, size, segments, nanos);
}

JNIEXPORT jlong JNICALL Java_io_baresock_bench_Twin_flowReceive(JNIEnv *env, jclass cls, jint fd, jint kind) {
    (void)env;
    (void)cls;
    return twin_flow_receive(fd, kind);
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_epollOpen(JNIEnv *env, jclass cls) {
    (void)env;
    (void)cls;
    return twin_epoll_open();
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_epollAdd(JNIEnv *env, jclass cls, jint ep, jint fd) {
    (void)env;
    (void)cls;
    return twin_epoll_add(ep, fd);
}

JNIEXPORT jlong JNICALL Java_io_baresock_bench_Twin_epollWait(JNIEnv *env, jclass cls, jint ep, jint count) {
    (void)env;
    (void)cls;
    return twin_epoll_wait(ep, count);
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_transfers(JNIEnv *env, jclass cls, jint a, jint b, jlong out,
                                                             jlong in, jint size, jboolean there_and_back,
                                                             jint count) {
    (void)env;
    (void)cls;
    return twin_transfers(a, b, pointer(out), pointer(in), size, there_and_back, count);
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_sendfiles(JNIEnv *env, jclass cls, jint file, jint a, jint b,
                                                             jlong in, jint size, jint count) {
    (void)env;
    (void)cls;
    return twin_sendfiles(file, a, b, pointer(in), size, count);
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_connect(JNIEnv *env, jclass cls, jint port) {
    (void)env;
    (void)cls;
    return twin_connect(port);
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_accepts(JNIEnv *env, jclass cls, jint listener, jint port,
                                                           jint count) {
    (void)env;
    (void)cls;
    return twin_accepts(listener, port, count);
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_cpu(JNIEnv *env, jclass cls) {
    (void)env;
    (void)cls;
    return twin_cpu();
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_scheduleOn(JNIEnv *env, jclass cls, jint cpu) {
    (void)env;
    (void)cls;
    return twin_schedule_on(cpu);
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_scheduleAsBefore(JNIEnv *env, jclass cls) {
    (void)env;
    (void)cls;
    return twin_schedule_as_before();
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_blockingPingPong(JNIEnv *env, jclass cls, jint fd, jint count) {
    (void)env;
    (void)cls;
    return twin_blocking_pingpong(fd, count);
}

JNIEXPORT jlong JNICALL Java_io_baresock_bench_Twin_echoStart(JNIEnv *env, jclass cls, jint fd, jint cpu) {
    (void)env;
    (void)cls;
    return twin_echo_start(fd, cpu);
}

JNIEXPORT jint JNICALL Java_io_baresock_bench_Twin_echoEnd(JNIEnv *env, jclass cls, jlong echo) {
    (void)env;
    (void)cls;
    return twin_echo_end(echo);
}
