package io.baresock.internal.address;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteTextTest {

    @ParameterizedTest
    @CsvSource({
        "2f746d702f78,/tmp/x",
        "c3bc,\u00fc",
        "f09f98b0,\ud83d\ude30",
        "00,\\x00",
        "61000a,a\\x00\\x0a",
        "5c783431,\\x5cx41",
        "ff61,\\xffa",
        "c3bcff,\\xc3\\xbc\\xff",
        "e280ae,\\xe2\\x80\\xae", // right-to-left override
        "e280a8,\\xe2\\x80\\xa8", // line separator
        "eda080,\\xed\\xa0\\x80" // half of a surrogate pair, which is no UTF-8
    })
    void escape_showsTextAndHidesWhatCannotBeSeen(String hex, String text) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertEquals(text, ByteText.escape(bytes));
        assertArrayEquals(bytes, ByteText.unescape(text));
    }

    @Test
    void unescape_isTheInverse_forAnyBytes() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            if (i % 2 == 0) { // text with odd characters, rather than noise
                StringBuilder s = new StringBuilder();
                random.ints(5, 0, 0x3000).forEach(s::appendCodePoint);
                bytes = s.toString().getBytes(StandardCharsets.UTF_8);
            }
            assertArrayEquals(bytes, ByteText.unescape(ByteText.escape(bytes)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "\\x", "\\x4", "\\xzz", "\\n", "\\\\", "\ud800"})
    void unescape_refusesMalformedText(String text) {
        assertThrows(IllegalArgumentException.class, () -> ByteText.unescape(text));
    }
}
