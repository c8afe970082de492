package io.baresock.option;

import static io.baresock.Bsd.TLS_1_2_VERSION;
import static io.baresock.Bsd.TLS_1_3_VERSION;
import static io.baresock.Bsd.TLS_CIPHER_AES_GCM_128;
import static io.baresock.Bsd.TLS_CIPHER_AES_GCM_256;
import static io.baresock.Bsd.TLS_CIPHER_CHACHA20_POLY1305;

import java.nio.ByteBuffer;

/**
 * The value of {@code TLS_TX} and {@code TLS_RX}: the keys with which kernel TLS encrypts one direction. A TLS library makes the
 * handshake first. Immutable. {@link #toString} does not print the key.
 *
 * @see <a href="https://docs.kernel.org/networking/tls.html">Documentation/networking/tls.rst</a>
 */
public final class TlsCrypto {

    /** The size of the largest struct, for 256-bit keys. */
    static final int SIZE = 56;

    private static final int SEQUENCE = 8;

    private final int version;
    private final int cipher;
    private final byte[] packed;

    private TlsCrypto(int version, int cipher, byte[] packed) {
        this.version = version;
        this.cipher = cipher;
        this.packed = packed;
    }

    /** A cipher, and the lengths of its parts in bytes. */
    public enum Cipher {
        /** AES-GCM with a 128-bit key: Linux 4.13. */
        AES_GCM_128(8, 16, 4),
        /** AES-GCM with a 256-bit key: Linux 4.20. */
        AES_GCM_256(8, 32, 4),
        /** ChaCha20-Poly1305: Linux 5.11. */
        CHACHA20_POLY1305(12, 32, 0);

        private final int iv;
        private final int key;
        private final int salt;

        Cipher(int iv, int key, int salt) {
            this.iv = iv;
            this.key = key;
            this.salt = salt;
        }

        private int number() {
            return switch (this) {
                case AES_GCM_128 -> TLS_CIPHER_AES_GCM_128;
                case AES_GCM_256 -> TLS_CIPHER_AES_GCM_256;
                case CHACHA20_POLY1305 -> TLS_CIPHER_CHACHA20_POLY1305;
            };
        }
    }

    /**
     * Makes the value from its parts. With AES-GCM in TLS 1.2, the salt is the implicit part of the nonce and iv the explicit
     * part. In TLS 1.3 they are the first 4 and the last 8 bytes of the traffic iv. ChaCha20 has a 12-byte iv and no salt.
     *
     * @param version {@code TLS_1_2_VERSION} or {@code TLS_1_3_VERSION}
     * @param cipher the cipher
     * @param key 16 bytes for AES-GCM-128, else 32
     * @param salt 4 bytes for AES-GCM, else an empty array
     * @param iv 8 bytes for AES-GCM, else 12
     * @param sequence the number of the next record, 8 bytes, most significant first
     * @return the value
     * @throws IllegalArgumentException if a length or the version is wrong
     */
    public static TlsCrypto of(int version, Cipher cipher, byte[] key, byte[] salt, byte[] iv, byte[] sequence) {
        if (version != TLS_1_2_VERSION && version != TLS_1_3_VERSION) {
            throw new IllegalArgumentException("TLS version 0x" + Integer.toHexString(version) + " is not 1.2 or 1.3");
        }
        length("key", key, cipher.key);
        length("salt", salt, cipher.salt);
        length("iv", iv, cipher.iv);
        length("sequence", sequence, SEQUENCE);
        ByteBuffer b = ByteBuffer.allocate(iv.length + key.length + salt.length + SEQUENCE);
        b.put(iv).put(key).put(salt).put(sequence);
        return new TlsCrypto(version, cipher.number(), b.array());
    }

    private static void length(String what, byte[] bytes, int length) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(
                    "TLS " + what + " has " + bytes.length + " bytes, the cipher takes " + length);
        }
    }

    /** {@return {@code TLS_1_2_VERSION} or {@code TLS_1_3_VERSION}} */
    public int version() {
        return version;
    }

    /** {@return the cipher's number, such as {@code TLS_CIPHER_AES_GCM_128}} */
    public int cipher() {
        return cipher;
    }

    /**
     * The whole struct in native byte order, such as {@code struct tls12_crypto_info_aes_gcm_128}.
     *
     * @return a copy; it contains the key
     */
    public byte[] pack() {
        ByteBuffer b = ByteBuffer.allocate(2 * Short.BYTES + packed.length).order(java.nio.ByteOrder.nativeOrder());
        encode(b);
        return b.array();
    }

    void encode(ByteBuffer out) {
        out.putShort((short) version).putShort((short) cipher).put(packed);
    }

    @Override
    public String toString() {
        return "TlsCrypto[version 0x" + Integer.toHexString(version) + ", cipher " + cipher + "]";
    }
}
