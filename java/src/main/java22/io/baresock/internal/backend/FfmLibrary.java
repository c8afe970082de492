package io.baresock.internal.backend;

import java.lang.foreign.Arena;
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
     * @param path a path for dlopen(3); a String, because {@code libraryLookup(Path)} refuses {@code /proc/self/fd/N}
     */
    @SuppressWarnings("restricted")
    static void open(String path) {
        lookup = SymbolLookup.libraryLookup(path, Arena.global());
    }

    static MemorySegment find(String symbol) {
        return Objects.requireNonNull(lookup, "the library is not open")
                .find(symbol)
                .orElseThrow(() -> new UnsatisfiedLinkError("the library has no symbol " + symbol));
    }
}
