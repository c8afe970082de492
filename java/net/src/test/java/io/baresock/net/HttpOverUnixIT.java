package io.baresock.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Patience;
import io.baresock.testkit.Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.InMemoryDnsResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** OkHttp and Apache's HttpClient with an HTTP server on a Unix socket: the shape of Docker's API. */
@EnabledOnOs(OS.LINUX)
class HttpOverUnixIT {

    /** Answers GET with the path and the host's name, and POST with what was sent. */
    private static final String SERVER =
            """
            import http.server, socketserver, sys
            class Handler(http.server.BaseHTTPRequestHandler):
                protocol_version = 'HTTP/1.1'
                def answer(self, body):
                    self.send_response(200)
                    self.send_header('Content-Length', str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                def do_GET(self):
                    self.answer((self.path + ' of ' + self.headers['Host']).encode())
                def do_POST(self):
                    self.answer(self.rfile.read(int(self.headers['Content-Length'])))
                def log_message(self, *all):
                    pass
            class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
                daemon_threads = True
            with Server(sys.argv[1], Handler) as server:
                print('listening', flush=True)
                server.serve_forever()
            """;

    private static final byte[] LARGE = new byte[2_000_000];

    @TempDir
    Path folder;

    private Peer serve(Path socket) throws IOException {
        Peer server = Peer.start("python3", List.of("-c", SERVER, socket.toString()));
        server.awaitText("listening");
        return server;
    }

    @Test
    void okHttp_goesToThePath_withTheNameOfTheHost() throws Exception {
        Path socket = folder.resolve("docker.sock");
        OkHttpClient client = new OkHttpClient.Builder()
                .socketFactory(new BaresockSocketFactory("unix:" + socket))
                .dns(host -> List.of(Link.LOOPBACK))
                .connectTimeout(Duration.ofSeconds(Patience.SECONDS))
                .readTimeout(Duration.ofSeconds(Patience.SECONDS))
                .writeTimeout(Duration.ofSeconds(Patience.SECONDS))
                .build();
        Request get =
                new Request.Builder().url("http://docker/v1.45/containers/json").build();
        assertThrows(IOException.class, () -> client.newCall(get).execute().close());
        try (Peer server = serve(socket)) {
            assertTrue(server.pid() > 0);
            for (int i = 0; i < 5; i++) { // one connection, used again
                try (Response r = client.newCall(get).execute()) {
                    assertEquals("/v1.45/containers/json of docker", r.body().string());
                }
                RequestBody body = RequestBody.create(LARGE, MediaType.get("application/x-tar"));
                Request post = new Request.Builder()
                        .url("http://docker/build")
                        .post(body)
                        .build();
                try (Response r = client.newCall(post).execute()) {
                    assertEquals(LARGE.length, r.body().bytes().length);
                }
            }
            assertEquals(1, client.connectionPool().connectionCount());
        } finally {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    /** Apache's client, whose sockets come from a factory that is given to the operator of its connections. */
    private static PoolingHttpClientConnectionManager pool(BaresockSocketFactory factory) {
        return new PoolingHttpClientConnectionManagerBuilder() {
            @Override
            protected HttpClientConnectionOperator createConnectionOperator(
                    SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
                return new DefaultHttpClientConnectionOperator(
                        proxy -> factory.createSocket(),
                        ports,
                        names,
                        RegistryBuilder.<TlsSocketStrategy>create()
                                .register("https", tls)
                                .build());
            }
        }.setDnsResolver(names())
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setSoTimeout(Timeout.ofSeconds(Patience.SECONDS))
                        .build())
                .build();
    }

    private static DnsResolver names() {
        InMemoryDnsResolver names = new InMemoryDnsResolver();
        names.add("docker", Link.LOOPBACK);
        return names;
    }

    @Test
    void apachesClient_goesToThePath_withTheNameOfTheHost() throws Exception {
        Path socket = folder.resolve("docker.sock");
        try (PoolingHttpClientConnectionManager pool = pool(new BaresockSocketFactory("unix:" + socket));
                CloseableHttpClient client = HttpClients.custom()
                        .setConnectionManager(pool)
                        .disableAutomaticRetries()
                        .build()) {
            HttpGet get = new HttpGet("http://docker/v1.45/containers/json");
            assertThrows(IOException.class, () -> client.execute(get, r -> r.getCode()));
            try (Peer server = serve(socket)) {
                assertTrue(server.pid() > 0);
                for (int i = 0; i < 5; i++) { // one connection, used again
                    assertEquals(
                            "/v1.45/containers/json of docker",
                            client.execute(get, r -> EntityUtils.toString(r.getEntity())));
                    HttpPost post = new HttpPost("http://docker/build");
                    post.setEntity(new ByteArrayEntity(LARGE, ContentType.APPLICATION_OCTET_STREAM));
                    assertEquals(
                            LARGE.length, client.execute(post, r -> EntityUtils.toByteArray(r.getEntity())).length);
                }
                assertEquals(1, pool.getTotalStats().getAvailable());
            }
        }
    }
}
