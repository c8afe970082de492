package io.baresock.generator;

import io.baresock.generator.AbiHeader.Function;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The functions as methods of Java classes: the abstract backend, and the classes that implement it. */
final class AbiJava {

    private AbiJava() {}

    /** The body of a method, made from its function. */
    private interface Body {
        String of(Function f);
    }

    /** The abstract class that the rest of the library calls. */
    static String backend(List<Function> functions) {
        return """
                package io.baresock.internal.backend;

                import java.nio.ByteBuffer;

                /**
                 * The C ABI of {@code native/include/baresock.h}, method for function: {@code int} and {@code long} only (an address is a
                 * {@code long}), the result {@code >= 0} or {@code -errno}. A backend never throws an I/O exception, never retries and never
                 * allocates; its callers have checked every argument.
                 */
                public abstract class Backend {

                    /** {@code jni} or {@code ffm}. */
                    public abstract String name();

                    /** The memory at an address as a direct buffer, which does not keep it. The one method that makes an object. */
                    public abstract ByteBuffer memoryView(long address, int size);
                %s}
                """
                .formatted(functions.stream()
                        .map(f -> "\n" + javadoc(f)
                                + "    public abstract %s %s(%s);\n".formatted(f.javaResult(), f.name(), f.declared()))
                        .collect(Collectors.joining()));
    }

    /** The class of native methods. */
    static String natives(List<Function> functions) {
        return """
                package io.baresock.internal.backend;

                import java.nio.ByteBuffer;

                /**
                 * The native methods, registered by {@code native/src/jni} from one table in {@code JNI_OnLoad}. No static state: a static
                 * initialiser that called a native method would run before the registration.
                 */
                final class Natives {

                    private Natives() {}

                    static native ByteBuffer memoryView(long address, int size);

                    static native long addressWithoutSession(ByteBuffer direct);
                %s}
                """
                .formatted(functions.stream()
                        .map(f -> "\n    static native %s %s(%s);\n".formatted(f.javaResult(), f.name(), f.declared()))
                        .collect(Collectors.joining()));
    }

    /** The backend over {@link #natives}. */
    static String jni(List<Function> functions) {
        return """
                package io.baresock.internal.backend;

                import java.nio.ByteBuffer;

                /** The backend over JNI, for every JDK. */
                final class JniBackend extends Backend {

                    @Override
                    public String name() {
                        return "jni";
                    }

                    @Override
                    public ByteBuffer memoryView(long address, int size) {
                        return Natives.memoryView(address, size);
                    }
                %s}
                """
                .formatted(methods(functions, f -> "        return Natives.%s(%s);\n".formatted(f.name(), f.passed())));
    }

    /**
     * The backend over the FFM API. Each function has a handle in its own class, so that the first call links it. All handles have one
     * of two types ({@link #registers}), because each further type adds several milliseconds to the start of a process.
     */
    static String ffm(List<Function> functions) {
        return """
                package io.baresock.internal.backend;

                import java.lang.foreign.MemorySegment;
                import java.lang.invoke.MethodHandle;
                import java.nio.ByteBuffer;

                /**
                 * The backend over the FFM API. The functions return {@code -errno} themselves, so no call state is captured. The handles
                 * are {@code static final} and called with {@code invokeExact}, so that the JIT compiles each call to a direct one. Each handle
                 * has its own class, so a function that is never called is never linked. {@link FfmLibrary#link} describes their types.
                 */
                final class FfmBackend extends Backend {

                    @Override
                    public String name() {
                        return "ffm";
                    }

                    @Override
                    @SuppressWarnings("restricted")
                    public ByteBuffer memoryView(long address, int size) {
                        return MemorySegment.ofAddress(address).reinterpret(size).asByteBuffer();
                    }

                    /** Throws an error of the VM, such as a stack overflow. A downcall itself throws nothing else. */
                    private static RuntimeException unexpected(Throwable t) {
                        if (t instanceof Error e) {
                            throw e;
                        }
                        throw new IllegalStateException("a native call failed in the Java linker", t);
                    }
                %s%s}
                """
                .formatted(
                        methods(functions, AbiJava::downcall),
                        functions.stream().map(AbiJava::holder).collect(Collectors.joining()));
    }

    private static String downcall(Function f) {
        return """
                        try {
                            return (%s) %s.HANDLE.invokeExact(%s);
                        } catch (Throwable t) {
                            throw unexpected(t);
                        }
                """
                .formatted(
                        f.javaResult().equals("int") ? "int) (long" : "long",
                        f.className(),
                        Stream.concat(
                                        f.parameters().stream()
                                                .map(p -> (p.javaType().equals("int") ? "(long) " : "") + p.name()),
                                        Stream.generate(() -> "0L"))
                                .limit(registers(f))
                                .collect(Collectors.joining(", ")));
    }

    private static String holder(Function f) {
        return """

                    private static final class %s {
                        static final MethodHandle HANDLE = FfmLibrary.link("bs_%s", %d);
                    }
                """
                .formatted(f.className(), f.cName(), registers(f));
    }

    /** How many 64-bit integers a downcall passes: 6, or 8 if it needs more. */
    static int registers(Function f) {
        int parameters = f.parameters().size();
        if (parameters > 8) {
            throw new IllegalArgumentException("more than 8 parameters: bs_" + f.cName());
        }
        return parameters > 6 ? 8 : 6;
    }

    /** For tests: a backend that forwards every call. */
    static String forwarding(List<Function> functions) {
        return """
                package io.baresock.internal.backend;

                import java.nio.ByteBuffer;

                /** Forwards every call to another backend; a test overrides the calls that it checks. */
                public class ForwardingBackend extends Backend {

                    protected final Backend real;

                    public ForwardingBackend(Backend real) {
                        this.real = real;
                    }

                    @Override
                    public String name() {
                        return real.name();
                    }

                    @Override
                    public ByteBuffer memoryView(long address, int size) {
                        return real.memoryView(address, size);
                    }
                %s}
                """
                .formatted(methods(functions, f -> "        return real.%s(%s);\n".formatted(f.name(), f.passed())));
    }

    /** For tests: a backend without a kernel. */
    static String fake(List<Function> functions) {
        return """
                package io.baresock.internal.backend;

                import java.nio.ByteBuffer;

                /** A backend without a kernel: every call fails with ENOSYS until a test overrides it. */
                public class FakeBackend extends Backend {

                    private static final int ENOSYS = 38;

                    @Override
                    public String name() {
                        return "fake";
                    }

                    @Override
                    public ByteBuffer memoryView(long address, int size) {
                        throw new UnsupportedOperationException();
                    }
                %s}
                """
                .formatted(methods(functions, f -> "        return -ENOSYS;\n"));
    }

    private static String methods(List<Function> functions, Body body) {
        return functions.stream()
                .map(f ->
                        """

                            @Override
                            public %s %s(%s) {
                        %s    }
                        """
                                .formatted(f.javaResult(), f.name(), f.declared(), body.of(f)))
                .collect(Collectors.joining());
    }

    private static String javadoc(Function f) {
        if (f.comment().isEmpty()) {
            return "";
        }
        String text = f.comment().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        List<String> lines = text.lines().toList();
        if (lines.size() == 1) {
            return "    /** " + text + " */\n";
        }
        return lines.stream().collect(Collectors.joining("\n     * ", "    /**\n     * ", "\n     */\n"));
    }

    /** The type of a downcall, in the form of native-image. */
    static String metadataShape(Function f) {
        return "{\"returnType\": \"long long\", \"parameterTypes\": [%s]}"
                .formatted(Stream.generate(() -> "\"long long\"")
                        .limit(registers(f))
                        .collect(Collectors.joining(", ")));
    }
}
