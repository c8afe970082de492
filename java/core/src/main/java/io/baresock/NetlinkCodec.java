package io.baresock;

import static io.baresock.constants.FamilyConstants.AF_NETLINK;

import io.baresock.internal.Abi;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Netlink: {@code netlink:PID/0xGROUPS}. {@code struct sockaddr_nl} of netlink(7). */
final class NetlinkCodec implements SockaddrCodec {

    private static final String PREFIX = "netlink:";
    private static final int LENGTH = 12;
    private static final int PAD = 2;
    private static final int PID = 4;
    private static final int GROUPS = 8;

    static ByteBuffer pack(int pid, int groups) {
        Abi.check(AF_NETLINK, "netlink");
        return SockaddrLayout.allocate(AF_NETLINK, LENGTH).putInt(PID, pid).putInt(GROUPS, groups);
    }

    private static boolean is(ByteBuffer b) {
        return b.capacity() == LENGTH && SockaddrLayout.family(b, 0, LENGTH) == AF_NETLINK;
    }

    static int pid(ByteBuffer b) {
        return is(b) ? b.getInt(PID) : 0;
    }

    static int groups(ByteBuffer b) {
        return is(b) ? b.getInt(GROUPS) : 0;
    }

    @Override
    public @Nullable String format(ByteBuffer packed) {
        if (!is(packed) || packed.getShort(PAD) != 0) {
            return null;
        }
        return PREFIX + Integer.toUnsignedString(pid(packed)) + '/' + SockaddrFields.hex(groups(packed));
    }

    @Override
    public @Nullable ByteBuffer parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return null;
        }
        String[] f = SockaddrFields.split(text, PREFIX.length(), "netlink:PID/0xGROUPS", 2);
        return pack(SockaddrFields.decimal32(text, f[0]), SockaddrFields.hex32(text, f[1]));
    }
}
