package io.baresock.internal.backend;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The library with the functions of {@link FfmBackend}: one that was opened here, or the one that JNI has loaded. It is there before the
 * first function is called.
 */
final class FfmLibrary {

    private static volatile @Nullable SymbolLookup lookup;

    private FfmLibrary() {}

    /**
     * Opens the library for the life of the JVM.
     *
     * <p>A separate handle reads the ABI version. {@link FfmBackend} links a function only once, so it must not see a library that the
     * loader then refuses.
     *
     * @param path a path for dlopen(3); a String, because {@code libraryLookup(Path)} refuses {@code /proc/self/fd/N}
     * @param abi the ABI version that the library must have
     */
    @SuppressWarnings("restricted")
    static Backend open(String path, int abi) {
        SymbolLookup opened = SymbolLookup.libraryLookup(path, Arena.global());
        Opener.requireAbi(abiVersion(opened), abi);
        lookup = opened;
        return FfmBackend.ONLY;
    }

    private static int abiVersion(SymbolLookup opened) {
        try {
            return (int) (long) link(find(opened, "bs_abi_version"), 6).invokeExact(0L, 0L, 0L, 0L, 0L, 0L);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    /**
     * The function of this name, as a handle that takes so many 64-bit integers and returns one. The function may have fewer parameters,
     * and 32-bit parameters or a 32-bit result. That works, because each argument is in a 64-bit register, sign-extended as in Java. A
     * function ignores registers for which it has no parameter, and a caller ignores the upper half of an {@code int}. This is true for
     * all calling conventions that there are libraries for: System V x86-64, AAPCS64 (also Apple's) and RISC-V LP64. For each signature
     * the linker makes some ten classes, which takes 5 to 10 ms of CPU. Here it does so once or twice and not 33 times.
     *
     * <p>If JNI has opened the library, it tells the function's address: the file may be gone by then, and another library may have the
     * same names.
     *
     * @param place of the function in {@code baresock.h}
     */
    static MethodHandle link(String symbol, int place, int registers) {
        SymbolLookup opened = lookup;
        return link(
                opened == null ? MemorySegment.ofAddress(Natives.function(place)) : find(opened, symbol), registers);
    }

    private static MemorySegment find(SymbolLookup opened, String symbol) {
        Optional<MemorySegment> address = opened.find(symbol);
        if (address.isEmpty()) {
            throw new UnsatisfiedLinkError("the library has no symbol " + symbol);
        }
        return address.get();
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link(MemorySegment function, int registers) {
        MemoryLayout[] arguments = new MemoryLayout[registers];
        Arrays.fill(arguments, JAVA_LONG);
        return Linker.nativeLinker().downcallHandle(function, FunctionDescriptor.of(JAVA_LONG, arguments));
    }
}
