package io.baresock.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Bytes of every value in no order that a lost or doubled piece would keep. */
final class Payload {

    static final int MIB = 1 << 20;

    /** 65535 less the headers of IP and UDP: udp(7). */
    static final int LARGEST_UDP = 65_507;

    private Payload() {}

    static byte[] of(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** Takes the length off that the python3 client puts before what it received, so that nothing and empty differ. */
    static byte[] unframed(byte[] framed) {
        assertEquals(framed.length - Integer.BYTES, ByteBuffer.wrap(framed).getInt());
        return Arrays.copyOfRange(framed, Integer.BYTES, framed.length);
    }
}
