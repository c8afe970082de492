package io.baresock;

import io.baresock.helper.TestLibrary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** inet_aton(3), inet_pton(3) and inet_ntop(3) of the C library, to compare with: {@code src/test/c/literals.c}. */
final class LibcLiterals {

    private static final int TEXT_MAX = 255;

    static {
        System.load(TestLibrary.compiled("literals"));
    }

    private LibcLiterals() {}

    private static native boolean parse(int family, byte[] text, byte[] out);

    private static native int print(int family, byte[] address, byte[] out);

    /** Whether a text can be given to C: it has no NUL, and is not too long for the helper. */
    static boolean takes(String text) {
        return text.indexOf(0) < 0 && text.getBytes(StandardCharsets.UTF_8).length < TEXT_MAX;
    }

    static byte @Nullable [] pton(int family, String text) {
        byte[] out = new byte[16];
        return parse(family, terminated(text), out) ? Arrays.copyOf(out, family == Bsd.AF_INET ? 4 : 16) : null;
    }

    static byte @Nullable [] aton(String text) {
        byte[] out = new byte[16];
        return parse(0, terminated(text), out) ? Arrays.copyOf(out, 4) : null;
    }

    static String ntop(int family, byte[] address) {
        byte[] out = new byte[64];
        return new String(out, 0, print(family, address, out), StandardCharsets.US_ASCII);
    }

    private static byte[] terminated(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(utf8, utf8.length + 1);
    }
}
