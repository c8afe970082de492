package io.baresock.option;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.internal.Platform;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A multicast group on an interface, from any source. Immutable. See ip(7), RFC 3678.
 *
 * @param group an IPv4 or IPv6 multicast address; its port is ignored
 * @param interfaceIndex the interface; with 0 the system chooses it
 */
public record MulticastGroup(Sockaddr group, int interfaceIndex) {

    /** {@code struct ip_mreqn}. */
    static final int MREQN_SIZE = 12;
    /** {@code struct ipv6_mreq}. */
    static final int MREQ6_SIZE = 20;
    /** Where {@code sockaddr_storage} is in {@code struct group_req}: aligned to 8 bytes, but to 4 on macOS. */
    static final int STORAGE_AT = Platform.MACOS ? 4 : 8;

    static final int STORAGE = 128;
    /** {@code struct group_req}. */
    static final int REQ_SIZE = STORAGE_AT + STORAGE;

    /** Refuses null. */
    public MulticastGroup {
        Objects.requireNonNull(group, "group");
    }

    static void inet4(String what, Sockaddr address) {
        if (address.family() != Bsd.AF_INET) {
            throw new IllegalArgumentException(what + ": " + address + " is not an IPv4 address");
        }
    }

    void encodeMreqn(ByteBuffer out) {
        inet4("multicast", group);
        out.put(group.addressBytes()).putInt(0).putInt(interfaceIndex);
    }

    void encodeMreq6(ByteBuffer out) {
        if (group.family() != Bsd.AF_INET6) {
            throw new IllegalArgumentException("multicast: " + group + " is not an IPv6 address");
        }
        out.put(group.addressBytes()).putInt(interfaceIndex);
    }

    void encodeReq(ByteBuffer out) {
        putIndex(out, interfaceIndex);
        putStorage(out, group);
    }

    static void putIndex(ByteBuffer out, int index) {
        out.putInt(index).put(new byte[STORAGE_AT - Integer.BYTES]);
    }

    static void putStorage(ByteBuffer out, Sockaddr address) {
        byte[] packed = address.pack();
        out.put(packed).put(new byte[STORAGE - packed.length]);
    }
}
