package io.baresock.option;

import io.baresock.Bsd;
import java.nio.ByteBuffer;

/** Which packets a packet socket gets from an interface besides those for this host. Immutable. See packet(7). */
public final class PacketMembership {

    /** {@code struct packet_mreq}. */
    static final int SIZE = 16;

    private static final int ADDRESS_MAX = 8;

    private final int interfaceIndex;
    private final int type;
    private final byte[] address;

    private PacketMembership(int interfaceIndex, int type, byte[] address) {
        if (address.length > ADDRESS_MAX) {
            throw new IllegalArgumentException("a link-layer address of " + address.length + " bytes, more than 8");
        }
        this.interfaceIndex = interfaceIndex;
        this.type = type;
        this.address = address.clone();
    }

    /**
     * A membership.
     *
     * @param interfaceIndex the interface
     * @param type such as {@code PACKET_MR_MULTICAST}
     * @param address the link-layer address for {@code PACKET_MR_MULTICAST} and {@code PACKET_MR_UNICAST}, at most 8 bytes
     * @return the membership
     */
    public static PacketMembership of(int interfaceIndex, int type, byte[] address) {
        return new PacketMembership(interfaceIndex, type, address);
    }

    /**
     * All packets that the interface sees.
     *
     * @param interfaceIndex the interface
     * @return the membership
     */
    public static PacketMembership promiscuous(int interfaceIndex) {
        return new PacketMembership(interfaceIndex, Bsd.PACKET_MR_PROMISC, new byte[0]);
    }

    @Override
    public String toString() {
        return "PacketMembership[interface " + interfaceIndex + ", type " + type + "]";
    }

    void encode(ByteBuffer out) {
        out.putInt(interfaceIndex).putShort((short) type).putShort((short) address.length);
        out.put(address).put(new byte[ADDRESS_MAX - address.length]);
    }
}
