package io.baresock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory that all contestants share, C too, which would write behind it. */
final class LinkIT {

    private static final int LARGEST = 256 * 1024;

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, LARGEST + 1, Integer.MAX_VALUE})
    void open_refusesASizeThatIsNone_orHasNoRoom(int size) {
        var c = assertThrows(IllegalArgumentException.class, () -> new TwinLink(Transport.TCP, size));
        assertTrue(c.getMessage().contains("size " + size), c.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new BareLink(Transport.TCP, size));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, LARGEST})
    void transfer_fillsWhatIsReceived_withWhatIsSent(int size) throws IOException {
        Link bare = new BareLink(Transport.TCP, size);
        bare.out.put(0, (byte) 7).put(size - 1, (byte) 9);
        bare.in.put(0, (byte) 0).put(size - 1, (byte) 0);
        bare.transfer(true);
        assertEquals(9, bare.in.get(size - 1));

        bare.in.put(0, (byte) 0).put(size - 1, (byte) 0);
        assertEquals(3, new TwinLink(Transport.TCP, size).transfers(true, 3));
        assertEquals(bare.out.get(0), bare.in.get(0));
        assertEquals(9, bare.in.get(size - 1));
    }

    @Test
    void out_isOfTheSameMemory_forAll() throws IOException {
        Link bare = new BareLink(Transport.UNIX, 64);
        Link nio = NioLink.open(Transport.UNIX, 64);
        assertEquals(Twin.address(bare.out), Twin.address(nio.out));
        assertEquals(Twin.address(bare.in), Twin.address(nio.in));
    }
}
