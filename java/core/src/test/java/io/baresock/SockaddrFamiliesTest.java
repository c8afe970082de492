package io.baresock;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Z2, G12: netlink, packet, vsock and CAN addresses, field by field at the offsets that {@code native/test/test_families.c}
 * checks against the C structs.
 */
@EnabledOnOs(OS.LINUX)
class SockaddrFamiliesTest {

    private static final byte[] MAC = {0x02, 0, 0x5E, (byte) 0xFF, 0x10, 0x01};

    private static ByteBuffer packed(Sockaddr a) {
        return ByteBuffer.wrap(a.pack()).order(ByteOrder.nativeOrder());
    }

    private static void assertReversible(String text, Sockaddr a) {
        assertEquals(text, a.toString());
        assertEquals(a, Sockaddr.parse(text));
        assertArrayEquals(a.pack(), Sockaddr.parse(text).pack());
        assertEquals(a, Sockaddr.unpack(a.pack()));
        assertThrows(UnsupportedOperationException.class, a::toSocketAddress);
    }

    @Test
    void netlink() {
        Sockaddr a = Sockaddr.netlink(0x8000_0001, 0x11);
        ByteBuffer b = packed(a);
        assertEquals(12, b.capacity());
        assertEquals(Bsd.AF_NETLINK, b.getShort(0));
        assertEquals(0, b.getShort(2));
        assertEquals(0x8000_0001, b.getInt(4));
        assertEquals(0x11, b.getInt(8));
        assertEquals(0x8000_0001, a.netlinkPid());
        assertEquals(0x11, a.netlinkGroups());
        assertEquals(-1, a.port());
        assertReversible("netlink:2147483649/0x11", a);
    }

    @Test
    void packet() {
        Sockaddr a = Sockaddr.packet(Bsd.ETH_P_IPV6, 7, 772, Bsd.PACKET_OUTGOING, MAC);
        ByteBuffer b = packed(a);
        assertEquals(20, b.capacity());
        assertEquals(Bsd.AF_PACKET, b.getShort(0));
        assertEquals(Bsd.ETH_P_IPV6, b.order(ByteOrder.BIG_ENDIAN).getShort(2) & 0xFFFF);
        b.order(ByteOrder.nativeOrder());
        assertEquals(7, b.getInt(4));
        assertEquals(772, b.getShort(8));
        assertEquals(Bsd.PACKET_OUTGOING, b.get(10));
        assertEquals(6, b.get(11));
        assertArrayEquals(MAC, Arrays.copyOfRange(b.array(), 12, 18));
        assertEquals(0, b.getShort(18));
        assertEquals(Bsd.ETH_P_IPV6, a.packetProtocol());
        assertEquals(7, a.interfaceIndex());
        assertEquals(772, a.hardwareType());
        assertEquals(Bsd.PACKET_OUTGOING, a.packetType());
        assertArrayEquals(MAC, a.hardwareAddress());
        assertReversible("packet:7/0x86dd/772/4/02:00:5e:ff:10:01", a);
        assertReversible("packet:0/0x3/0/0/", Sockaddr.packet(Bsd.ETH_P_ALL, 0, 0, 0, new byte[0]));
        assertEquals(Sockaddr.packet(Bsd.ETH_P_ALL, 7, 0, 0, new byte[0]), Sockaddr.packet(Bsd.ETH_P_ALL, 7));
        assertEquals(32, Sockaddr.packet(0, 1, 32, 0, new byte[20]).length()); // InfiniBand
    }

    @Test
    void packet_equalsWhatTheKernelCutsOffAfterTheAddress() {
        Sockaddr a = Sockaddr.packet(Bsd.ETH_P_IP, 2, 1, 0, new byte[6]);
        Sockaddr cut = Sockaddr.unpack(Arrays.copyOf(a.pack(), 18));
        assertEquals(a, cut);
        assertEquals(a.hashCode(), cut.hashCode());
        assertEquals(a.toString(), cut.toString());
        assertNotEquals(a, Sockaddr.packet(Bsd.ETH_P_IP, 2, 1, 0, MAC));
    }

    @Test
    void vsock() {
        Sockaddr a = Sockaddr.vsock(3, 0xFFFF_FFFEL);
        ByteBuffer b = packed(a);
        assertEquals(16, b.capacity());
        assertEquals(Bsd.AF_VSOCK, b.getShort(0));
        assertEquals(0, b.getShort(2));
        assertEquals(-2, b.getInt(4));
        assertEquals(3, b.getInt(8));
        assertEquals(0, b.getInt(12));
        assertEquals(3, a.cid());
        assertEquals(0xFFFF_FFFEL, a.vsockPort());
        assertReversible("vsock:3:4294967294", a);
        assertReversible("vsock:any:any", Sockaddr.vsock(Bsd.VMADDR_CID_ANY, Bsd.VMADDR_PORT_ANY));
        assertReversible("vsock:1:1024", Sockaddr.vsock(Bsd.VMADDR_CID_LOCAL, 1024));
        assertReversible("vsock:2:1024;flags=0x1", Sockaddr.vsock(Bsd.VMADDR_CID_HOST, 1024, Bsd.VMADDR_FLAG_TO_HOST));
    }

    @Test
    void can() {
        Sockaddr raw = Sockaddr.can(5);
        assertEquals(24, raw.length());
        assertEquals(5, packed(raw).getInt(4));
        assertEquals(5, raw.interfaceIndex());
        assertReversible("can:5", raw);
        assertEquals(raw, Sockaddr.unpack(Arrays.copyOf(raw.pack(), 8))); // as CAN_RAW returns it

        Sockaddr isotp = Sockaddr.isotp(5, 0x7E8, 0x18DA_10F1 | Bsd.CAN_EFF_FLAG);
        assertEquals(0x7E8, packed(isotp).getInt(8));
        assertEquals(0x98DA_10F1, packed(isotp).getInt(12));
        assertEquals(0x7E8, isotp.isotpRxId());
        assertEquals(0x98DA_10F1, isotp.isotpTxId());
        assertReversible("can:5/0x7e8/0x98da10f1", isotp);

        Sockaddr j1939 = Sockaddr.j1939(5, 0xFEDC_BA98_0123_4567L, Bsd.J1939_NO_PGN, Bsd.J1939_NO_ADDR);
        assertEquals(0xFEDC_BA98_0123_4567L, packed(j1939).getLong(8));
        assertEquals(Bsd.J1939_NO_PGN, packed(j1939).getInt(16));
        assertEquals(Bsd.J1939_NO_ADDR, packed(j1939).get(20) & 0xFF);
        assertEquals(0xFEDC_BA98_0123_4567L, j1939.j1939Name());
        assertEquals(Bsd.J1939_NO_PGN, j1939.j1939Pgn());
        assertEquals(Bsd.J1939_NO_ADDR, j1939.j1939Address());
        assertReversible("can:5/fedcba9801234567/0x40000/0xff", j1939);
    }

    @Test
    void otherFamilies_haveNoneOfTheseFields() {
        Sockaddr inet = Sockaddr.inet("127.0.0.1", 80);
        assertEquals(-1, inet.cid());
        assertEquals(-1, inet.vsockPort());
        assertEquals(0, inet.interfaceIndex());
        assertEquals(0, inet.netlinkPid());
        assertEquals(0, inet.hardwareAddress().length);
    }

    @Test
    void argumentsOutOfRange_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.packet(0x10000, 0, 0, 0, MAC));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.packet(0, -1, 0, 0, MAC));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.packet(0, 0, -1, 0, MAC));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.packet(0, 0, 0, 256, MAC));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.packet(0, 0, 0, 0, new byte[33]));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.vsock(-2, 0));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.vsock(0, 1L << 32));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.vsock(0, 0, 256));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.can(-1));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.j1939(1, 0, 0, 256));
        assertEquals(
                "isotp: interface index -1 is not in 0..2147483647",
                assertThrows(IllegalArgumentException.class, () -> Sockaddr.isotp(-1, 0, 0))
                        .getMessage());
        assertEquals(
                "j1939: interface index -1 is not in 0..2147483647",
                assertThrows(IllegalArgumentException.class, () -> Sockaddr.j1939(-1, 0, 0, 0))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "netlink:",
                "netlink:1",
                "netlink:1/2",
                "netlink:-1/0x0",
                "netlink:4294967296/0x0",
                "netlink:1/0x0/1",
                "packet:1/0x3/0/0",
                "packet:1/0x10000/0/0/",
                "packet:1/0x3/0/256/",
                "packet:1/0x3/0/0/0",
                "packet:1/3/0/0/",
                "packet:2147483648/0x3/0/0/",
                "packet:1/0x3/0/0/00:11:",
                "vsock:",
                "vsock:1",
                "vsock:1:",
                "vsock:+1:1",
                "vsock:4294967296:1",
                "vsock:1:1;flags=1",
                "vsock:1:1;flags=0x100",
                "vsock:1;flags=0x1",
                "can:",
                "can:x",
                "can:1/0x1",
                "can:1/1/2",
                "can:1/0123456789abcdef/0x1",
                "can:1/0/0x1/0x1",
                "can:1/0123456789abcdef/0x1/0x100",
                "can:\u0661"
            })
    void malformedText_isRefused(String text) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Sockaddr.parse(text));
        assertEquals("parse(\"" + text + "\")", e.getMessage().substring(0, text.length() + 9));
    }

    @Test
    void alg() {
        Sockaddr a = Sockaddr.alg("aead", "gcm(aes)", 0x10, 0x1f);
        ByteBuffer b = packed(a);
        assertEquals(88, b.capacity());
        assertEquals(Bsd.AF_ALG, b.getShort(0));
        assertArrayEquals("aead\0".getBytes(US_ASCII), Arrays.copyOfRange(b.array(), 2, 7));
        assertEquals(0x10, b.getInt(16));
        assertEquals(0x1f, b.getInt(20));
        assertArrayEquals("gcm(aes)\0".getBytes(US_ASCII), Arrays.copyOfRange(b.array(), 24, 33));
        assertEquals("aead", a.algType());
        assertEquals("gcm(aes)", a.algName());
        assertEquals(0x10, a.algFeatures());
        assertEquals(0x1f, a.algMask());
        assertReversible("alg:aead:gcm(aes);0x10/0x1f", a);
        assertReversible("alg:hash:sha256", Sockaddr.alg("hash", "sha256"));
        assertReversible("alg:rng:" + "n".repeat(63), Sockaddr.alg("rng", "n".repeat(63)));
        // A name with a mark in it has no text of this form.
        assertReversible(
                Sockaddr.raw(
                                Bsd.AF_ALG,
                                Arrays.copyOfRange(Sockaddr.alg("hash", "a;b").pack(), 2, 88))
                        .toString(),
                Sockaddr.alg("hash", "a;b"));
        for (String bad : new String[] {"", "x".repeat(14), "a\0b"}) {
            assertThrows(IllegalArgumentException.class, () -> Sockaddr.alg(bad, "sha256"));
        }
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.alg("hash", "x".repeat(64)));
        assertEquals(null, Sockaddr.any4(1).algName());
    }

    @Test
    void tipc() {
        Sockaddr service = Sockaddr.tipcService(0x8000_0001, 17, 0x01001001, Bsd.TIPC_NODE_SCOPE);
        ByteBuffer b = packed(service);
        assertEquals(16, b.capacity());
        assertEquals(Bsd.AF_TIPC, b.getShort(0));
        assertEquals(Bsd.TIPC_SERVICE_ADDR, b.get(2));
        assertEquals(3, b.get(3));
        assertEquals(0x8000_0001, b.getInt(4));
        assertEquals(17, b.getInt(8));
        assertEquals(0x01001001, b.getInt(12));
        assertEquals(Bsd.TIPC_SERVICE_ADDR, service.tipcKind());
        assertEquals(3, service.tipcScope());
        assertEquals(0x8000_0001, service.tipcType());
        assertEquals(17, service.tipcLower());
        assertEquals(17, service.tipcUpper());
        assertEquals(0x01001001, service.tipcDomain());
        assertReversible("tipc:service/2147483649/17/16781313/3", service);
        Sockaddr range = Sockaddr.tipcRange(1000, 0, -1, -Bsd.TIPC_CLUSTER_SCOPE);
        assertEquals(0, range.tipcLower());
        assertEquals(-1, range.tipcUpper());
        assertEquals(-2, range.tipcScope());
        assertEquals(0, range.tipcRef());
        assertReversible("tipc:range/1000/0/4294967295/254", range);
        Sockaddr socket = Sockaddr.tipcSocket(7, 0x01001002);
        assertEquals(7, socket.tipcRef());
        assertEquals(0x01001002, socket.tipcNode());
        assertEquals(0, socket.tipcType());
        assertReversible("tipc:socket/7/16781314/0", socket);
        assertEquals(-1, Sockaddr.any4(1).tipcKind());
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.tipcService(1, 1, 0, 128));
        for (String bad : new String[] {
            "tipc:", "tipc:service/1/2/3", "tipc:socket/1/2/3/4", "tipc:port/1/2/3/4", "tipc:range/1/2/3/256"
        }) {
            assertThrows(IllegalArgumentException.class, () -> Sockaddr.parse(bad), bad);
        }
    }

    @Test
    void qipcrtr() {
        Sockaddr a = Sockaddr.qipcrtr(0xFFFF_FFFFL, 5);
        ByteBuffer b = packed(a);
        assertEquals(12, b.capacity());
        assertEquals(Bsd.AF_QIPCRTR, b.getShort(0));
        assertEquals(-1, b.getInt(4));
        assertEquals(5, b.getInt(8));
        assertEquals(0xFFFF_FFFFL, a.qipcrtrNode());
        assertEquals(5, a.qipcrtrPort());
        assertEquals(a, Sockaddr.qipcrtr(Bsd.QRTR_NODE_BCAST, 5));
        assertEquals(0xFFFF_FFFEL, Sockaddr.qipcrtr(1, Bsd.QRTR_PORT_CTRL).qipcrtrPort());
        assertReversible("qipcrtr:4294967295/5", a);
        assertEquals(-1, Sockaddr.any4(1).qipcrtrNode());
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.qipcrtr(1L << 32, 1));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.parse("qipcrtr:1"));
    }
}
