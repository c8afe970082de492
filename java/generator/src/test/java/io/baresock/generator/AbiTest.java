package io.baresock.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.generator.AbiHeader.Function;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbiTest {

    private static final String HEADER =
            """
            #define BS_API __attribute__((visibility("default")))

            /* ---- data (posix/io.c) ---- */
            BS_API int32_t bs_gso_probe(void);
            /* Not of the next one. */

            BS_API int32_t bs_send2(int32_t fd, const void *buf, int32_t len, int64_t timeout_ns);
            /*
             * One line & "another",
             *   and <a> third.
             */
            BS_API int64_t bs_set_all(bs_batch *batch, const struct sockaddr *addr,
                                      int32_t addrlen);
            """;

    private static final List<Function> FUNCTIONS = AbiHeader.parse(HEADER);
    private static final Function PROBE = FUNCTIONS.get(0);
    private static final Function SEND = FUNCTIONS.get(1);
    private static final Function SET = FUNCTIONS.get(2);

    private static void assertHas(String text, String part) {
        assertTrue(text.contains(part), () -> part + "\n is not in\n" + text);
    }

    @Test
    void parse_readsNamesTypesAndComments() {
        assertEquals(3, FUNCTIONS.size());
        assertEquals("gsoProbe", PROBE.name());
        assertEquals("", PROBE.declared());
        assertEquals("", PROBE.comment()); // the section's is not the function's
        assertEquals("int fd, long buf, int len, long timeoutNs", SEND.declared());
        assertEquals("fd, buf, len, timeoutNs", SEND.passed());
        assertEquals("", SEND.comment());
        assertEquals("long", SET.javaResult());
        assertEquals("SetAll", SET.className());
        assertEquals("long batch, long addr, int addrlen", SET.declared());
        assertEquals("One line & \"another\",\nand <a> third.", SET.comment());
    }

    @Test
    void parse_refusesWhatItDoesNotKnow() {
        assertThrows(IllegalArgumentException.class, () -> AbiHeader.parse("int x;"));
        for (String declaration : List.of(
                "BS_API int bs_x(void);",
                "BS_API int32_t x(void);",
                "BS_API int32_t bs_x();",
                "BS_API int32_t bs_x(size_t n);",
                "BS_API int32_t bs_x(char **list);",
                "BS_API int32_t bs_x(int32_t);")) {
            assertThrows(IllegalArgumentException.class, () -> AbiHeader.parse(declaration), declaration);
        }
    }

    @Test
    void c_castsAddressesAndRegisters() {
        String c = AbiC.natives(FUNCTIONS, "");
        assertHas(c, "static jint JNICALL jni_gsoProbe(JNIEnv *env, jclass cls) {");
        assertHas(c, "jni_send2(JNIEnv *env, jclass cls, jint fd, jlong buf, jint len, jlong timeout_ns) {");
        assertHas(c, "return bs_send2(fd, (const void *)(intptr_t)buf, len, timeout_ns);");
        assertHas(c, "static jlong JNICALL jni_setAll(");
        assertHas(c, "bs_set_all((bs_batch *)(intptr_t)batch, (const struct sockaddr *)(intptr_t)addr, addrlen);");
        assertHas(c, "    \"send2\\0(IJIJ)I\\0\"\n");
        assertHas(c, "    (void *)jni_send2,\n    (void *)jni_setAll,\n");
        assertHas(c, "    \"setAll\\0(JJI)J\\0\"\n");
        assertHas(
                c,
                "functions[] = {\n        (void *)bs_gso_probe,\n        (void *)bs_send2,\n        (void *)bs_set_all,\n    };");
    }

    @Test
    void java_hasEachFunctionInEachClass() {
        String backend = AbiJava.backend(FUNCTIONS);
        assertHas(backend, "    public abstract int gsoProbe();\n");
        assertHas(backend, "     * and &lt;a&gt; third.\n     */\n    public abstract long setAll(");
        assertHas(AbiJava.natives(FUNCTIONS), "static native long setAll(long batch, long addr, int addrlen);");
        assertHas(AbiJava.jni(FUNCTIONS), "return Natives.setAll(batch, addr, addrlen);");
        assertHas(AbiJava.counting(FUNCTIONS), "return counts.counted(2, real.setAll(batch, addr, addrlen));");
        assertHas(AbiJava.forwarding(FUNCTIONS), "return real.setAll(batch, addr, addrlen);");
        assertHas(
                AbiJava.fake(FUNCTIONS), "public long setAll(long batch, long addr, int addrlen) {\n        return -");
        assertFalse(AbiJava.natives(FUNCTIONS).contains("Not of the next one"));
    }

    @Test
    void ffm_linksEachFunctionInAClassOfItsOwn() {
        String ffm = AbiJava.ffm(FUNCTIONS);
        assertHas(ffm, "return (long) SetAll.HANDLE.invokeExact(batch, addr, (long) addrlen, 0L, 0L, 0L);");
        assertHas(ffm, "return (int) (long) GsoProbe.HANDLE.invokeExact(0L, 0L, 0L, 0L, 0L, 0L);");
        assertHas(
                ffm,
                "class SetAll {\n        static final MethodHandle HANDLE = FfmLibrary.link(\"bs_set_all\", 2, 6);");
        assertHas(ffm, "FUNCTIONS = 3;");
        assertHas(ffm, "            case 0 -> GsoProbe.HANDLE;\n            case 1 -> Send2.HANDLE;\n");
    }

    @Test
    void auto_countsEachFunctionByItsPlace_andThenTakesFfm() {
        String auto = AbiJava.auto(FUNCTIONS);
        assertHas(
                auto,
                """
                    public long setAll(long batch, long addr, int addrlen) {
                        if (FirstCalls.COUNTS[2] < FirstCalls.LIMIT) {
                            FirstCalls.count(2);
                            return Natives.setAll(batch, addr, addrlen);
                        }
                        return FfmBackend.ONLY.setAll(batch, addr, addrlen);
                    }
                """);
        assertHas(auto, "FirstCalls.count(0);\n            return Natives.gsoProbe();");
        assertFalse(auto.contains("COUNTS[3]"), auto);
    }

    @Test
    void auto_staysWithJni_forWhatGivesSomethingBack() {
        String auto = AbiJava.auto(AbiHeader.parse(
                "BS_API int32_t bs_close(int32_t fd);\nBS_API int32_t bs_poller_close(bs_poller *p);\n"));
        assertHas(auto, "public int close(int fd) {\n        return Natives.close(fd);\n    }");
        assertHas(auto, "public int pollerClose(long p) {\n        return Natives.pollerClose(p);\n    }");
        assertFalse(auto.contains("COUNTS"), auto);
    }

    /** A function of this many parameters. */
    private static List<Function> of(int parameters) {
        return AbiHeader.parse(IntStream.range(0, parameters)
                .mapToObj(i -> "int32_t p" + i)
                .collect(Collectors.joining(", ", "BS_API int32_t bs_x(", ");")));
    }

    @Test
    void downcalls_haveSixOrEightArguments() {
        assertEquals(6, AbiJava.registers(of(6).get(0)));
        assertEquals(8, AbiJava.registers(of(7).get(0)));
        assertEquals(8, AbiJava.registers(of(8).get(0)));
        assertThrows(IllegalArgumentException.class, () -> AbiJava.ffm(of(9)));
    }

    @Test
    void metadata_listsEachShapeOnce() {
        String metadata = AbiKinds.metadata(
                Stream.concat(FUNCTIONS.stream(), of(7).stream()).toList());
        assertEquals(2, metadata.lines().filter(l -> l.contains("returnType")).count());
        assertHas(metadata, "[" + "\"long long\", ".repeat(5) + "\"long long\"]}");
        assertHas(metadata, "[" + "\"long long\", ".repeat(7) + "\"long long\"]}");
    }

    @Test
    void files_areLeftAlone_whenTheyHaveTheText(@TempDir Path folder) throws IOException {
        Path header = Files.writeString(folder.resolve("h"), HEADER);
        Path file = folder.resolve("generated/natives.c");
        Generate.main(new String[] {"abi-c", header.toString(), file.toString()});
        assertEquals(AbiC.natives(FUNCTIONS, ""), Files.readString(file));
        assertTrue(file.toFile().setWritable(false));
        Generate.main(new String[] {"abi-c", header.toString(), file.toString()});
        Generate.main(new String[] {"abi-java", header.toString(), folder.toString()});
        for (String name : List.of("FfmBackend.java", "AutoBackend.java")) {
            assertTrue(Files.exists(folder.resolve("generated-sources/abi22/io/baresock/internal/backend")
                    .resolve(name)));
        }
        assertThrows(IllegalArgumentException.class, () -> Generate.main(new String[] {"abi-c"}));
        assertThrows(IllegalArgumentException.class, () -> Generate.main(new String[] {"x", "y"}));
    }
}
