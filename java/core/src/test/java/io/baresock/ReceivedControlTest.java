package io.baresock;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.baresock.internal.Slab;
import io.baresock.internal.backend.Header;
import io.baresock.internal.backend.Header.Cmsg;
import io.baresock.internal.message.MessageLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Views of control messages that loopback does not make, and of such as are shorter than they should be. */
class ReceivedControlTest {

    private static final int BUFFERS = 1;
    private static final int CAPACITY = 256;

    private final Slab memory = new Slab("test", MessageLayout.size(BUFFERS, CAPACITY));
    private final ByteBuffer slab = memory.memory();
    private final int data = MessageLayout.inData(BUFFERS, CAPACITY);
    private final int records = MessageLayout.inRecords(BUFFERS, CAPACITY);
    private final ReceivedControl received = new ReceivedControl(this, memory).at(0, data, records);
    private int used;

    @BeforeEach
    void layOut() {
        MessageLayout.lay(slab, memory.address(), 0, BUFFERS, CAPACITY);
    }

    private void add(int level, int type, byte[] value) {
        int i = received.count();
        int at = records + i * Cmsg.SIZE;
        slab.putInt(at + Cmsg.LEVEL, level).putInt(at + Cmsg.TYPE, type);
        slab.putInt(at + Cmsg.OFFSET, used).putInt(at + Cmsg.LENGTH, value.length);
        slab.put(data + used, value);
        slab.putInt(Header.Message.IN_COUNT, i + 1);
        used += MessageLayout.align(value.length);
    }

    private static byte[] longs(long... values) {
        ByteBuffer b = ByteBuffer.allocate(8 * values.length).order(ByteOrder.nativeOrder());
        for (long v : values) {
            b.putLong(v);
        }
        return b.array();
    }

    @Test
    void hardwareTime_isTheThirdOfThree() {
        add(Bsd.SOL_SOCKET, Bsd.SCM_TIMESTAMPING, longs(1, 5, 0, 0, 1_700_000_000L, 999_999_999L));
        assertEquals(1_000_000_005L, received.softwareTimestampNanos());
        assertEquals(1_700_000_000_999_999_999L, received.hardwareTimestampNanos());
    }

    @Test
    void hardwareTimeAlone_leavesTheSoftwareTimeUnknown_inTheNewForm() {
        add(Bsd.SOL_SOCKET, Bsd.SO_TIMESTAMPING_NEW, longs(0, 0, 0, 0, 2, 1));
        assertEquals(-1, received.softwareTimestampNanos());
        assertEquals(2_000_000_001L, received.hardwareTimestampNanos());
    }

    @Test
    void security_isACopy_andOfAnyLength() {
        assertNull(received.security());
        byte[] context = "system_u:object_r".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        add(Bsd.SOL_SOCKET, Bsd.SCM_SECURITY, context);
        assertArrayEquals(context, received.security());
    }

    @Test
    void groSize_isReadInTwoBytesToo() {
        add(Bsd.IPPROTO_UDP, Bsd.UDP_GRO, new byte[] {(byte) 0xb0, 4}); // 1200, little-endian as the machines supported
        assertEquals(1200, received.groSize());
    }

    @Test
    void whatIsCutOff_isNotThere() {
        add(Bsd.IPPROTO_IP, Bsd.IP_PKTINFO, new byte[11]);
        add(Bsd.IPPROTO_IPV6, Bsd.IPV6_PKTINFO, new byte[19]);
        add(Bsd.SOL_SOCKET, Bsd.SCM_TIMESTAMPING, new byte[47]);
        add(Bsd.SOL_SOCKET, Bsd.SCM_TIMESTAMPNS, new byte[15]);
        add(Bsd.SOL_SOCKET, Bsd.SCM_CREDENTIALS, new byte[11]);
        add(Bsd.IPPROTO_IP, Bsd.IP_RECVERR, new byte[15]);
        add(Bsd.IPPROTO_IP, Bsd.IP_TTL, new byte[0]);
        add(Bsd.SOL_SOCKET, Bsd.SO_RXQ_OVFL, new byte[3]);
        assertFalse(received.hasPktinfo());
        assertFalse(received.destination(new SockaddrStorage()));
        assertEquals(-1, received.interfaceIndex());
        assertEquals(-1, received.softwareTimestampNanos());
        assertEquals(-1, received.timestampNanos());
        assertEquals(-1, received.pid());
        assertFalse(received.hasError());
        assertFalse(received.errorOffender(new SockaddrStorage()));
        assertEquals(-1, received.ttl());
        assertEquals(-1, received.dropCount());
    }

    /** Every kind at every length that is not its own: half a number is another number. */
    @Test
    void numbersOfAnotherLength_areNotThere() {
        record Kind(int level, int type, int bytes, java.util.function.LongSupplier value) {}
        Kind[] kinds = {
            new Kind(Bsd.IPPROTO_UDP, Bsd.UDP_GRO, 4, received::groSize),
            new Kind(Bsd.IPPROTO_IP, Bsd.IP_TTL, 4, received::ttl),
            new Kind(Bsd.IPPROTO_IPV6, Bsd.IPV6_TCLASS, 4, received::tos),
            new Kind(Bsd.IPPROTO_IPV6, Bsd.IPV6_HOPLIMIT, 4, received::ttl),
            new Kind(Bsd.IPPROTO_IP, Bsd.IP_TOS, 1, received::tos),
            new Kind(Bsd.SOL_SOCKET, Bsd.SO_RXQ_OVFL, 4, received::dropCount),
            new Kind(Bsd.SOL_SOCKET, Bsd.SCM_CREDENTIALS, 12, received::pid),
            new Kind(Bsd.SOL_SOCKET, Bsd.SCM_CREDENTIALS, 12, received::uid),
            new Kind(Bsd.SOL_SOCKET, Bsd.SCM_CREDENTIALS, 12, received::gid),
        };
        for (Kind k : kinds) {
            for (int length = 0; length <= k.bytes; length++) {
                cut(k.level, k.type, new byte[length], length < k.bytes);
                assertEquals(length == k.bytes ? 0 : -1, k.value.getAsLong(), k.type + " of " + length + " bytes");
            }
        }
    }

    /** The only message, at the end of the buffer, as the kernel leaves it. */
    private void cut(int level, int type, byte[] value, boolean cutOff) {
        slab.putInt(Header.Message.IN_COUNT, 0);
        used = cutOff ? CAPACITY - value.length : 0;
        slab.putInt(Header.Message.FLAGS, cutOff ? Bsd.MSG_CTRUNC : 0);
        add(level, type, value);
    }

    @Test
    void valuesOfAnyLength_areNotThere_ifTheirEndMayBeMissing() {
        byte[] context = new byte[10];
        cut(Bsd.SOL_SOCKET, Bsd.SCM_SECURITY, context, true);
        assertNull(received.security());
        assertEquals(true, received.mayBeCutOff(0));
        cut(Bsd.SOL_SOCKET, Bsd.SCM_SECURITY, context, false);
        assertArrayEquals(context, received.security());
        slab.putInt(Header.Message.FLAGS, Bsd.MSG_CTRUNC); // others did not come; this one does not reach the end
        assertArrayEquals(context, received.security());
        assertFalse(received.mayBeCutOff(0));
    }

    @Test
    void addressesThatAreNotWhole_areNotKnown() {
        for (int family : new int[] {Bsd.AF_INET, Bsd.AF_INET6}) {
            int whole = family == Bsd.AF_INET ? 16 : 28;
            for (int length = 2; length <= whole; length++) {
                byte[] address = new byte[length];
                ByteBuffer.wrap(address).order(ByteOrder.nativeOrder()).putShort((short) family);
                cut(Bsd.IPPROTO_IP, Bsd.IP_ORIGDSTADDR, address, length < whole);
                assertEquals(length == whole, received.originalDestination(new SockaddrStorage()));
                byte[] report = new byte[16 + length];
                System.arraycopy(address, 0, report, 16, length);
                cut(Bsd.IPPROTO_IP, Bsd.IP_RECVERR, report, length < whole);
                assertEquals(length == whole, received.errorOffender(new SockaddrStorage()));
                assertEquals(0, received.errorErrno());
            }
        }
    }

    @Test
    void timesOutOfReach_areNotKnown() {
        for (long seconds :
                new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 1L << 60, Long.MAX_VALUE / 1_000_000_000L + 1}) {
            cut(Bsd.SOL_SOCKET, Bsd.SCM_TIMESTAMPNS, longs(seconds, 0), false);
            assertEquals(-1, received.timestampNanos());
            cut(Bsd.SOL_SOCKET, Bsd.SCM_TIMESTAMP, longs(seconds, 0), false);
            assertEquals(-1, received.timestampNanos());
            cut(Bsd.SOL_SOCKET, Bsd.SCM_TIMESTAMPING, longs(seconds, 0, 0, 0, seconds, 0), false);
            assertEquals(-1, received.softwareTimestampNanos());
            assertEquals(-1, received.hardwareTimestampNanos());
        }
    }

    @Test
    void offenderCutOff_isNotKnown() {
        add(Bsd.IPPROTO_IP, Bsd.IP_RECVERR, new byte[17]);
        assertEquals(0, received.errorErrno());
        assertFalse(received.errorOffender(new SockaddrStorage()));
    }

    @Test
    void dropCount_isUnsigned() {
        add(Bsd.SOL_SOCKET, Bsd.SO_RXQ_OVFL, new byte[] {-1, -1, -1, -1});
        assertEquals(0xFFFF_FFFFL, received.dropCount());
    }

    @Test
    void linkLocalDestination_hasTheInterfaceAsItsScope_andMulticastIsNotAnsweredFrom() {
        byte[] pktinfo = new byte[20];
        pktinfo[0] = (byte) 0xFE;
        pktinfo[1] = (byte) 0x80;
        pktinfo[15] = 1;
        pktinfo[16] = 7;
        add(Bsd.IPPROTO_IPV6, Bsd.IPV6_PKTINFO, pktinfo);
        SockaddrStorage a = new SockaddrStorage();
        received.destination(a);
        assertEquals(7, a.scopeId());
        assertEquals(7, received.interfaceIndex());

        int out = MessageLayout.outData(BUFFERS);
        ControlBuilder reply = new ControlBuilder(this, memory).at(0, out, MessageLayout.outRecords(BUFFERS, CAPACITY));
        reply.replyFrom(received);
        assertArrayEquals(pktinfo, bytes(out + MessageLayout.HEADER, 20));

        slab.put(data, (byte) 0xFF).put(data + 1, (byte) 2);
        reply.clear().replyFrom(received);
        byte[] interfaceOnly = new byte[20];
        interfaceOnly[16] = 7;
        assertArrayEquals(interfaceOnly, bytes(out + MessageLayout.HEADER, 20));
    }

    private byte[] bytes(int at, int length) {
        byte[] bytes = new byte[length];
        slab.get(at, bytes);
        return bytes;
    }
}
