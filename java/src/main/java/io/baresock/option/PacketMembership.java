package io.baresock.option;

import java.nio.ByteBuffer;

/**
 * What a packet socket wants from an interface beside its own traffic. See packet(7).
 *
 * @param interfaceIndex the interface
 * @param type such as {@code PACKET_MR_PROMISC} or {@code PACKET_MR_MULTICAST}
 * @param address the link-layer address for {@code PACKET_MR_MULTICAST} and {@code PACKET_MR_UNICAST}, at most 8 bytes
 */
public record PacketMembership(int interfaceIndex, int type, byte[] address) {

    /** {@code struct packet_mreq}. */
    static final int SIZE = 16;

    private static final int ADDRESS_MAX = 8;

    /** Checks the length of the address and copies it. */
    public PacketMembership {
        if (address.length > ADDRESS_MAX) {
            throw new IllegalArgumentException("a link-layer address of " + address.length + " bytes, more than 8");
        }
        address = address.clone();
    }

    /**
     * Everything that passes the interface.
     *
     * @param interfaceIndex the interface
     * @return the membership
     */
    public static PacketMembership promiscuous(int interfaceIndex) {
        return new PacketMembership(interfaceIndex, io.baresock.Bsd.PACKET_MR_PROMISC, new byte[0]);
    }

    @Override
    public byte[] address() {
        return address.clone();
    }

    void encode(ByteBuffer out) {
        out.putInt(interfaceIndex).putShort((short) type).putShort((short) address.length);
        out.put(address).put(new byte[ADDRESS_MAX - address.length]);
    }
}
