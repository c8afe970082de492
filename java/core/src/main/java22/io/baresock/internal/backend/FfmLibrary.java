package io.baresock.internal.backend;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The library that {@link FfmHandles} looks its symbols up in; opened before that class is initialised. */
final class FfmLibrary {

    private static volatile @Nullable SymbolLookup lookup;

    private FfmLibrary() {}

    /**
     * Opens the library for the life of the JVM.
     *
     * <p>The ABI version is asked for by a handle of its own: {@link FfmHandles} binds every symbol at once and for good, so
     * it must not see a library that the loader then refuses and replaces by another.
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

    @SuppressWarnings("restricted")
    private static int abiVersion(SymbolLookup opened) {
        MemorySegment symbol = opened.find("bs_abi_version").orElseThrow(() -> missing("bs_abi_version"));
        try {
            return (int) Linker.nativeLinker()
                    .downcallHandle(symbol, FunctionDescriptor.of(JAVA_INT))
                    .invokeExact();
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    static MemorySegment find(String symbol) {
        return Objects.requireNonNull(lookup, "the library is not open")
                .find(symbol)
                .orElseThrow(() -> missing(symbol));
    }

    private static UnsatisfiedLinkError missing(String symbol) {
        return new UnsatisfiedLinkError("the library has no symbol " + symbol);
    }
}
