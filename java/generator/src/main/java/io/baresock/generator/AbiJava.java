package io.baresock.generator;

import io.baresock.generator.AbiHeader.Function;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The functions as methods of Java classes: the abstract backend, and the classes that implement it. */
final class AbiJava {

    /** The functions that end something or wake somebody; the last one also takes a descriptor out of a poller. */
    private static final Pattern GIVES_BACK = Pattern.compile("([a-z]+_)?(close|unmap|discard|kick|wake)|poller_ctl");

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

                    static native long function(int place);
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

                    static Backend open(String path, int abi) {
                        JniLibrary.open(path, abi);
                        return new JniBackend();
                    }

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

                    static final FfmBackend ONLY = new FfmBackend();

                    /** How many functions there are. */
                    static final int FUNCTIONS = %d;

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

                    /** The handle of the function that has this place in the header; linked, if it was not. */
                    static MethodHandle handle(int place) {
                        return switch (place) {
                %s            default -> throw new IllegalArgumentException("no function has place " + place);
                        };
                    }
                %s%s}
                """
                .formatted(
                        functions.size(),
                        places(functions, "            case %d -> %s.HANDLE;\n", Function::className),
                        methods(functions, AbiJava::downcall),
                        places(functions, "%2$s", f -> holder(f, functions.indexOf(f))));
    }

    /** A line for each function, with its place in the header and its text. */
    private static String places(List<Function> functions, String line, Body text) {
        return IntStream.range(0, functions.size())
                .mapToObj(i -> line.formatted(i, text.of(functions.get(i))))
                .collect(Collectors.joining());
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

    private static String holder(Function f, int place) {
        return """

                    private static final class %s {
                        static final MethodHandle HANDLE = FfmLibrary.link("bs_%s", %d, %d);
                    }
                """
                .formatted(f.className(), f.cName(), place, registers(f));
    }

    /** How many 64-bit integers a downcall passes: 6, or 8 if it needs more. */
    static int registers(Function f) {
        int parameters = f.parameters().size();
        if (parameters > 8) {
            throw new IllegalArgumentException("more than 8 parameters: bs_" + f.cName());
        }
        return parameters > 6 ? 8 : 6;
    }

    /** The backend over {@link #natives} first and {@link #ffm} later, function by function. */
    static String auto(List<Function> functions) {
        return """
                package io.baresock.internal.backend;

                import java.nio.ByteBuffer;

                /**
                 * The backend that JDK 22 and newer take by themselves: the first calls of a function go by JNI, the later ones by the FFM API
                 * ({@link FirstCalls}). A process that starts is spared the Java linker, and so is one that ends soon. Later the JIT sees one
                 * comparison with a constant before the call that {@link FfmBackend} makes.
                 *
                 * <p>What gives something back stays with JNI: the first FFM call at each place needs memory, and there may be none.
                 */
                final class AutoBackend extends Backend {

                    static Backend open(String path, int abi) {
                        JniLibrary.open(path, abi);
                        return new AutoBackend();
                    }

                    @Override
                    public String name() {
                        return "auto";
                    }

                    /** By JNI for good: its buffer tells its address without the FFM API. */
                    @Override
                    public ByteBuffer memoryView(long address, int size) {
                        return Natives.memoryView(address, size);
                    }
                %s}
                """
                .formatted(methods(functions, f -> firstByJni(f, functions.indexOf(f))));
    }

    private static String firstByJni(Function f, int place) {
        if (GIVES_BACK.matcher(f.cName()).matches()) {
            return "        return Natives.%s(%s);\n".formatted(f.name(), f.passed());
        }
        return """
                        if (FirstCalls.COUNTS[%1$d] < FirstCalls.LIMIT) {
                            FirstCalls.count(%1$d);
                            return Natives.%2$s(%3$s);
                        }
                        return FfmBackend.ONLY.%2$s(%3$s);
                """
                .formatted(place, f.name(), f.passed());
    }

    /** A backend that counts every call, by function. */
    static String counting(List<Function> functions) {
        List<String> names = functions.stream().map(Function::name).toList();
        return """
                package io.baresock.internal.backend;

                import java.nio.ByteBuffer;
                import java.util.SortedMap;

                /** Counts the calls, by function, and forwards each to another backend. */
                public final class TallyBackend extends Backend {

                    private final Backend real;
                    private final CallCounts counts = new CallCounts(%s);

                    public TallyBackend(Backend real) {
                        this.real = real;
                    }

                    /** The functions that were called, and how often. */
                    public SortedMap<String, Long> calls() {
                        return counts.calls();
                    }

                    /** How many of them returned {@code -EAGAIN}. */
                    public long wouldBlocks() {
                        return counts.wouldBlocks();
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
                .formatted(
                        names.stream().map(n -> '"' + n + '"').collect(Collectors.joining(", ")),
                        methods(functions, f -> "        return counts.counted(%d, real.%s(%s));\n"
                                .formatted(names.indexOf(f.name()), f.name(), f.passed())));
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
