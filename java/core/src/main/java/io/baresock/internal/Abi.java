package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The constants of this platform by name. The library exports them, and the API reads them into {@code static final int} fields. So each
 * number is written in one place, and the JIT folds it. The fields are filled from a hash table, which costs 0.5 ms of CPU at the start
 * of a process. Lists of names come from a text, which would cost 5 ms.
 *
 * <p>A name that the platform lacks gets its own sentinel, {@code 0xA000_0000 | index << 16}. {@link #check} turns the sentinel into an
 * exception with the constant's name, also if flags in the low 16 bits were or-ed into it. No real value looks like a sentinel. An
 * {@code _IOR} or {@code _IOW} ioctl number has bit 31, but bit 29 only for arguments of 8 KiB and more. An epoll mask with EPOLLET has
 * no bit of the index. Small negative numbers such as -1 have an index beyond the last one.
 */
public final class Abi {

    private static final int ABSENT = 0xA000_0000;
    private static final int NO_FLAG = 0x1000_0000;
    private static final int INDEX_SHIFT = 16;
    private static final int INDEX_MASK = 0xFFF;

    /** More than there are names; a power of two. */
    private static final int SLOTS = 4096;

    /**
     * Two numbers per slot: the hash of a name (0: empty), and the value. The generator makes sure that no two names have the same hash.
     */
    private static final int[] TABLE = table(Library.backend());

    // Classes of constants may be initialised on several threads.
    private static final Object LOCK = new Object();
    private static final Map<String, Integer> SENTINELS = new HashMap<>();
    private static final List<String> ABSENT_NAMES = new ArrayList<>();

    private Abi() {}

    /** The value of a name, or the sentinel of a name that this platform lacks. */
    public static int constant(String name) {
        int hash = name.hashCode();
        for (int i = hash & (SLOTS - 1); TABLE[2 * i] != 0; i = (i + 1) & (SLOTS - 1)) {
            if (TABLE[2 * i] == hash) {
                return TABLE[2 * i + 1];
            }
        }
        return sentinel(name);
    }

    /** Whether a constant's value is real, not the sentinel of an absent name. */
    public static boolean isPresent(int value) {
        return absentName(value).isEmpty();
    }

    /**
     * Throws for the sentinel of an absent constant, also if flags were or-ed into it. Flags above bit 15 hide a part of the index. The
     * message then names the last constant that it may be.
     *
     * @param call the call that got the value, for the message
     * @throws UnsupportedOperationException naming the constant and the OS
     */
    public static void check(int value, String call) {
        if (value < 0) { // every sentinel is
            String name = absentNameAmong(value);
            if (!name.isEmpty()) {
                throw new UnsupportedOperationException(
                        call + ": " + name + " does not exist on " + System.getProperty("os.name"));
            }
        }
    }

    /** Every constant of this platform, by name. */
    public static Map<String, Integer> names() {
        return Names.VALUES;
    }

    private static int sentinel(String name) {
        synchronized (LOCK) {
            Integer known = SENTINELS.get(name); // no lambda: this runs when the application starts
            if (known == null) {
                ABSENT_NAMES.add(name);
                if (ABSENT_NAMES.size() >= INDEX_MASK) {
                    throw new IllegalStateException("more absent constants than sentinels");
                }
                known = ABSENT | ABSENT_NAMES.size() << INDEX_SHIFT;
                SENTINELS.put(name, known);
            }
            return known;
        }
    }

    /** The name whose sentinel this is, or empty. */
    private static String absentName(int value) {
        if ((value & ABSENT) != ABSENT) {
            return "";
        }
        int index = value >>> INDEX_SHIFT & INDEX_MASK;
        synchronized (LOCK) {
            return index >= 1 && index <= ABSENT_NAMES.size() ? ABSENT_NAMES.get(index - 1) : "";
        }
    }

    /** The same for a value with flags above bit 15. No flag has bit 28, but small negative numbers do. */
    private static String absentNameAmong(int value) {
        String exactly = absentName(value);
        if (!exactly.isEmpty() || (value & (ABSENT | NO_FLAG)) != ABSENT) {
            return exactly;
        }
        int index = value >>> INDEX_SHIFT & INDEX_MASK;
        synchronized (LOCK) {
            for (int i = Math.min(index, ABSENT_NAMES.size()); i > 0; i--) {
                if ((index & i) == i) {
                    return ABSENT_NAMES.get(i - 1);
                }
            }
        }
        return "";
    }

    private static int[] table(Backend backend) {
        int[] table = new int[2 * SLOTS];
        long bytes = (long) table.length * Integer.BYTES;
        long address = map(backend, bytes);
        try {
            int error = backend.constantSlots(address, SLOTS);
            if (error < 0) {
                throw new IllegalStateException("bs_constant_slots failed with errno " + -error);
            }
            backend.memoryView(address, (int) bytes)
                    .order(ByteOrder.nativeOrder())
                    .asIntBuffer()
                    .get(table);
            return table;
        } finally {
            backend.memoryUnmap(address, bytes);
        }
    }

    private static byte[] text(Backend backend) {
        int room = 64 * 1024;
        while (true) {
            long address = map(backend, room);
            try {
                int length = backend.constants(address, room);
                if (length <= room) {
                    byte[] text = new byte[length];
                    backend.memoryView(address, room).get(0, text);
                    return text;
                }
            } finally {
                backend.memoryUnmap(address, room);
            }
            room *= 2;
        }
    }

    private static long map(Backend backend, long bytes) {
        long address = backend.memoryMap(bytes);
        if (address < 0) {
            throw new OutOfMemoryError("no native memory: mmap of " + bytes + " bytes failed with errno " + -address);
        }
        return address;
    }

    /** All names, read at the first request. */
    private static final class Names {
        static final Map<String, Integer> VALUES = parse(text(Library.backend()));
    }

    /**
     * Parses lines of {@code NAME value}; a value has 32 bits, signed or unsigned. It works on bytes because it runs once, interpreted:
     * 1300 names took 3.0 ms of CPU, and 4.5 ms with String and Long.
     */
    static Map<String, Integer> parse(byte[] text) {
        Map<String, Integer> values = new HashMap<>(4096);
        int i = 0;
        while (i < text.length) {
            int start = i;
            while (text[i] != ' ') {
                i++;
            }
            String name = new String(text, start, i - start, StandardCharsets.ISO_8859_1);
            boolean negative = text[++i] == '-';
            if (negative) {
                i++;
            }
            int value = 0; // wraps, as an unsigned number above 2^31 should
            for (; text[i] != '\n'; i++) {
                value = value * 10 + text[i] - '0';
            }
            values.put(name, negative ? -value : value);
            i++;
        }
        return Collections.unmodifiableMap(values);
    }
}
