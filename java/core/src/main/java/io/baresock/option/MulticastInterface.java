package io.baresock.option;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import java.nio.ByteBuffer;

/**
 * The value of {@code IP_MULTICAST_IF}: the interface that sends multicast datagrams. If both are given, the index counts. Immutable.
 * See ip(7).
 *
 * @param address an IPv4 address of the interface, port 0; 0.0.0.0 for none
 * @param interfaceIndex the interface; 0 for the one with this address. Linux does not report it when you read the option
 */
public record MulticastInterface(Sockaddr address, int interfaceIndex) {

    /** The system chooses. */
    public static final MulticastInterface ANY = new MulticastInterface(Sockaddr.any4(0), 0);

    /** {@code struct ip_mreqn}. */
    static final int SIZE = 12;

    /** Checks the family. */
    public MulticastInterface {
        MulticastGroup.inet4("IP_MULTICAST_IF", address);
    }

    /**
     * By index.
     *
     * @param interfaceIndex the interface, as of {@link Bsd#if_nametoindex}
     */
    public MulticastInterface(int interfaceIndex) {
        this(Sockaddr.any4(0), interfaceIndex);
    }

    /**
     * By name.
     *
     * @param name the interface, such as {@code "eth0"}
     * @return the value
     * @throws ErrnoException ENODEV if there is no such interface
     */
    public static MulticastInterface of(String name) throws ErrnoException {
        int index = Bsd.if_nametoindex(name);
        if (index < 0) {
            throw new ErrnoException("if_nametoindex", -index, "interface \"" + name + "\"");
        }
        return new MulticastInterface(index);
    }

    /**
     * By index.
     *
     * @param interfaceIndex the interface
     * @return the value
     */
    public static MulticastInterface of(int interfaceIndex) {
        return new MulticastInterface(interfaceIndex);
    }

    void encode(ByteBuffer out) {
        out.putInt(0).put(address.addressBytes()).putInt(interfaceIndex);
    }

    static MulticastInterface decode(ByteBuffer in) {
        byte[] ip = new byte[4];
        in.get(ip);
        return new MulticastInterface(Sockaddr.inet(ip, 0), 0);
    }
}
