package io.baresock;

import static io.baresock.FamilyConstants.AF_INET;
import static io.baresock.FamilyConstants.AF_INET6;
import static io.baresock.FamilyConstants.AF_UNIX;

import java.nio.ByteBuffer;
import java.util.List;

/** The codecs of all families; a family without one is printed as raw bytes. */
final class SockaddrCodecs {

    private static final SockaddrCodec INET = new InetCodec();
    private static final SockaddrCodec INET6 = new Inet6Codec();
    private static final SockaddrCodec UNIX = new UnixCodec();
    private static final SockaddrCodec RAW = new RawCodec();

    /** In the order in which they are asked about a text; {@code INET} has no mark of its own and comes last. */
    private static final List<SockaddrCodec> ALL = List.of(UNIX, RAW, INET6, INET);

    private SockaddrCodecs() {}

    static String format(ByteBuffer packed) {
        String text = of(SockaddrLayout.family(packed, 0, packed.capacity())).format(packed);
        return text != null ? text : RawCodec.text(packed);
    }

    static ByteBuffer parse(String text) {
        for (SockaddrCodec codec : ALL) {
            ByteBuffer packed = codec.parse(text);
            if (packed != null) {
                return packed;
            }
        }
        throw new IllegalArgumentException("parse(\"" + text + "\"): not a socket address");
    }

    private static SockaddrCodec of(int family) {
        if (family == AF_INET) {
            return INET;
        }
        if (family == AF_INET6) {
            return INET6;
        }
        return family == AF_UNIX ? UNIX : RAW;
    }
}
