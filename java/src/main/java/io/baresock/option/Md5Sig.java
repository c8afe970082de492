package io.baresock.option;

import static io.baresock.Bsd.TCP_MD5SIG_FLAG_IFINDEX;
import static io.baresock.Bsd.TCP_MD5SIG_FLAG_PREFIX;

import io.baresock.Sockaddr;
import java.nio.ByteBuffer;

/**
 * A key for the MD5 signatures of RFC 2385, as BGP uses them: the value of {@code TCP_MD5SIG}. The key is neither printed nor
 * readable from the socket. See tcp(7).
 *
 * @param peer the other end, whose port is ignored; of the socket's family
 * @param key 1 to 80 bytes; none removes the peer's key
 * @param prefixLength with {@code TCP_MD5SIG_EXT}: how many bits of the address count; -1 for all
 * @param interfaceIndex with {@code TCP_MD5SIG_EXT}: the VRF interface (Linux 5.5); 0 for none
 */
public record Md5Sig(Sockaddr peer, byte[] key, int prefixLength, int interfaceIndex) {

    /** {@code struct tcp_md5sig}. */
    static final int SIZE = 216;

    private static final int STORAGE = 128;
    private static final int KEY_MAX = 80;
    private static final int PREFIX_MAX = 128;

    /** Checks the lengths and copies the key. */
    public Md5Sig {
        if (key.length > KEY_MAX) {
            throw new IllegalArgumentException("TCP_MD5SIG: a key of " + key.length + " bytes, more than " + KEY_MAX);
        }
        if (prefixLength < -1 || prefixLength > PREFIX_MAX) {
            throw new IllegalArgumentException("TCP_MD5SIG: prefix length " + prefixLength + " is not in -1..128");
        }
        key = key.clone();
    }

    /**
     * A key for one peer.
     *
     * @param peer the other end
     * @param key 1 to 80 bytes; none removes the peer's key
     * @return the value
     */
    public static Md5Sig of(Sockaddr peer, byte[] key) {
        return new Md5Sig(peer, key, -1, 0);
    }

    @Override
    public byte[] key() {
        return key.clone();
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
