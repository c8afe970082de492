/* The native methods of the Java class: made from baresock.h, or in memory.c. onload.c registers them. */
#ifndef BS_NATIVES_H
#define BS_NATIVES_H

#include <jni.h>

/*
 * The name and the signature of each, each with a NUL at its end. One text and not a table of pointers, because the dynamic linker
 * keeps 24 bytes for each pointer in a library.
 */
extern const char bs_natives_names[];
extern void *const bs_natives[];
extern const jint bs_natives_count;

/* Memory as a ByteBuffer. */
jobject JNICALL jni_memoryView(JNIEnv *env, jclass cls, jlong address, jint size);

/*
 * The address of a direct buffer, or -1 if its memory belongs to a session of java.lang.foreign, which may be closed. The JDK
 * has no method for that; the field is there since JDK 19. Where there is no such field, the answer is -1.
 */
jlong JNICALL jni_addressWithoutSession(JNIEnv *env, jclass cls, jobject buffer);

#endif /* BS_NATIVES_H */
