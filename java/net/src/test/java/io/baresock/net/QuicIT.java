package io.baresock.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.baresock.testkit.Patience;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.QuicStream;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.server.ApplicationProtocolConnection;
import tech.kwik.core.server.ApplicationProtocolConnectionFactory;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnector;

/** QUIC by kwik, with our datagram socket at both ends. */
class QuicIT {

    private static final String PROTOCOL = "echo";

    @TempDir
    Path folder;

    /** Sends each stream back. */
    private static final class Echo implements ApplicationProtocolConnectionFactory {
        @Override
        public ApplicationProtocolConnection createConnection(String protocol, QuicConnection connection) {
            return new ApplicationProtocolConnection() {
                @Override
                public void acceptPeerInitiatedStream(QuicStream stream) {
                    new Thread(() -> echo(stream)).start();
                }
            };
        }

        @Override
        public int maxConcurrentPeerInitiatedBidirectionalStreams() {
            return 10;
        }

        private static void echo(QuicStream stream) {
            try {
                stream.getInputStream().transferTo(stream.getOutputStream());
                stream.getOutputStream().close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void streams_areEchoed() throws Exception {
        OwnCertificate own = OwnCertificate.make(folder);
        BaresockDatagramSocket socket = new BaresockDatagramSocket(new InetSocketAddress(Link.LOOPBACK, 0));
        try (ServerConnector server = ServerConnector.builder()
                .withPort(socket.getLocalPort())
                .withSocket(socket)
                .withKeyStore(own.store(), OwnCertificate.NAME, OwnCertificate.PASSWORD)
                .withConfiguration(ServerConnectionConfig.builder()
                        .maxOpenPeerInitiatedBidirectionalStreams(10)
                        .maxIdleTimeoutInSeconds((int) Patience.SECONDS)
                        .build())
                .withLogger(new NullLogger())
                .build()) {
            server.registerApplicationProtocol(PROTOCOL, new Echo());
            server.start();
            QuicClientConnection client = QuicClientConnection.newBuilder()
                    .uri(URI.create("https://localhost:" + socket.getLocalPort()))
                    .applicationProtocol(PROTOCOL)
                    .connectTimeout(Duration.ofSeconds(Patience.SECONDS))
                    .maxIdleTimeout(Duration.ofSeconds(Patience.SECONDS))
                    .noServerCertificateCheck()
                    .preferIPv4()
                    .socketFactory(peer -> new BaresockDatagramSocket())
                    .build();
            client.connect();
            byte[] data = new byte[200_000];
            new Random(3).nextBytes(data);
            for (int i = 0; i < 3; i++) {
                QuicStream stream = client.createStream(true);
                stream.getOutputStream().write(data);
                stream.getOutputStream().close();
                assertArrayEquals(data, stream.getInputStream().readAllBytes());
            }
            client.closeAndWait();
        }
    }
}
