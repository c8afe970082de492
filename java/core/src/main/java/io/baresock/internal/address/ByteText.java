package io.baresock.internal.address;

import io.baresock.internal.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Turns any bytes into readable text and back. Printable UTF-8 stays as it is. A backslash, invisible characters, and bytes that are not
 * UTF-8 are written as {@code \xNN}.
 */
public final class ByteText {

    private ByteText() {}

    static String escape(byte[] bytes) {
        StringBuilder s = new StringBuilder(bytes.length);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            text.codePoints().forEach(c -> {
                if (isPlain(c)) {
                    s.appendCodePoint(c);
                } else {
                    append(s, Character.toString(c).getBytes(StandardCharsets.UTF_8));
                }
            });
        } catch (CharacterCodingException e) {
            // After one invalid sequence everything but ASCII is escaped, else the text would be ambiguous.
            for (byte b : bytes) {
                if (b >= 0 && isPlain(b)) {
                    s.append((char) b);
                } else {
                    append(s, new byte[] {b});
                }
            }
        }
        return s.toString();
    }

    /**
     * The inverse of {@link #escape}.
     *
     * @throws IllegalArgumentException for a backslash that begins no {@code \xNN}, or half of a surrogate pair
     */
    static byte[] unescape(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c == '\\') {
                if (i + 4 > text.length()
                        || text.charAt(i + 1) != 'x'
                        || !HexFormat.isHexDigit(text.charAt(i + 2))
                        || !HexFormat.isHexDigit(text.charAt(i + 3))) {
                    throw new IllegalArgumentException(Printable.quote(text) + ": expected \\xNN at index " + i);
                }
                out.write(HexFormat.fromHexDigits(text, i + 2, i + 4));
                i += 4;
            } else if (Character.getType(c) == Character.SURROGATE) {
                throw new IllegalArgumentException(Printable.quote(text) + ": half of a surrogate pair at index " + i);
            } else {
                out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c);
            }
        }
        return out.toByteArray();
    }

    private static void append(StringBuilder s, byte[] bytes) {
        for (byte b : bytes) {
            s.append("\\x");
            HexFormat.of().toHexDigits(s, b);
        }
    }

    private static boolean isPlain(int c) {
        return c != '\\' && Printable.isPlain(c);
    }
}
