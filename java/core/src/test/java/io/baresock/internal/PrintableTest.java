package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

/** Text from outside on a line of its own. */
class PrintableTest {

    @Test
    void textThatCanBeSeen_isItself() {
        String text = "/tmp/b\u00e4r \\x0a \ud83d\ude00.sock";
        assertSame(text, Printable.of(text));
        assertEquals("\"a\"", Printable.quote("a"));
    }

    @Test
    void whatCannotBeSeen_isWrittenAsItsBytes() {
        assertEquals("a\\x0ab\\x0d\\x00\\x1b[31m\\x7f", Printable.of("a\nb\r\0\u001b[31m\u007f"));
        assertEquals("\\xc2\\x85\\xe2\\x80\\xa8\\xe2\\x80\\xae", Printable.of("\u0085\u2028\u202e"));
        assertEquals("\\x3f", Printable.of("\ud83d")); // half of a pair has no UTF-8
    }

    @Test
    void textLongerThanAnyPath_isCut() {
        assertEquals("a".repeat(4096), Printable.of("a".repeat(4096)));
        assertEquals("a".repeat(4096) + "... (100000 characters)", Printable.of("a".repeat(100_000)));
        assertEquals("\\x0a".repeat(4096) + "... (4097 characters)", Printable.of("\n".repeat(4097)));
    }
}
