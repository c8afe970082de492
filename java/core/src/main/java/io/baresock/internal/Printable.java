package io.baresock.internal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Text from outside (a path, a name, a property) as a part of one line of a message or a log. Invisible characters, such as a newline,
 * are written as {@code \xNN}: the bytes in UTF-8. Of a text that is longer than any path, only the beginning is written.
 */
public final class Printable {

    private static final int MOST = 4096; // PATH_MAX of Linux

    private Printable() {}

    /** The text with every invisible character escaped. If there is none, the text itself is returned. */
    public static String of(String text) {
        if (text.length() > MOST) {
            return of(text.substring(0, MOST)) + "... (" + text.length() + " characters)";
        }
        if (isPlain(text)) {
            return text;
        }
        StringBuilder s = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isPlain(c)) {
                s.appendCodePoint(c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    s.append("\\x");
                    HexFormat.of().toHexDigits(s, b);
                }
            }
        });
        return s.toString();
    }

    /** Not a stream: every process runs this when it starts. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (!isPlain(text.codePointAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The same between quotation marks. */
    public static String quote(String text) {
        return '"' + of(text) + '"';
    }

    /** Whether a character stands for itself on a line. */
    public static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
