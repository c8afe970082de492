package io.baresock.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS of the JDK on top of a socket that is there already. */
class TlsIT {

    @TempDir
    static Path folder;

    private static SSLContext context;

    @BeforeAll
    static void make() throws Exception {
        context = OwnCertificate.make(folder).context();
    }

    private static SSLSocket layered(Socket socket, boolean client) throws Exception {
        SSLSocket tls =
                (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        tls.setUseClientMode(client);
        return tls;
    }

    @ParameterizedTest
    @MethodSource("io.baresock.net.Case#all")
    void aLayerOfTls_worksAtBothEnds(Case c) throws Exception {
        byte[] data = new byte[300_000];
        new Random(2).nextBytes(data);
        c.run(() -> {
            try (ServerSocket server = Link.listening(c.maker());
                    Socket plain = c.maker().socket()) {
                plain.connect(server.getLocalSocketAddress());
                Socket accepted = server.accept();
                Case.Task<byte[]> echo = c.start(() -> {
                    try (SSLSocket tls = layered(accepted, false)) {
                        byte[] got = tls.getInputStream().readNBytes(data.length);
                        tls.getOutputStream().write(got);
                        assertEquals(-1, tls.getInputStream().read());
                        return got;
                    }
                });
                try (SSLSocket tls = layered(plain, true)) {
                    tls.getOutputStream().write(data);
                    assertArrayEquals(data, tls.getInputStream().readNBytes(data.length));
                    tls.setSoTimeout(1);
                    assertThrows(SocketTimeoutException.class, () -> tls.getInputStream()
                            .read());
                    assertTrue(tls.getSession().getProtocol().startsWith("TLSv1"));
                }
                assertTrue(plain.isClosed());
                assertArrayEquals(data, echo.get());
                assertTrue(accepted.isClosed());
            }
        });
    }
}
