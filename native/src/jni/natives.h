/* The native methods of the Java class, for onload.c to register. */
#ifndef BS_NATIVES_H
#define BS_NATIVES_H

#include <jni.h>

extern const JNINativeMethod bs_natives[];
extern const jint bs_natives_count;

#endif /* BS_NATIVES_H */
