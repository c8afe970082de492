/* The native methods that are not in baresock.h, because they make an object or look into one. */
#include <stdint.h>

#include "natives.h"

jobject JNICALL jni_memoryView(JNIEnv *env, jclass cls, jlong address, jint size) {
    (void)cls;
    return (*env)->NewDirectByteBuffer(env, (void *)(intptr_t)address, size);
}

jlong JNICALL jni_addressWithoutSession(JNIEnv *env, jclass cls, jobject buffer) {
    (void)cls;
    jclass type = (*env)->GetObjectClass(env, buffer);
    jfieldID segment = (*env)->GetFieldID(env, type, "segment", "Ljava/lang/foreign/MemorySegment;");
    if (segment == NULL) {
        (*env)->ExceptionClear(env);
        return -1;
    }
    if ((*env)->GetObjectField(env, buffer, segment) != NULL) {
        return -1;
    }
    return (jlong)(intptr_t)(*env)->GetDirectBufferAddress(env, buffer);
}
