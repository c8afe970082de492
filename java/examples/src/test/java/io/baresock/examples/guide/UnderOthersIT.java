package io.baresock.examples.guide;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.handover.NioChannels;
import io.baresock.option.TcpOptions;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import uk.co.real_logic.artio.engine.EngineConfiguration;
import uk.co.real_logic.artio.engine.framer.TcpChannel;

/**
 * The programs of the page "Under other programs and libraries", with the real libraries. Their types are in nested classes only, because the
 * build also reads the tests' methods where the libraries are not there.
 */
@EnabledOnOs(OS.LINUX)
class UnderOthersIT {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void dnsjava_asksAndGetsItsAnswer() throws Exception {
        Dns.asksAndGetsItsAnswer();
    }

    @Test
    void dnsjava_learnsAtOnceThatNobodyIsThere() throws Exception {
        Dns.learnsThatNobodyIsThere();
    }

    @Test
    void artio_opensAConnectionThatHasTheOption() throws IOException {
        Artio.opensAConnection();
    }

    @Test
    void jetty_servesOnAListenerThatHasTheOptions() throws Exception {
        Jetty.serves();
    }

    private static final class Dns {

        /** A name server that knows one thing. Returns the question. */
        static String answerOne(Socket server) throws IOException {
            SockaddrStorage from = new SockaddrStorage();
            ByteBuffer b = ByteBuffer.allocate(1500);
            assertTrue(server.recvfrom(b, 0, from, Patience.NANOS) > 0);
            Message answer = new Message(b.flip());
            Record question = answer.getQuestion();
            answer.getHeader().setFlag(Flags.QR);
            InetAddress known = InetAddress.getByName("192.0.2.7");
            answer.addRecord(new ARecord(question.getName(), DClass.IN, 60, known), Section.ANSWER);
            server.sendto(ByteBuffer.wrap(answer.toWire()), 0, from.toSockaddr());
            return question.getName().toString();
        }

        static Message question() throws IOException {
            return Message.newQuery(Record.newRecord(Name.fromString("host.example."), Type.A, DClass.IN));
        }

        static SimpleResolver resolver(int port, AtomicInteger asked) {
            SimpleResolver resolver = DnsResolver.at(new InetSocketAddress(LOOPBACK, port), task -> {
                asked.incrementAndGet();
                new Thread(task).start();
            });
            resolver.setTimeout(Duration.ofSeconds(Patience.SECONDS));
            return resolver;
        }

        static void asksAndGetsItsAnswer() throws Exception {
            AtomicInteger asked = new AtomicInteger();
            try (Socket server = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0))) {
                FutureTask<String> answering = new FutureTask<>(() -> answerOne(server));
                new Thread(answering).start();
                Message answer = resolver(server.localAddress().port(), asked).send(question());
                assertEquals("host.example.", answering.get());
                List<Record> records = answer.getSection(Section.ANSWER);
                assertEquals(1, records.size());
                assertEquals(
                        "192.0.2.7", ((ARecord) records.get(0)).getAddress().getHostAddress());
                assertEquals(1, asked.get());
            }
        }

        static void learnsThatNobodyIsThere() throws Exception {
            SimpleResolver resolver = resolver(Ports.refusing("127.0.0.1").getPort(), new AtomicInteger());
            Message question = question();
            ExecutionException e = assertThrows(
                    ExecutionException.class,
                    () -> resolver.sendAsync(question).toCompletableFuture().get());
            assertEquals(
                    ECONNREFUSED,
                    assertInstanceOf(ErrnoException.class, e.getCause()).errno());
        }
    }

    private static final class Artio {

        static void opensAConnection() throws IOException {
            List<SocketChannel> channels = new ArrayList<>();
            List<TcpChannel> opened = new ArrayList<>();
            ArtioChannels supplier = new ArtioChannels(new EngineConfiguration()) {
                @Override
                protected TcpChannel newTcpChannel(SocketChannel channel) throws IOException {
                    channels.add(channel);
                    return super.newTcpChannel(channel);
                }
            };
            try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0))) {
                supplier.open((InetSocketAddress) server.getLocalAddress(), (channel, error) -> {
                    assertNull(error);
                    opened.add(channel);
                });
                long start = System.nanoTime();
                while (opened.isEmpty()) {
                    supplier.pollSelector(0, (now, channel) -> {});
                    assertTrue(System.nanoTime() - start < Patience.NANOS, "nothing was opened");
                }
                try (Socket same = NioChannels.dup(channels.get(0))) {
                    assertEquals(10_000, same.getOption(TcpOptions.TCP_USER_TIMEOUT));
                }
            } finally {
                opened.forEach(TcpChannel::close);
                supplier.close();
            }
        }
    }

    private static final class Jetty {

        private static final class Served extends Handler.Abstract {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                Content.Sink.write(response, true, "served", callback);
                return true;
            }
        }

        static void serves() throws Exception {
            Server server = new Server();
            server.setHandler(new Served());
            ServerConnector connector = JettyDoor.open(server, new InetSocketAddress(LOOPBACK, 0));
            try {
                server.start();
                try (Socket same = NioChannels.dup((ServerSocketChannel) connector.getTransport())) {
                    assertTrue(same.getOption(TcpOptions.TCP_DEFER_ACCEPT) >= 5);
                    assertEquals(100, same.getOption(TcpOptions.TCP_FASTOPEN));
                }
                URI at = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/");
                HttpResponse<String> answer = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(at).build(), HttpResponse.BodyHandlers.ofString());
                assertEquals("served", answer.body());
            } finally {
                server.stop();
            }
        }
    }
}
