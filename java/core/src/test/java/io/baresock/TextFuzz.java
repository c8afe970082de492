package io.baresock;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Any text as an address: {@code Sockaddr.parse}, {@code inet_aton}, {@code inet_pton}, compared with the C library's.
 * {@code FuzzTest} runs it with inputs of its own making, Jazzer with those that it finds: see CONTRIBUTING.md.
 */
public final class TextFuzz {

    private static final boolean GLIBC =
            System.getProperty("os.name").startsWith("Linux"); // others differ in what they let pass

    private TextFuzz() {}

    /** The input is the text in UTF-8, or behind a byte 0xFF in UTF-16, which can say what is no text. */
    public static void fuzzerTestOneInput(byte[] input) {
        boolean wide = input.length > 0 && input[0] == (byte) 0xFF;
        String text = wide
                ? new String(input, 1, input.length - 1, StandardCharsets.UTF_16BE)
                : new String(input, StandardCharsets.UTF_8);
        sockaddr(text);
        literals(text);
        if (GLIBC && LibcLiterals.takes(text)) {
            sameAsLibc(text);
        }
    }

    private static void sockaddr(String text) {
        Sockaddr a;
        try {
            a = Sockaddr.parse(text);
        } catch (IllegalArgumentException e) {
            return;
        }
        String printed = a.toString();
        Sockaddr back = Sockaddr.parse(printed);
        assertEquals(a, back, printed);
        assertEquals(printed, back.toString());
        assertArrayEquals(a.pack(), Sockaddr.unpack(a.pack()).pack());
    }

    /** A literal is an address to all who read it, or to none. */
    private static void literals(String text) {
        byte[] four = Bsd.inet_pton(Bsd.AF_INET, text);
        byte[] six = Bsd.inet_pton(Bsd.AF_INET6, text);
        assertArrayEquals(four, tried(() -> Sockaddr.inet(text, 0).addressBytes()));
        if (text.indexOf('%') < 0) { // a scope is none of inet_pton's
            assertArrayEquals(six, tried(() -> Sockaddr.inet6(text, 0).addressBytes()));
        }
        if (four != null) {
            assertEquals(text, Bsd.inet_ntop(Bsd.AF_INET, four)); // no other form is taken
            assertNull(six);
        }
        if (six != null) {
            assertArrayEquals(six, Bsd.inet_pton(Bsd.AF_INET6, Bsd.inet_ntop(Bsd.AF_INET6, six)));
        }
    }

    private interface Call {
        byte[] run();
    }

    private static byte @Nullable [] tried(Call call) {
        try {
            return call.run();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void sameAsLibc(String text) {
        for (int family : new int[] {Bsd.AF_INET, Bsd.AF_INET6}) {
            byte[] ours = Bsd.inet_pton(family, text);
            assertArrayEquals(LibcLiterals.pton(family, text), ours, text);
            if (ours != null) {
                assertEquals(LibcLiterals.ntop(family, ours), Bsd.inet_ntop(family, ours));
            }
        }
        byte[] ours = Bsd.inet_aton(text);
        // glibc passes over white space and all that follows it, which we refuse (CVE-2016-10739).
        boolean spaced = text.chars().anyMatch(c -> c == ' ' || c >= '\t' && c <= '\r');
        assertArrayEquals(spaced ? null : LibcLiterals.aton(text), ours, text);
    }
}
