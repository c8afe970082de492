package io.baresock.internal.address;

import io.baresock.internal.Abi;
import io.baresock.internal.Platform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where the fields of a packed {@code struct sockaddr} are. It reads from buffers in native byte order and allocates nothing. It never
 * reads beyond the given length.
 *
 * <p>The header is two bytes everywhere: {@code sa_family} in 16 bits on Linux, {@code sa_len} and {@code sa_family} in 8
 * bits each on macOS and the BSDs.
 */
public final class SockaddrLayout {

    static final int AF_UNSPEC = 0; // on every system
    static final int AF_INET = Abi.constant("AF_INET");
    static final int AF_INET6 = Abi.constant("AF_INET6");
    static final int AF_UNIX = Abi.constant("AF_UNIX");
    static final int AF_PACKET = Abi.constant("AF_PACKET");
    private static final int AF_CAN = Abi.constant("AF_CAN");

    /** Whether the structs begin with {@code sa_len}, as those of macOS and the BSDs do. */
    public static final boolean HAS_LENGTH = !Platform.LINUX;

    /** Where the data after the family begins. */
    public static final int DATA = 2;
    /** Bytes of a {@code struct sockaddr_storage}. */
    public static final int CAPACITY = 128;
    /** Bytes of {@code sun_path}. See unix(7). */
    public static final int UNIX_PATH_MAX = HAS_LENGTH ? 104 : 108;

    public static final int INET_LENGTH = 16;
    public static final int INET6_LENGTH = 28;
    static final int PORT = 2;
    public static final int INET_ADDRESS = 4;
    static final int FLOW_INFO = 4;
    public static final int INET6_ADDRESS = 8;
    public static final int SCOPE_ID = 24;

    private SockaddrLayout() {}

    /** A packed address with its header filled in and its data zero. */
    static ByteBuffer allocate(int family, int length) {
        ByteBuffer b = ByteBuffer.wrap(new byte[length]).order(ByteOrder.nativeOrder());
        header(b, 0, family, length);
        return b;
    }

    /** Writes what comes before the data. */
    public static void header(ByteBuffer b, int at, int family, int length) {
        if (HAS_LENGTH) {
            b.put(at, (byte) length).put(at + 1, (byte) family);
        } else {
            b.putShort(at, (short) family);
        }
    }

    public static int family(ByteBuffer b, int at, int length) {
        if (length < DATA) {
            return AF_UNSPEC;
        }
        return HAS_LENGTH ? b.get(at + 1) & 0xFF : b.getShort(at) & 0xFFFF;
    }

    /** The length of every address of a family; 0 if it varies. */
    public static int wholeLength(int family) {
        return family == AF_INET ? INET_LENGTH : family == AF_INET6 ? INET6_LENGTH : 0;
    }

    /** The port, or -1 if the address has none. */
    public static int port(ByteBuffer b, int at, int length) {
        int family = family(b, at, length);
        boolean has = (family == AF_INET || family == AF_INET6) && length >= PORT + 2;
        return has ? ((b.get(at + PORT) & 0xFF) << 8) | (b.get(at + PORT + 1) & 0xFF) : -1;
    }

    public static boolean isInet(ByteBuffer b, int at, int length) {
        return length >= INET_ADDRESS + 4 && family(b, at, length) == AF_INET;
    }

    public static boolean isInet6(ByteBuffer b, int at, int length) {
        return length >= INET6_ADDRESS + 16 && family(b, at, length) == AF_INET6;
    }

    public static int flowInfo(ByteBuffer b, int at, int length) {
        return isInet6(b, at, length) ? bigEndianInt(b, at + FLOW_INFO) : 0;
    }

    public static int scopeId(ByteBuffer b, int at, int length) {
        return length >= SCOPE_ID + 4 && isInet6(b, at, length) ? b.getInt(at + SCOPE_ID) : 0;
    }

    public static int bigEndianInt(ByteBuffer b, int at) {
        int v = b.getInt(at);
        return b.order() == ByteOrder.BIG_ENDIAN ? v : Integer.reverseBytes(v);
    }

    public static void putBigEndian(ByteBuffer b, int at, int v) {
        b.putInt(at, b.order() == ByteOrder.BIG_ENDIAN ? v : Integer.reverseBytes(v));
    }

    public static void putBigEndian(ByteBuffer b, int at, long v) {
        b.putLong(at, b.order() == ByteOrder.BIG_ENDIAN ? v : Long.reverseBytes(v));
    }

    public static long bigEndianLong(ByteBuffer b, int at) {
        long v = b.getLong(at);
        return b.order() == ByteOrder.BIG_ENDIAN ? v : Long.reverseBytes(v);
    }

    /**
     * How many bytes of the address have a meaning. A path ends at its first NUL: some systems count the NUL, and for a path that fills
     * {@code sun_path} Linux returns one byte more. An abstract name (Linux only) is all of its bytes. See unix(7). Packet and CAN
     * addresses are passed whole, but the kernel returns them without the bytes that the device or protocol does not use. So zeros at the
     * end make no difference.
     */
    public static int significant(ByteBuffer b, int at, int length) {
        int family = length <= DATA ? AF_UNSPEC : family(b, at, length);
        if (family == AF_UNIX) {
            return unixSignificant(b, at, length);
        }
        int end = length;
        if (family == AF_PACKET || family == AF_CAN) {
            while (end > DATA && b.get(at + end - 1) == 0) {
                end--;
            }
        }
        return end;
    }

    private static int unixSignificant(ByteBuffer b, int at, int length) {
        int end = DATA;
        while (end < length && b.get(at + end) != 0) {
            end++;
        }
        return end == DATA && !HAS_LENGTH ? length : end;
    }

    /** A copy of an address that the kernel wrote. If it is too short for a family, the result is AF_UNSPEC. */
    public static ByteBuffer copy(ByteBuffer from, int at, int length) {
        int n = Math.max(length, DATA);
        int end = DATA + UNIX_PATH_MAX;
        if (n > end && family(from, at, length) == AF_UNIX && significant(from, at, length) <= end) {
            // For a path that fills sun_path, Linux counts a NUL after it, but refuses that length as an argument.
            n = end;
        }
        byte[] bytes = new byte[n];
        if (length >= DATA) {
            from.get(at, bytes);
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    /** Whether two addresses have the same family and the same significant data. */
    public static boolean same(ByteBuffer a, int aAt, int aLength, ByteBuffer b, int bAt, int bLength) {
        int n = significant(a, aAt, aLength);
        if (family(a, aAt, aLength) != family(b, bAt, bLength)
                || Math.max(n, DATA) != Math.max(significant(b, bAt, bLength), DATA)) {
            return false;
        }
        int i = DATA;
        for (; i + Long.BYTES <= n; i += Long.BYTES) {
            if (a.getLong(aAt + i) != b.getLong(bAt + i)) {
                return false;
            }
        }
        for (; i < n; i++) {
            if (a.get(aAt + i) != b.get(bAt + i)) {
                return false;
            }
        }
        return true;
    }
}
