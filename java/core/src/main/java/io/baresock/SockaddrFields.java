package io.baresock;

import io.baresock.internal.Printable;

/** The numbers in the text of an address, read strictly: only what {@code format} writes, no sign, no other digits. */
final class SockaddrFields {

    private static final long U32 = 0xFFFF_FFFFL;

    private SockaddrFields() {}

    static int decimal(String text, String field, int max) {
        return (int) number(text, field, 10, max);
    }

    /** 32 bits, unsigned. */
    static int decimal32(String text, String field) {
        return (int) number(text, field, 10, U32);
    }

    /** Hexadecimal, after {@code 0x}. */
    static int hex(String text, String field, long max) {
        if (!field.startsWith("0x")) {
            throw malformed(text, field, "a hexadecimal number that begins with 0x");
        }
        return (int) number(text, field.substring(2), 16, max);
    }

    static int hex32(String text, String field) {
        return hex(text, field, U32);
    }

    static String hex(int value) {
        return "0x" + Integer.toHexString(value);
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

    static IllegalArgumentException malformed(String text, String field, String expected) {
        return new IllegalArgumentException(
                "parse(" + Printable.quote(text) + "): '" + Printable.of(field) + "' is not " + expected);
    }

    /** The parts between slashes after a prefix, which must be as many as one of the counts. */
    static String[] split(String text, int prefix, String form, int... counts) {
        String[] fields = text.substring(prefix).split("/", -1);
        for (int count : counts) {
            if (fields.length == count) {
                return fields;
            }
        }
        throw new IllegalArgumentException("parse(" + Printable.quote(text) + "): expected " + form);
    }
}
