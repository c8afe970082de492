package io.baresock.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** OkHttp with an HTTP server on a Unix socket: the shape of Docker's API. */
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

    @TempDir
    Path folder;

    @Test
    void requests_goToThePath_withTheNameOfTheHost() throws Exception {
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
        try (Peer server = Peer.start("python3", List.of("-c", SERVER, socket.toString()))) {
            server.awaitText("listening");
            byte[] large = new byte[2_000_000];
            for (int i = 0; i < 5; i++) { // one connection, used again
                try (Response r = client.newCall(get).execute()) {
                    assertEquals("/v1.45/containers/json of docker", r.body().string());
                }
                RequestBody body = RequestBody.create(large, MediaType.get("application/x-tar"));
                Request post = new Request.Builder()
                        .url("http://docker/build")
                        .post(body)
                        .build();
                try (Response r = client.newCall(post).execute()) {
                    assertEquals(large.length, r.body().bytes().length);
                }
            }
            assertEquals(1, client.connectionPool().connectionCount());
        } finally {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }
}
