package io.baresock.generator;

import io.baresock.generator.AbiHeader.Function;
import io.baresock.generator.AbiHeader.Parameter;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The functions as JNI methods, in C: each drops the two arguments that JNI adds, and casts addresses. And the checks that Java has the
 * right places of fields.
 */
final class AbiC {

    private AbiC() {}

    static String natives(List<Function> functions, String checks) {
        return """
                /* Generated from baresock.h: its functions as JNI methods, the table of them, and checks of the structs that Java shares. */
                #include "natives.h"

                #include "baresock.h"

                #include <stddef.h>

                %s
                /* The address of the function that has this place in the header, for a downcall of the FFM API. */
                static jlong JNICALL jni_function(JNIEnv *env, jclass cls, jint place) {
                    static void *const functions[] = {
                %s    };
                    (void)env;
                    (void)cls;
                    return (jlong)(intptr_t)functions[place];
                }
                %s
                const char bs_natives_names[] =
                    "memoryView\\0(JI)Ljava/nio/ByteBuffer;\\0"
                    "addressWithoutSession\\0(Ljava/nio/ByteBuffer;)J\\0"
                    "function\\0(I)J\\0"
                %s    ;

                void *const bs_natives[] = {
                    (void *)jni_memoryView,
                    (void *)jni_addressWithoutSession,
                    (void *)jni_function,
                %s};

                const jint bs_natives_count = sizeof bs_natives / sizeof bs_natives[0];
                """
                .formatted(
                        checks,
                        functions.stream()
                                .map(f -> "        (void *)bs_%s,\n".formatted(f.cName()))
                                .collect(Collectors.joining()),
                        functions.stream().map(AbiC::method).collect(Collectors.joining()),
                        functions.stream().map(AbiC::nameAndType).collect(Collectors.joining()),
                        functions.stream()
                                .map(f -> "    (void *)jni_%s,\n".formatted(f.name()))
                                .collect(Collectors.joining()));
    }

    private static String method(Function f) {
        return """

                static %s JNICALL jni_%s(JNIEnv *env, jclass cls%s) {
                    (void)env;
                    (void)cls;
                    return bs_%s(%s);
                }
                """
                .formatted(
                        "j" + f.javaResult(),
                        f.name(),
                        f.parameters().stream()
                                .map(p -> ", j" + p.javaType() + " " + p.cName())
                                .collect(Collectors.joining()),
                        f.cName(),
                        f.parameters().stream().map(AbiC::argument).collect(Collectors.joining(", ")));
    }

    private static String argument(Parameter p) {
        return p.isPointer() ? "(" + p.type() + ")(intptr_t)" + p.cName() : p.cName();
    }

    private static String nameAndType(Function f) {
        return "    \"%s\\0(%s)%s\\0\"\n"
                .formatted(
                        f.name(),
                        f.parameters().stream().map(p -> code(p.javaType())).collect(Collectors.joining()),
                        code(f.javaResult()));
    }

    private static String code(String javaType) {
        return javaType.equals("int") ? "I" : "J";
    }
}
