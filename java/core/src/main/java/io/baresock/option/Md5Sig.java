package io.baresock.option;

import static io.baresock.Bsd.TCP_MD5SIG_FLAG_IFINDEX;
import static io.baresock.Bsd.TCP_MD5SIG_FLAG_PREFIX;

import io.baresock.Sockaddr;
import java.nio.ByteBuffer;

/**
 * The value of {@code TCP_MD5SIG}: a key for the MD5 signatures of RFC 2385, which BGP uses. {@link #toString} does not print the key,
 * and it cannot be read from the socket. Immutable. See tcp(7).
 */
public final class Md5Sig {

    /** {@code struct tcp_md5sig}. */
    static final int SIZE = 216;

    private static final int STORAGE = 128;
    private static final int KEY_MAX = 80;
    private static final int PREFIX_MAX = 128;

    private final Sockaddr peer;
    private final byte[] key;
    private final int prefixLength;
    private final int interfaceIndex;

    private Md5Sig(Sockaddr peer, byte[] key, int prefixLength, int interfaceIndex) {
        if (key.length > KEY_MAX) {
            throw new IllegalArgumentException("TCP_MD5SIG: a key of " + key.length + " bytes, more than " + KEY_MAX);
        }
        if (prefixLength < -1 || prefixLength > PREFIX_MAX) {
            throw new IllegalArgumentException("TCP_MD5SIG: prefix length " + prefixLength + " is not in 0..128");
        }
        this.peer = peer;
        this.key = key.clone();
        this.prefixLength = prefixLength;
        this.interfaceIndex = interfaceIndex;
    }

    /**
     * A key for one peer.
     *
     * @param peer the address of the other end, in the socket's family; its port is ignored
     * @param key 1 to 80 bytes; an empty array removes the peer's key
     * @return the value
     */
    public static Md5Sig of(Sockaddr peer, byte[] key) {
        return new Md5Sig(peer, key, -1, 0);
    }

    /**
     * For {@code TCP_MD5SIG_EXT}: the key is for every peer whose address begins with the same bits.
     *
     * @param length how many bits of the address count, 0 to 128
     * @return a copy
     */
    public Md5Sig withPrefix(int length) {
        return new Md5Sig(peer, key, length, interfaceIndex);
    }

    /**
     * For {@code TCP_MD5SIG_EXT}: the key is for connections in a VRF (Linux 5.5).
     *
     * @param index the VRF's interface; 0 for none
     * @return a copy
     */
    public Md5Sig withInterface(int index) {
        return new Md5Sig(peer, key, prefixLength, index);
    }

    @Override
    public String toString() {
        return "Md5Sig[" + peer + (prefixLength < 0 ? "" : "/" + prefixLength) + ", key of " + key.length + " bytes]";
    }

    void encode(ByteBuffer out) {
        byte[] packed = peer.pack();
        out.put(packed).put(new byte[STORAGE - packed.length]);
        int flags =
                (prefixLength < 0 ? 0 : TCP_MD5SIG_FLAG_PREFIX) | (interfaceIndex == 0 ? 0 : TCP_MD5SIG_FLAG_IFINDEX);
        out.put((byte) flags)
                .put((byte) Math.max(prefixLength, 0))
                .putShort((short) key.length)
                .putInt(interfaceIndex)
                .put(key)
                .put(new byte[KEY_MAX - key.length]);
    }
}
