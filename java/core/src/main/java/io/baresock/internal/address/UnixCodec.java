package io.baresock.internal.address;

import static io.baresock.internal.address.SockaddrLayout.AF_UNIX;
import static io.baresock.internal.address.SockaddrLayout.DATA;
import static io.baresock.internal.address.SockaddrLayout.HAS_LENGTH;
import static io.baresock.internal.address.SockaddrLayout.UNIX_PATH_MAX;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Local addresses: {@code unix:/tmp/x} is a path, {@code unix:@x} an abstract name, {@code unix:} the unnamed address. Other bytes are
 * written as in {@link ByteText}. See unix(7).
 */
public final class UnixCodec {

    private static final String PREFIX = "unix:";
    private static final int ABSTRACT_MAX = UNIX_PATH_MAX - 1;

    private UnixCodec() {}

    /** A path, with a NUL after it if there is room: not every system adds one. */
    public static ByteBuffer packPath(byte[] path) {
        if (path.length == 0) {
            throw new IllegalArgumentException(
                    "unix: the path is empty; for an address that bind chooses or that has no"
                            + " name, use unixUnnamed()");
        }
        if (path.length > UNIX_PATH_MAX) {
            throw new IllegalArgumentException("unix: the path has " + path.length + " bytes, more than the "
                    + UNIX_PATH_MAX + " of sun_path: " + ByteText.escape(path));
        }
        for (byte b : path) {
            if (b == 0) {
                throw new IllegalArgumentException("unix: the path contains a NUL"
                        + (path[0] == 0 ? "; for an abstract name use unixAbstract without the first NUL" : ""));
            }
        }
        return SockaddrLayout.allocate(AF_UNIX, DATA + Math.min(path.length + 1, UNIX_PATH_MAX))
                .put(DATA, path);
    }

    public static ByteBuffer packAbstract(byte[] name) {
        if (HAS_LENGTH) {
            throw new UnsupportedOperationException(
                    "unixAbstract: abstract names do not exist on " + System.getProperty("os.name"));
        }
        if (name.length > ABSTRACT_MAX) {
            throw new IllegalArgumentException(
                    "unixAbstract: the name has " + name.length + " bytes, more than " + ABSTRACT_MAX);
        }
        return SockaddrLayout.allocate(AF_UNIX, DATA + 1 + name.length).put(DATA + 1, name);
    }

    public static ByteBuffer packUnnamed() {
        return SockaddrLayout.allocate(AF_UNIX, DATA);
    }

    public static boolean isAbstract(ByteBuffer b) {
        return SockaddrLayout.family(b, 0, b.capacity()) == AF_UNIX
                && SockaddrLayout.significant(b, 0, b.capacity()) > DATA
                && b.get(DATA) == 0;
    }

    public static boolean isUnnamed(ByteBuffer b) {
        return SockaddrLayout.family(b, 0, b.capacity()) == AF_UNIX
                && SockaddrLayout.significant(b, 0, b.capacity()) == DATA;
    }

    /** The bytes of the path; empty if the address has none. */
    public static byte[] path(ByteBuffer b) {
        int n = SockaddrLayout.significant(b, 0, b.capacity());
        boolean has = SockaddrLayout.family(b, 0, b.capacity()) == AF_UNIX && n > DATA && b.get(DATA) != 0;
        return has ? Arrays.copyOfRange(b.array(), DATA, n) : new byte[0];
    }

    /** The bytes of the abstract name without the NUL that marks it; empty if the address has none. */
    public static byte[] abstractName(ByteBuffer b) {
        return isAbstract(b) ? Arrays.copyOfRange(b.array(), DATA + 1, b.capacity()) : new byte[0];
    }

    static @Nullable String format(ByteBuffer packed) {
        if (SockaddrLayout.significant(packed, 0, packed.capacity()) > DATA + UNIX_PATH_MAX) {
            return null;
        }
        if (isAbstract(packed)) {
            return PREFIX + '@' + ByteText.escape(abstractName(packed));
        }
        String path = ByteText.escape(path(packed));
        return PREFIX + (path.startsWith("@") ? "\\x40" + path.substring(1) : path);
    }

    static ByteBuffer parse(String text) {
        String name = text.substring(PREFIX.length());
        if (name.isEmpty()) {
            return packUnnamed();
        }
        return name.startsWith("@")
                ? packAbstract(ByteText.unescape(name.substring(1)))
                : packPath(ByteText.unescape(name));
    }
}
