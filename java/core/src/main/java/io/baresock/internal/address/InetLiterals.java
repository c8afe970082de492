package io.baresock.internal.address;

import io.baresock.internal.Abi;
import io.baresock.internal.Buffers;
import io.baresock.internal.Library;
import io.baresock.internal.Printable;
import io.baresock.internal.Ranges;
import io.baresock.internal.Scratch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** IPv4 and IPv6 addresses as text; nothing here ever asks a name server. */
public final class InetLiterals {

    private static final int GROUPS = 8;
    private static final int ENODEV = Abi.constant("ENODEV");
    private static final int TEXT_ROOM = 512;
    // How an IPv6 address begins if its last 4 bytes are an IPv4 address.
    static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    private static final byte[] COMPATIBLE = new byte[12];

    private InetLiterals() {}

    /**
     * A dotted quad: four decimal numbers without leading zeros, since some systems read those as octal.
     *
     * @throws IllegalArgumentException naming the call and the text
     */
    public static byte[] parse4(String call, String text) {
        byte[] address = parse4(text);
        if (address == null) {
            throw new IllegalArgumentException(call + "(" + Printable.quote(text)
                    + "): not an IPv4 address: expected four decimal numbers, 0 to 255, with dots between"
                    + (parse6(text) != null ? "; for an IPv6 address call inet6" : hint(text)));
        }
        return address;
    }

    /**
     * Any text form of RFC 4291, section 2.2; a {@code %scope} is skipped.
     *
     * @throws IllegalArgumentException naming the call and the text
     */
    public static byte[] parse6(String call, String text) {
        byte[] address = parse6(withoutScope(text));
        if (address == null) {
            throw new IllegalArgumentException(call + "(" + Printable.quote(text) + "): not an IPv6 address"
                    + (parse4(text) != null ? "; for an IPv4 address call inet" : hint(text)));
        }
        return address;
    }

    private static String hint(String text) {
        boolean isName = text.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == '-'))
                && text.chars().anyMatch(c -> c > 'f' || c == '-');
        return isName ? "; Bsd.getaddrinfo resolves a host's name" : "";
    }

    public static String withoutScope(String text) {
        int percent = text.indexOf('%');
        return percent < 0 ? text : text.substring(0, percent);
    }

    /** A dotted quad; null if it is malformed. */
    public static byte @Nullable [] parse4(String text) {
        byte[] address = new byte[4];
        return quad(text, 0, address, 0) ? address : null;
    }

    /** An IPv6 address without a scope; null if it is malformed. */
    public static byte @Nullable [] parse6(String text) {
        byte[] address = new byte[16];
        return groups(text, address) ? address : null;
    }

    /**
     * The scope after {@code %}, a number or the name of an interface; 0 if there is none. See RFC 4007, section 11.
     *
     * @throws IllegalArgumentException if there is no such interface
     */
    public static int scope(String call, String text) {
        int percent = text.indexOf('%');
        if (percent < 0) {
            return 0;
        }
        String scope = text.substring(percent + 1);
        if (!scope.isEmpty() && scope.chars().allMatch(c -> c >= '0' && c <= '9')) {
            try {
                return Integer.parseUnsignedInt(scope);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        call + "(" + Printable.quote(text) + "): scope is not in 0..4294967295", e);
            }
        }
        int index = index(scope);
        if (index > 0) {
            return index;
        }
        String name = "'" + Printable.of(scope) + "'";
        throw new IllegalArgumentException(call + "(" + Printable.quote(text) + "): "
                + (index == 0 || index == -ENODEV
                        ? "no interface is called " + name
                        : "interface " + name + " could not be looked up: " + reason(-index)));
    }

    /** The system's text, such as "Too many open files". */
    private static String reason(int errno) {
        return Scratch.text(TEXT_ROOM, StandardCharsets.UTF_8, (at, room) -> Library.backend()
                .strerror(errno, at, room));
    }

    /** Not by {@code java.net.NetworkInterface}, which does not know an interface before it has an address. */
    private static int index(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (name.indexOf(0) >= 0) {
            return 0; // C would read less than this
        }
        Scratch s = Scratch.take(bytes.length + 1);
        try {
            s.buffer().put(0, bytes).put(bytes.length, (byte) 0);
            return Library.backend().ifNametoindex(s.address());
        } finally {
            s.give();
        }
    }

    private static boolean quad(String text, int from, byte[] out, int at) {
        int i = from;
        for (int part = 0; part < 4; part++) {
            if (part > 0 && (i >= text.length() || text.charAt(i++) != '.')) {
                return false;
            }
            int start = i;
            int value = 0;
            for (; i < text.length() && i < start + 3 && digit(text.charAt(i), 10) >= 0; i++) {
                value = value * 10 + digit(text.charAt(i), 10);
            }
            if (i == start || value > 255 || (i > start + 1 && text.charAt(start) == '0')) {
                return false;
            }
            out[at + part] = (byte) value;
        }
        return i == text.length();
    }

    private static boolean groups(String text, byte[] out) {
        int i = 0;
        int at = 0; // the next byte to write
        int gap = -1; // where :: stands
        if (text.startsWith("::")) {
            gap = 0;
            i = 2;
        }
        while (i < text.length()) {
            int end = i;
            int value = 0;
            for (; end < text.length() && end < i + 4 && digit(text.charAt(end), 16) >= 0; end++) {
                value = value << 4 | digit(text.charAt(end), 16);
            }
            if (end < text.length() && text.charAt(end) == '.') {
                // dotted quad in the place of the last two groups
                if (at > 12 || !quad(text, i, out, at)) {
                    return false;
                }
                at += 4;
                break;
            }
            if (end == i || at == 16) {
                return false;
            }
            out[at++] = (byte) (value >> 8);
            out[at++] = (byte) value;
            i = end;
            if (i == text.length()) {
                break;
            }
            if (text.charAt(i++) != ':' || i == text.length()) {
                return false;
            }
            if (text.charAt(i) == ':') {
                if (gap >= 0) {
                    return false;
                }
                gap = at;
                i++;
            }
        }
        if (gap < 0) {
            return at == 16;
        }
        if (at == 16) {
            return false; // :: stands for one group or more
        }
        System.arraycopy(out, gap, out, 16 - (at - gap), at - gap);
        Arrays.fill(out, gap, 16 - (at - gap), (byte) 0);
        return true;
    }

    private static int digit(char c, int radix) {
        return c < 0x80 ? Character.digit(c, radix) : -1; // ASCII only, not every digit of Unicode
    }

    /**
     * An IPv4 address in one to four parts; the last part fills all remaining bytes. Null if it is malformed. See inet_aton(3).
     */
    public static byte @Nullable [] parseParts(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > 4) {
            return null;
        }
        int last = parts.length - 1;
        byte[] address = new byte[4];
        for (int i = 0; i <= last; i++) {
            long part = part(parts[i]);
            int bytes = i < last ? 1 : 4 - last;
            if (part < 0 || part >>> 8 * bytes != 0) {
                return null;
            }
            for (int b = 0; b < bytes; b++) {
                address[i + b] = (byte) (part >>> 8 * (bytes - 1 - b));
            }
        }
        return address;
    }

    /** A number of 32 bits, decimal, octal or hexadecimal; -1 if it is malformed or larger. */
    private static long part(String text) {
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        int radix = hex ? 16 : text.startsWith("0") ? 8 : 10;
        int from = hex ? 2 : 0;
        if (from == text.length()) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < text.length(); i++) {
            int digit = digit(text.charAt(i), radix);
            value = value * radix + digit;
            if (digit < 0 || value > 0xFFFF_FFFFL) {
                return -1;
            }
        }
        return value;
    }

    /** An address as inet_ntop(3) of glibc and the BSDs writes it. Unlike RFC 5952 it writes {@code ::1.2.3.4}. */
    public static String format(String call, boolean inet, byte[] a) {
        int length = inet ? 4 : 16;
        Ranges.check(call, "address length", Buffers.present(call, a).length, length, length);
        StringBuilder s = new StringBuilder(46);
        if (inet) {
            format4(s, a, 0);
        } else if (isCompatible(a)) {
            format4(s.append("::"), a, 12);
        } else {
            format6(s, a, 0);
        }
        return s.toString();
    }

    private static boolean isCompatible(byte[] a) {
        return Arrays.equals(a, 0, 12, COMPATIBLE, 0, 12) && (a[12] | a[13]) != 0; // not :: or ::1
    }

    static void format4(StringBuilder s, byte[] a, int at) {
        s.append(a[at] & 0xFF).append('.').append(a[at + 1] & 0xFF).append('.');
        s.append(a[at + 2] & 0xFF).append('.').append(a[at + 3] & 0xFF);
    }

    /** The canonical form of RFC 5952; an IPv4-mapped address has a dotted quad (section 5). */
    static void format6(StringBuilder s, byte[] a, int at) {
        if (Arrays.equals(a, at, at + 12, MAPPED, 0, 12)) {
            s.append("::ffff:");
            format4(s, a, at + 12);
            return;
        }
        // The longest run of two or more zero groups is shortened; of equal runs the first.
        int gap = -1;
        int gapLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && group(a, at, i + run) == 0) {
                run++;
            }
            if (run > gapLength) {
                gap = i;
                gapLength = run;
            }
            i += run;
        }
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap) {
                s.append("::");
                i += gapLength - 1;
            } else {
                if (i > 0 && i != gap + gapLength) {
                    s.append(':');
                }
                s.append(Integer.toHexString(group(a, at, i)));
            }
        }
    }

    private static int group(byte[] a, int at, int i) {
        return ((a[at + 2 * i] & 0xFF) << 8) | (a[at + 2 * i + 1] & 0xFF);
    }
}
