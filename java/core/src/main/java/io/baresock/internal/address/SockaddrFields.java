package io.baresock.internal.address;

import io.baresock.internal.Printable;

/** Reads the numbers in the text of an address strictly: no sign, and ASCII digits only, as {@code format} writes them. */
public final class SockaddrFields {

    public static final long U32 = 0xFFFF_FFFFL;

    private SockaddrFields() {}

    static long decimal(String text, String field, long max) {
        return number(text, field, 10, max);
    }

    /** Hexadecimal, after {@code 0x}. */
    static long hex(String text, String field, long max) {
        if (!field.startsWith("0x")) {
            throw malformed(text, field, "a hexadecimal number that begins with 0x");
        }
        return number(text, field.substring(2), 16, max);
    }

    static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    /** Sixteen hexadecimal digits. */
    static long hex64(String text, String field) {
        if (field.length() != 16) {
            throw malformed(text, field, "16 hexadecimal digits");
        }
        return number(text, field.substring(0, 8), 16, U32) << 32 | number(text, field.substring(8), 16, U32);
    }

    private static long number(String text, String field, int radix, long max) {
        long value = field.isEmpty() ? -1 : 0;
        for (int i = 0; i < field.length() && value >= 0 && value <= max; i++) {
            char c = field.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            value = digit < 0 ? -1 : value * radix + digit;
        }
        if (value < 0 || value > max) {
            String range = radix == 16 ? "0x0..0x" + Long.toHexString(max) : "0.." + max;
            throw malformed(text, field, "a number in " + range);
        }
        return value;
    }

    /** Checks that the value fits 32 bits: unsigned, or signed from {@code least} on, as constants are. */
    public static int check32(String what, long value, int least) {
        if (value < least || value > U32) {
            throw new IllegalArgumentException(what + ' ' + value + " is not in 0.." + U32);
        }
        return (int) value;
    }

    static IllegalArgumentException malformed(String text, String field, String expected) {
        return new IllegalArgumentException(
                "parse(" + Printable.quote(text) + "): '" + Printable.of(field) + "' is not " + expected);
    }

    static IllegalArgumentException expected(String text, String form) {
        return new IllegalArgumentException("parse(" + Printable.quote(text) + "): expected " + form);
    }

    /** The parts between slashes from an index on; throws if they are not {@code count}. */
    static String[] split(String text, int from, String form, int count) {
        String[] fields = text.substring(from).split("/", -1);
        if (fields.length != count) {
            throw expected(text, form);
        }
        return fields;
    }
}
