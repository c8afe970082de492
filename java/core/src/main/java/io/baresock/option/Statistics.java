package io.baresock.option;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.internal.Memory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** The memory of {@link TcpInfo} and {@link MptcpInfo}: a struct that the kernel fills as far as it knows it. Not thread-safe. */
final class Statistics {

    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private final ByteBuffer bytes;
    private final long address;
    private int length;

    Statistics(int capacity) {
        bytes = Memory.allocate(capacity);
        address = Memory.address(bytes);
    }

    void read(Socket socket, int level, int option) throws ErrnoException {
        length = 0; // if the call fails, no old value stays
        length = Math.min(socket.getsockopt(level, option, address, bytes.capacity()), bytes.capacity());
        Reference.reachabilityFence(this);
    }

    int length() {
        return length;
    }

    /**
     * So many bits of the number of this size, unsigned; -1 if the kernel did not return it. Bit fields begin at the low end on
     * little-endian machines and at the high end on big-endian ones.
     */
    long get(int offset, int size, int shift, int bits) {
        if (offset + size > length) {
            return -1;
        }
        long number =
                switch (size) {
                    case 1 -> bytes.get(offset);
                    case 2 -> bytes.getShort(offset);
                    case 4 -> bytes.getInt(offset);
                    default -> bytes.getLong(offset);
                };
        return number >>> (LITTLE ? shift : Byte.SIZE * size - bits - shift) & -1L >>> Long.SIZE - bits;
    }

    static <F extends Enum<F>> String text(String type, F[] fields, Predicate<F> has, ToLongFunction<F> get) {
        StringBuilder s = new StringBuilder(type).append('[');
        for (F field : fields) {
            if (has.test(field) && get.applyAsLong(field) != 0) {
                s.append(s.charAt(s.length() - 1) == '[' ? "" : ", ")
                        .append(field.name().toLowerCase(Locale.ROOT))
                        .append(' ')
                        .append(get.applyAsLong(field));
            }
        }
        return s.append(']').toString();
    }
}
