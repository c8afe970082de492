package io.baresock;

import static io.baresock.constants.FamilyConstants.AF_ALG;
import static io.baresock.constants.FamilyConstants.AF_CAN;
import static io.baresock.constants.FamilyConstants.AF_INET;
import static io.baresock.constants.FamilyConstants.AF_INET6;
import static io.baresock.constants.FamilyConstants.AF_NETLINK;
import static io.baresock.constants.FamilyConstants.AF_PACKET;
import static io.baresock.constants.FamilyConstants.AF_QIPCRTR;
import static io.baresock.constants.FamilyConstants.AF_TIPC;
import static io.baresock.constants.FamilyConstants.AF_UNIX;
import static io.baresock.constants.FamilyConstants.AF_VSOCK;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** The codecs of all families; a family without one is printed as raw bytes. All but IPv4 mark their text. */
final class SockaddrCodecs {

    private static final SockaddrCodec INET = new InetCodec();
    private static final SockaddrCodec RAW = new RawCodec();

    // A family that this platform lacks has a number of its own that no address has.
    private static final Map<Integer, SockaddrCodec> BY_FAMILY = Map.of(
            AF_INET, INET,
            AF_INET6, new Inet6Codec(),
            AF_UNIX, new UnixCodec(),
            AF_NETLINK, new NetlinkCodec(),
            AF_PACKET, new PacketCodec(),
            AF_VSOCK, new VsockCodec(),
            AF_CAN, new CanCodec(),
            AF_ALG, new AlgCodec(),
            AF_TIPC, new TipcCodec(),
            AF_QIPCRTR, new QipcrtrCodec());

    private static final List<SockaddrCodec> MARKED =
            BY_FAMILY.values().stream().filter(codec -> codec != INET).toList();

    private SockaddrCodecs() {}

    static String format(ByteBuffer packed) {
        String text = of(SockaddrLayout.family(packed, 0, packed.capacity())).format(packed);
        return text != null ? text : RawCodec.text(packed);
    }

    static ByteBuffer parse(String text) {
        for (SockaddrCodec codec : MARKED) {
            ByteBuffer packed = codec.parse(text);
            if (packed != null) {
                return packed;
            }
        }
        ByteBuffer packed = RAW.parse(text);
        return packed != null ? packed : InetCodec.parseInet(text); // which has no mark of its own
    }

    private static SockaddrCodec of(int family) {
        return BY_FAMILY.getOrDefault(family, RAW);
    }
}
