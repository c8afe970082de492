/* For TextFuzz: what the C library makes of a text, to compare with. */
#include <arpa/inet.h>
#include <jni.h>
#include <string.h>

static jboolean give(JNIEnv *env, jbyteArray out, const void *address, jsize length) {
    (*env)->SetByteArrayRegion(env, out, 0, length, address);
    return JNI_TRUE;
}

/* text ends with NUL; out has 16 bytes. family 0 stands for inet_aton. */
JNIEXPORT jboolean JNICALL Java_io_baresock_LibcLiterals_parse(JNIEnv *env, jclass cls, jint family, jbyteArray text,
                                                                    jbyteArray out) {
    (void)cls;
    char s[256];
    unsigned char address[16];
    jsize length = (*env)->GetArrayLength(env, text);
    if (length <= 0 || length > (jsize)sizeof s) {
        return JNI_FALSE;
    }
    (*env)->GetByteArrayRegion(env, text, 0, length, (jbyte *)s);
    s[length - 1] = 0;
    if (family == 0) {
        struct in_addr in;
        return inet_aton(s, &in) ? give(env, out, &in, sizeof in) : JNI_FALSE;
    }
    return inet_pton(family, s, address) == 1 ? give(env, out, address, family == AF_INET ? 4 : 16) : JNI_FALSE;
}

/* How inet_ntop prints it: the length, and the text in out, which has INET6_ADDRSTRLEN bytes or more. */
JNIEXPORT jint JNICALL Java_io_baresock_LibcLiterals_print(JNIEnv *env, jclass cls, jint family, jbyteArray address,
                                                                jbyteArray out) {
    (void)cls;
    unsigned char bytes[16];
    char s[INET6_ADDRSTRLEN];
    (*env)->GetByteArrayRegion(env, address, 0, family == AF_INET ? 4 : 16, (jbyte *)bytes);
    if (inet_ntop(family, bytes, s, sizeof s) == NULL) {
        return -1;
    }
    (*env)->SetByteArrayRegion(env, out, 0, (jsize)strlen(s), (jbyte *)s);
    return (jint)strlen(s);
}
