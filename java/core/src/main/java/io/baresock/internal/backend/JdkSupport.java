package io.baresock.internal.backend;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What depends on the JDK's version. This is the class for JDK 17 to 21. Its twin under {@code META-INF/versions/22} uses the FFM API. No
 * other class exists twice.
 */
public final class JdkSupport {

    // (Object, long) -> long: Unsafe.getLong with its Unsafe. The JIT folds a static final handle, so reading an
    // address is one load. GetDirectBufferAddress in C would take 15 to 18 ns per call (measured).
    private static final MethodHandle GET_LONG;
    private static final long BUFFER_ADDRESS;

    // (Object, long) -> Object: the same with Unsafe.getObject, for Buffer.segment of JDK 16 and newer.
    private static final MethodHandle GET_OBJECT;
    private static final long BUFFER_SEGMENT;

    // (Thread) -> boolean: Thread.isVirtual if the JDK has it (21), else a constant; the JIT folds it too.
    private static final MethodHandle IS_VIRTUAL;

    static {
        try {
            Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
            Field theUnsafe = unsafeClass.getDeclaredField("theUnsafe");
            theUnsafe.setAccessible(true);
            Object unsafe = theUnsafe.get(null);
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            GET_LONG = lookup.findVirtual(
                            unsafeClass, "getLong", MethodType.methodType(long.class, Object.class, long.class))
                    .bindTo(unsafe);
            GET_OBJECT = lookup.findVirtual(
                            unsafeClass, "getObject", MethodType.methodType(Object.class, Object.class, long.class))
                    .bindTo(unsafe);
            MethodHandle offset = lookup.findVirtual(
                            unsafeClass, "objectFieldOffset", MethodType.methodType(long.class, Field.class))
                    .bindTo(unsafe);
            BUFFER_ADDRESS = (long) offset.invokeExact(Buffer.class.getDeclaredField("address"));
            BUFFER_SEGMENT = (long) offset.invokeExact(Buffer.class.getDeclaredField("segment"));
            IS_VIRTUAL = Runtime.version().feature() >= 21
                    ? lookup.findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class))
                    : MethodHandles.dropArguments(MethodHandles.constant(boolean.class, false), 0, Thread.class);
        } catch (Error e) {
            throw e;
        } catch (Throwable t) {
            throw new ExceptionInInitializerError(t);
        }
    }

    private JdkSupport() {}

    /** Whether {@link #openFfm} can work on this JDK. */
    public static boolean hasFfm() {
        return false;
    }

    /** Opens the library at {@code path} for the FFM backend, which this JDK does not have. */
    public static Backend openFfm(String path, int abi) {
        throw new UnsupportedOperationException("the FFM API needs JDK 22 or newer, this is "
                + Runtime.version().feature() + "; cannot open " + path);
    }

    /**
     * Opens the library at {@code path} for a backend that begins with JNI and changes to the FFM API; on these JDKs it stays with JNI.
     */
    public static Backend openAuto(String path, int abi) {
        return JniBackend.open(path, abi);
    }

    /**
     * The address of a direct buffer's byte 0. Negative if the memory belongs to a session that can be closed at any time: then no
     * address may be used.
     */
    public static long base(ByteBuffer direct) {
        try {
            if ((Object) GET_OBJECT.invokeExact((Object) direct, BUFFER_SEGMENT) != null) {
                return -1;
            }
            return (long) GET_LONG.invokeExact((Object) direct, BUFFER_ADDRESS);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    /** The first argument of {@link #base(Object, ByteBuffer)}; on these JDKs it is not used. */
    public static Object known(@Nullable Object last, ByteBuffer direct) {
        return GET_LONG;
    }

    /** The same as {@link #base(ByteBuffer)}; {@code known} is from {@link #known} for this buffer. */
    public static long base(Object known, ByteBuffer direct) {
        return base(direct);
    }

    /** A view of the same memory. On these JDKs it is the memory itself, which {@link Lent#end} cannot end. */
    public static Lent lend(ByteBuffer memory) {
        return new Lent(memory, null);
    }

    /** Whether the calling thread is a virtual one. */
    public static boolean isVirtualThread() {
        try {
            return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    /** memfd_create(2). Here always a negative number: it cannot be called before the library is loaded. */
    public static int memfd(String name) {
        return -1;
    }
}
