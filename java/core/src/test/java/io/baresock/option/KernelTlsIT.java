package io.baresock.option;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
@DisplayName("G9: kernel TLS by options")
class KernelTlsIT {

    private static final byte[] NONE = {};

    private static byte[] filled(int length, int with) {
        byte[] b = new byte[length];
        Arrays.fill(b, (byte) with);
        return b;
    }

    private static TlsCrypto aes128() {
        return TlsCrypto.of(
                TLS_1_3_VERSION,
                TlsCrypto.Cipher.AES_GCM_128,
                filled(16, 0x11),
                filled(4, 0x22),
                filled(8, 0x33),
                new byte[8]);
    }

    @Test
    void structs_haveTheLayoutOfTheKernel() {
        ByteBuffer b = ByteBuffer.wrap(aes128().pack()).order(ByteOrder.nativeOrder());
        assertEquals(40, b.capacity()); // struct tls12_crypto_info_aes_gcm_128: info, iv, key, salt, rec_seq
        assertEquals(TLS_1_3_VERSION, b.getShort(0));
        assertEquals(TLS_CIPHER_AES_GCM_128, b.getShort(2));
        assertArrayEquals(filled(8, 0x33), Arrays.copyOfRange(b.array(), 4, 12));
        assertArrayEquals(filled(16, 0x11), Arrays.copyOfRange(b.array(), 12, 28));
        assertArrayEquals(filled(4, 0x22), Arrays.copyOfRange(b.array(), 28, 32));
        TlsCrypto chacha = TlsCrypto.of(
                TLS_1_2_VERSION, TlsCrypto.Cipher.CHACHA20_POLY1305, filled(32, 1), NONE, filled(12, 2), new byte[8]);
        assertEquals(56, chacha.pack().length);
        TlsCrypto aes256 = TlsCrypto.of(
                TLS_1_2_VERSION, TlsCrypto.Cipher.AES_GCM_256, filled(32, 1), filled(4, 2), filled(8, 3), new byte[8]);
        assertEquals(56, aes256.pack().length);
        assertFalse(aes128().toString().contains("11"), aes128().toString());
    }

    @Test
    void wrongLengths_areRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> TlsCrypto.of(
                        TLS_1_3_VERSION,
                        TlsCrypto.Cipher.AES_GCM_128,
                        filled(32, 1),
                        filled(4, 2),
                        filled(8, 3),
                        NONE));
        assertThrows(
                IllegalArgumentException.class,
                () -> TlsCrypto.of(7, TlsCrypto.Cipher.AES_GCM_128, filled(16, 1), filled(4, 2), filled(8, 3), NONE));
    }

    @Test
    void records_areEncryptedOnOneEndAndDecryptedOnTheOther() throws Exception {
        try (Socket listener = SocketCases.listener(SocketKind.TCP);
                Socket client = SocketKind.TCP.open()) {
            client.connect(listener.localAddress());
            try (Socket server = Objects.requireNonNull(listener.accept())) {
                assumeFalse(lacksTls(client), "this kernel has no CONFIG_TLS");
                server.setOption(TcpOptions.TCP_ULP, "tls");
                assertEquals("tls", client.getOption(TcpOptions.TCP_ULP));
                client.setOption(TlsOptions.TLS_TX, aes128());
                server.setOption(TlsOptions.TLS_RX, aes128());
                assertEquals(3, client.send(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0));
                ByteBuffer in = ByteBuffer.allocate(16);
                assertEquals(3, server.recv(in, 0));
                assertArrayEquals(new byte[] {1, 2, 3}, Arrays.copyOf(in.array(), 3));
            }
        }
    }

    private static boolean lacksTls(Socket s) throws ErrnoException {
        try {
            s.setOption(TcpOptions.TCP_ULP, "tls");
            return false;
        } catch (ErrnoException e) {
            if (e.errno() == ENOENT) {
                return true;
            }
            throw e;
        }
    }
}
