/*
 * Registers the native methods when Java loads the library. The class is found by the name in the system property
 * baresock.jni.class, which a shaded (relocated) copy sets to its own; FindClass looks in the class loader that loads
 * the library. On failure the exception stays pending and System.load throws it.
 */
#include <jni.h>
#include <string.h>

#include "natives.h"

#define DEFAULT_CLASS "io/baresock/internal/backend/Natives"
#define NAME_MAX_SIZE 512

static void throw_too_long(JNIEnv *env) {
    jclass error = (*env)->FindClass(env, "java/lang/IllegalArgumentException");
    if (error != NULL) {
        (*env)->ThrowNew(env, error, "baresock.jni.class is too long");
    }
}

/* System.getProperty("baresock.jni.class"), or NULL: unset, or an exception is pending. */
static jstring class_property(JNIEnv *env) {
    jclass system = (*env)->FindClass(env, "java/lang/System");
    if (system == NULL) {
        return NULL;
    }
    jmethodID get = (*env)->GetStaticMethodID(env, system, "getProperty", "(Ljava/lang/String;)Ljava/lang/String;");
    if (get == NULL) {
        return NULL;
    }
    jstring key = (*env)->NewStringUTF(env, "baresock.jni.class");
    return key == NULL ? NULL : (jstring)(*env)->CallStaticObjectMethod(env, system, get, key);
}

/* Writes the class name the way FindClass wants it (a/b/C). JNI_FALSE: an exception is pending. */
static jboolean class_name(JNIEnv *env, char name[NAME_MAX_SIZE]) {
    jstring property = class_property(env);
    if ((*env)->ExceptionCheck(env)) {
        return JNI_FALSE;
    }
    if (property == NULL) {
        memcpy(name, DEFAULT_CLASS, sizeof DEFAULT_CLASS);
        return JNI_TRUE;
    }
    jsize size = (*env)->GetStringUTFLength(env, property);
    if (size >= NAME_MAX_SIZE) {
        throw_too_long(env);
        return JNI_FALSE;
    }
    (*env)->GetStringUTFRegion(env, property, 0, (*env)->GetStringLength(env, property), name);
    name[size] = '\0';
    for (char *c = name; *c != '\0'; c++) {
        if (*c == '.') {
            *c = '/';
        }
    }
    return JNI_TRUE;
}

/* The text at *at, which then is at the next one. */
static char *next(const char **at) {
    const char *text = *at;
    *at += strlen(text) + 1;
    return (char *)text;
}

static jboolean register_natives(JNIEnv *env, jclass cls) {
    const char *at = bs_natives_names;
    for (jint i = 0; i < bs_natives_count; i++) {
        JNINativeMethod method = {.fnPtr = bs_natives[i]};
        method.name = next(&at);
        method.signature = next(&at);
        if ((*env)->RegisterNatives(env, cls, &method, 1) != JNI_OK) {
            return JNI_FALSE;
        }
    }
    return JNI_TRUE;
}

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved) {
    (void)reserved;
    JNIEnv *env;
    if ((*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_1_8) != JNI_OK) {
        return JNI_ERR;
    }
    char name[NAME_MAX_SIZE];
    if (!class_name(env, name)) {
        return JNI_ERR;
    }
    jclass cls = (*env)->FindClass(env, name);
    if (cls == NULL || !register_natives(env, cls)) {
        return JNI_ERR;
    }
    return JNI_VERSION_1_8;
}
