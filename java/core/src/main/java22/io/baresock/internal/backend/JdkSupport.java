package io.baresock.internal.backend;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The class for JDK 22 and newer; the base class of this name is for older ones. */
public final class JdkSupport {

    private static final int MFD_CLOEXEC = 1; // memfd_create(2)

    private JdkSupport() {}

    /** Whether {@link #openFfm} can work on this JDK. */
    public static boolean hasFfm() {
        return true;
    }

    /**
     * Opens the library at {@code path} for the FFM backend.
     *
     * @throws IllegalArgumentException if the dynamic linker refuses it
     * @throws UnsatisfiedLinkError if it has another ABI version
     */
    public static Backend openFfm(String path, int abi) {
        return FfmLibrary.open(path, abi);
    }

    /**
     * Opens the library at {@code path} with JNI, for a backend that begins with JNI and changes to the FFM API.
     *
     * @throws LinkageError if the file is refused
     */
    public static Backend openAuto(String path, int abi) {
        return AutoBackend.open(path, abi);
    }

    /**
     * The address of a direct buffer's byte 0. Negative if the memory belongs to a session that can be closed at any time: then no
     * address may be used.
     */
    public static long base(ByteBuffer direct) {
        return DirectAddresses.known(direct).base;
    }

    /**
     * The first argument of {@link #base(Object, ByteBuffer)} for this buffer: {@code last} if it is for this buffer, else the entry of
     * the table. It does not keep the buffer alive.
     */
    public static Object known(@Nullable Object last, ByteBuffer direct) {
        return last instanceof DirectAddresses.Known known && known.refersTo(direct)
                ? last
                : DirectAddresses.known(direct);
    }

    /** The same as {@link #base(ByteBuffer)}; {@code known} is from {@link #known} for this buffer. */
    public static long base(Object known, ByteBuffer direct) {
        return ((DirectAddresses.Known) known).base;
    }

    /**
     * A view of the same memory that stops working when {@link Lent#end} is called. It keeps {@code memory} reachable until then.
     */
    @SuppressWarnings("restricted")
    public static Lent lend(ByteBuffer memory) {
        Arena arena;
        try {
            arena = Arena.ofShared();
        } catch (UnsupportedOperationException e) { // a native image without shared arenas
            return new Lent(memory, null);
        }
        try {
            MemorySegment segment = MemorySegment.ofAddress(base(memory))
                    .reinterpret(memory.capacity(), arena, s -> Reference.reachabilityFence(memory));
            return new Lent(segment.asByteBuffer(), arena);
        } catch (IllegalCallerException e) { // with JNI, if --enable-native-access names only other modules
            return new Lent(memory, null);
        }
    }

    /** Whether the calling thread is a virtual one. */
    public static boolean isVirtualThread() {
        return Thread.currentThread().isVirtual();
    }

    /**
     * The descriptor of a new anonymous file by memfd_create(2); negative if that fails. A library is loaded from it if every directory
     * is mounted {@code noexec}.
     */
    @SuppressWarnings("restricted")
    public static int memfd(String name) {
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            MemorySegment symbol = linker.defaultLookup().find("memfd_create").orElse(MemorySegment.NULL);
            if (symbol.equals(MemorySegment.NULL)) {
                return -1;
            }
            return (int) linker.downcallHandle(symbol, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT))
                    .invokeExact(arena.allocateFrom(name), MFD_CLOEXEC);
        } catch (Error e) {
            throw e;
        } catch (Throwable t) {
            return -1;
        }
    }
}
