/* The C twins, as a C programmer writes them. Each is a native method of io.baresock.bench.Twin: 0 or more on success, -errno on failure. */
#ifndef TWIN_H
#define TWIN_H

#include <jni.h>
#include <stdint.h>

/* One JNI call per measurement: the loop is in C. */
#define TWIN(type, name) JNIEXPORT type JNICALL Java_io_baresock_bench_Twin_##name
#define TWIN_ENV         __attribute__((unused)) JNIEnv *env, __attribute__((unused)) jclass cls

enum { TWIN_MESSAGE = 64 };

/* The codes of io.baresock.bench.Transport. */
enum twin_transport { TWIN_TCP, TWIN_UDP, TWIN_UNIX, TWIN_UNIX_DATAGRAM };

/* The codes of io.baresock.flow.Kind, as far as C has them. */
enum twin_kind { TWIN_SINGLE, TWIN_BATCHES, TWIN_SEGMENTS };

#endif
