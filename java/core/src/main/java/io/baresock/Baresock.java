package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.Library;
import io.baresock.internal.Platform;
import io.baresock.internal.Printable;
import io.baresock.internal.Scratch;
import io.baresock.internal.SystemCalls;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What Baresock runs on, for logs and bug reports. */
public final class Baresock {

    private static final int UNAME_ROOM = 2048;

    private Baresock() {}

    /**
     * The backend that was chosen, once for this JVM.
     *
     * @return {@code jni}, {@code ffm}, or {@code auto}: the first calls of each function by JNI, the later ones by the FFM API
     * @throws UnsatisfiedLinkError if the native library could not be loaded; says what was tried
     */
    public static String backend() {
        return Library.backend().name();
    }

    /** {@return why that backend and not the other, in one line} */
    public static String backendReason() {
        return Library.reason();
    }

    /**
     * How system calls are made, by {@code -Dbaresock.syscalls}: {@code direct}, or by {@code libc}'s functions, so that a library that
     * stands before them, such as a kernel bypass, takes part.
     *
     * @return {@code direct} or {@code libc}
     */
    public static String syscalls() {
        return Library.callsLibc() ? "libc" : "direct";
    }

    /**
     * {@return why they are made that way, in one line: the property, or the library that stands before libc's {@code send} and {@code
     * recv}}
     */
    public static String syscallsReason() {
        return SystemCalls.reason();
    }

    /** {@return where the native library came from, in one line} */
    public static String libraryOrigin() {
        return Library.origin();
    }

    /** {@return the name of the library in the jar that fits this system, such as {@code linux-x86_64} or {@code linux-aarch64-musl}} */
    public static String platform() {
        return Platform.name();
    }

    /** {@return the kernel, as uname(2) has it, such as {@code Linux 6.18.44}} */
    public static String kernel() {
        String[] lines = Scratch.text(UNAME_ROOM, StandardCharsets.UTF_8, Library.backend()::uname)
                .split("\n", -1);
        return lines.length > 1 ? lines[0] + ' ' + lines[1] : System.getProperty("os.name", "unknown");
    }

    /**
     * Whether this platform has a constant, as {@code #ifdef} says in C. If not, its field in {@link Bsd} holds a number that every call
     * refuses.
     *
     * @param name its C name, such as {@code SO_REUSEPORT}
     * @return whether {@link #constant} has a value for it; false too for a name that this library does not know
     */
    public static boolean hasConstant(String name) {
        return Abi.names().containsKey(Objects.requireNonNull(name, "hasConstant: the name is null"));
    }

    /**
     * The value of a constant by its C name, for names that come from a file or another language.
     *
     * @param name such as {@code SO_REUSEPORT}
     * @return its value; unsigned 32-bit numbers above 2147483647 are negative
     * @throws UnsupportedOperationException if this platform has no constant of that name, or this library does not know it
     */
    public static int constant(String name) {
        Integer value = Abi.names().get(Objects.requireNonNull(name, "constant: the name is null"));
        if (value == null) {
            throw new UnsupportedOperationException("constant: " + Printable.of(name) + " does not exist on "
                    + System.getProperty("os.name") + ", or is not among Baresock's constants");
        }
        return value;
    }

    /** {@return every constant of this platform by its C name, in the order of the names; unmodifiable} */
    public static SortedMap<String, Integer> constants() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(Abi.names()));
    }
}
