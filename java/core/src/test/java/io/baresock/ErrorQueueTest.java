package io.baresock;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.backend.Header;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Entries that no kernel here makes, put where C puts them; row G5. */
@EnabledOnOs(OS.LINUX)
@DisplayName("ErrorQueue's columns: row G5")
class ErrorQueueTest {

    private final ErrorQueue queue = new ErrorQueue(2, 0);

    private void entry(int errno, int origin, int code, long info, long data) {
        queue.count = 1;
        queue.errors.putInt(Header.Error.ERRNUM, errno).putInt(Header.Error.ORIGIN, origin);
        queue.errors.putInt(Header.Error.CODE, code);
        queue.errors.putLong(Header.Error.INFO, info).putLong(Header.Error.DATA, data);
    }

    @Test
    void kinds_areThoseOfTheOrigins() {
        int[] origins = {
            SO_EE_ORIGIN_LOCAL,
            SO_EE_ORIGIN_ICMP,
            SO_EE_ORIGIN_ICMP6,
            SO_EE_ORIGIN_TIMESTAMPING,
            SO_EE_ORIGIN_ZEROCOPY,
            SO_EE_ORIGIN_TXTIME
        };
        ErrorKind[] kinds = {
            ErrorKind.LOCAL, ErrorKind.ICMP, ErrorKind.ICMP6, ErrorKind.TIMESTAMP, ErrorKind.ZEROCOPY, ErrorKind.TXTIME
        };
        for (int i = 0; i < origins.length; i++) {
            entry(0, origins[i], 0, 0, 0);
            assertEquals(kinds[i], queue.kind(0));
        }
        for (int origin : new int[] {-1, SO_EE_ORIGIN_NONE, 7, 8, 255}) {
            entry(0, origin, 0, 0, 0);
            assertEquals(ErrorKind.UNKNOWN, queue.kind(0));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> queue.kind(1));
        assertThrows(IndexOutOfBoundsException.class, () -> queue.payload(-1));
    }

    @Test
    void aMissedTime_isPutTogetherFromItsHalves() {
        long nanos = 0x17_8000_0001_FFFFL << 8 | 0xFE;
        entry(ECANCELED, SO_EE_ORIGIN_TXTIME, SO_EE_CODE_TXTIME_MISSED, nanos & 0xFFFF_FFFFL, nanos >>> 32);
        assertEquals(nanos, queue.txTime(0));
        assertEquals(SO_EE_CODE_TXTIME_MISSED, queue.code(0));
        assertEquals(ECANCELED, queue.errno(0));
        assertEquals(-1, queue.id(0));
        assertEquals(-1, queue.mtu(0));
    }

    @Test
    void onlyTheKindThatHasIt_tellsIt() {
        entry(0, SO_EE_ORIGIN_ZEROCOPY, 0, 0xFFFF_FFFEL, 3);
        assertEquals(0xFFFF_FFFEL, queue.firstCompleted(0));
        assertEquals(3, queue.lastCompleted(0)); // around the end of the numbers
        assertFalse(queue.isCopied(0));
        entry(0, SO_EE_ORIGIN_ZEROCOPY, SO_EE_CODE_ZEROCOPY_COPIED, 0, 0);
        assertTrue(queue.isCopied(0));
        assertEquals(-1, queue.txTime(0));
        entry(ECONNREFUSED, SO_EE_ORIGIN_ICMP, 3, 0, 0);
        assertEquals(-1, queue.mtu(0));
        assertFalse(queue.isCopied(0));
        entry(EMSGSIZE, SO_EE_ORIGIN_ICMP6, 0, 1280, 0);
        assertEquals(1280, queue.mtu(0));
        assertFalse(queue.offender(0, new SockaddrStorage()));
        assertFalse(queue.destination(0, new SockaddrStorage()));
    }
}
