package io.baresock.internal.backend;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The library that {@link FfmBackend} links its functions from; opened before the first of them is called. */
final class FfmLibrary {

    private static volatile @Nullable SymbolLookup lookup;

    private FfmLibrary() {}

    /**
     * Opens the library for the life of the JVM.
     *
     * <p>The ABI version is asked for by a handle of its own: {@link FfmBackend} links a function once and for good, so it must not see
     * a library that the loader then refuses and replaces by another.
     *
     * @param path a path for dlopen(3); a String, because {@code libraryLookup(Path)} refuses {@code /proc/self/fd/N}
     * @param abi the ABI version that the library must have
     */
    @SuppressWarnings("restricted")
    static void open(String path, int abi) {
        SymbolLookup opened = SymbolLookup.libraryLookup(path, Arena.global());
        Opener.requireAbi(abiVersion(opened), abi);
        lookup = opened;
    }

    private static int abiVersion(SymbolLookup opened) {
        try {
            return (int) link(opened, "bs_abi_version", JAVA_INT).invokeExact();
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    /** The function of this name as a handle. */
    static MethodHandle link(String symbol, MemoryLayout result, MemoryLayout... arguments) {
        return link(Objects.requireNonNull(lookup, "the library is not open"), symbol, result, arguments);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link(SymbolLookup from, String symbol, MemoryLayout result, MemoryLayout... arguments) {
        MemorySegment address = from.find(symbol)
                .orElseThrow(() -> new UnsatisfiedLinkError("the library has no symbol " + symbol));
        return Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(result, arguments));
    }
}
