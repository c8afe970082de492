package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.Metadata;
import io.baresock.option.Multicast;
import io.baresock.testkit.Netns;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Peer;
import io.baresock.testkit.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Every program of the cookbook does what its page says, in a JVM of its own. */
@EnabledOnOs(OS.LINUX)
class CookbookIT {

    private static final long WAIT = Patience.NANOS;
    private static final String LISTENING = "listening on ";

    private static Peer run(Class<?> program, String... args) throws IOException {
        return Peer.start(new ProcessBuilder(Program.command(program, args)));
    }

    /** The address in the first line. */
    private static Sockaddr address(Peer program) {
        String line = program.awaitLine();
        assertTrue(line.startsWith(LISTENING), line);
        return Sockaddr.parse(line.substring(LISTENING.length()));
    }

    private static String end(Peer program) throws InterruptedException {
        return new String(program.awaitEnd(), UTF_8);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static Socket udp() throws ErrnoException {
        return Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
    }

    private static Socket listener() throws ErrnoException {
        return Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(1);
    }

    private static Socket accepted(Socket listener) throws ErrnoException {
        return assertNotNullSocket(listener.accept(null, 0, WAIT));
    }

    private static Socket assertNotNullSocket(Socket socket) {
        assertNotNull(socket);
        return socket;
    }

    private static Socket connected(Sockaddr to) throws ErrnoException {
        Socket socket = Socket.open(to.family(), SOCK_STREAM, 0);
        assertTrue(socket.connect(to, WAIT));
        return socket;
    }

    private static String received(Socket socket) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocate(65_536);
        assertTrue(socket.recv(b, 0, WAIT) >= 0);
        return UTF_8.decode(b.flip()).toString();
    }

    private static void readToTheEnd(Socket socket, long expected) throws ErrnoException {
        long total = 0;
        ByteBuffer b = ByteBuffer.allocateDirect(65_536);
        for (int n; (n = socket.recv(b.clear(), 0, WAIT)) > 0; ) {
            total += n;
        }
        assertEquals(expected, total);
    }

    private static void echoesDatagrams(Sockaddr server, String suffix) throws ErrnoException {
        try (Socket client = udp()) {
            for (String text : List.of("one", "two", "three")) {
                client.sendto(bytes(text), 0, server);
                assertEquals(text + suffix, received(client));
            }
        }
    }

    private static void echoesStreams(Sockaddr server) throws ErrnoException {
        byte[] data = new byte[50_000];
        new Random(1).nextBytes(data);
        try (Socket first = connected(server);
                Socket second = connected(server)) {
            for (Socket client : List.of(first, second)) {
                client.sendFully(ByteBuffer.wrap(data, 0, 3000), WAIT);
                client.sendFully(ByteBuffer.wrap(data, 3000, 5000), WAIT);
                ByteBuffer back = ByteBuffer.allocate(8000);
                assertEquals(8000, client.recvFully(back, WAIT));
                assertEquals(ByteBuffer.wrap(data, 0, 8000), back.flip());
                client.shutdown(SHUT_WR);
                assertEquals(0, client.recv(ByteBuffer.allocate(1), 0, WAIT));
            }
        }
    }

    @Test
    void echoUdp() throws Exception {
        try (Peer p = run(EchoUdp.class)) {
            echoesDatagrams(address(p), "");
        }
    }

    @Test
    void echoBatches() throws Exception {
        try (Peer p = run(EchoBatches.class)) {
            echoesDatagrams(address(p), "");
        }
    }

    @Test
    void manySockets() throws Exception {
        try (Peer p = run(ManySockets.class, "100")) {
            p.await(() -> p.output().lines().count() == 100, "100 lines");
            List<String> lines = p.output().lines().toList();
            for (int i : new int[] {0, 57, 99}) {
                echoesDatagrams(Sockaddr.parse(lines.get(i).substring(LISTENING.length())), " by " + i);
            }
        }
    }

    @Test
    void echoTcp() throws Exception {
        try (Peer p = run(EchoTcp.class)) {
            echoesStreams(address(p));
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void echoVirtual() throws Exception {
        List<String> command = new ArrayList<>(Program.command(EchoTcp.class));
        command.set(command.size() - 1, CookbookPageTest.source("EchoVirtual").toString());
        try (Peer p = Peer.start(new ProcessBuilder(command))) {
            echoesStreams(address(p));
        }
    }

    @Test
    void echoEvents_echoes_andStops() throws Exception {
        try (Peer p = run(EchoEvents.class, "3600000")) {
            Sockaddr server = address(p);
            echoesStreams(server);
            try (Socket open = connected(server)) {
                open.sendFully(bytes("x"), WAIT);
                assertEquals("x", received(open));
                p.feed(new byte[0], true).get(Patience.SECONDS, TimeUnit.SECONDS);
                end(p);
                assertEquals("", received(open));
            }
        }
    }

    @Test
    void echoEvents_dropsWhoIsIdle() throws Exception {
        try (Peer p = run(EchoEvents.class, "1");
                Socket idle = connected(address(p))) {
            assertEquals("", received(idle));
            p.awaitText("ETIMEDOUT");
        }
    }

    /** No command is lost while the client does not read, and no answer changes its place. */
    @Test
    void keyValue_doesNotReadFromAClientThatDoesNotRead() throws Exception {
        int times = 2000;
        byte[] value = "v".repeat(50_000).getBytes(UTF_8);
        try (Peer p = run(KeyValue.class);
                Socket client = connected(address(p))) {
            client.sendFully(bytes("set a " + new String(value, UTF_8) + "\nget none\nnonsense\n"), WAIT);
            ByteBuffer first = ByteBuffer.allocate("ok\n\nwhat?\n".length());
            client.recvFully(first, WAIT);
            assertEquals("ok\n\nwhat?\n", UTF_8.decode(first.flip()).toString());
            client.sendFully(bytes("get a\n".repeat(times)), WAIT);
            p.awaitText("bytes that wait: ");
            ByteBuffer answer = ByteBuffer.allocate(value.length + 1);
            for (int i = 0; i < times; i++) {
                assertEquals(answer.capacity(), client.recvFully(answer.clear(), WAIT));
                assertArrayEquals(value, Arrays.copyOf(answer.array(), value.length));
                assertEquals('\n', answer.get(value.length));
            }
            client.sendFully(bytes("set a b\nget a\n"), WAIT);
            ByteBuffer last = ByteBuffer.allocate("ok\nb\n".length());
            client.recvFully(last, WAIT);
            assertEquals("ok\nb\n", UTF_8.decode(last.flip()).toString());
        }
    }

    @Test
    void happyEyeballs_takesTheFirstThatAnswers() throws Exception {
        try (Socket refuses = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0));
                Socket listener = listener();
                Socket later = listener()) {
            String no = refuses.localAddress().toString();
            String yes = listener.localAddress().toString();
            try (Peer p = run(HappyEyeballs.class, no, yes, later.localAddress().toString())) {
                assertEquals(no + ": ECONNREFUSED\nconnected to " + yes + "\n", end(p));
            }
            try (Peer p = run(HappyEyeballs.class, no, no)) {
                assertEquals(no + ": ECONNREFUSED\n" + no + ": ECONNREFUSED\nno connection\n", end(p));
            }
        }
    }

    /** The first one drops each SYN, so only the head start's timer brings the second one. */
    @Test
    void happyEyeballs_doesNotWaitForAnAddressThatIsSilent() throws Exception {
        try (Netns ns = Netns.create();
                Netns silent = Netns.create()) {
            link(ns, "10.77.2.1/24", silent, "10.77.2.3/24", "in");
            ns.ip("neigh", "add", "10.77.2.2", "lladdr", "02:00:00:00:00:01", "dev", "net"); // nobody's
            List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", ns.name()));
            command.addAll(Program.command(EchoTcp.class));
            try (Peer server = Peer.start(new ProcessBuilder(command))) {
                String there = address(server).toString();
                assertEquals(
                        "connected to " + there,
                        ns.java(HappyEyeballs.class, "10.77.2.2:1", there).strip());
            }
        }
    }

    @Test
    void gracefulStop() throws Exception {
        try (Peer p = run(GracefulStop.class)) {
            Sockaddr server = address(p);
            echoesStreams(server);
            try (Socket open = connected(server)) {
                open.sendFully(bytes("x"), WAIT);
                assertEquals("x", received(open));
                p.feed(new byte[0], true).get(Patience.SECONDS, TimeUnit.SECONDS);
                assertEquals("", received(open));
                String said = end(p);
                assertTrue(said.contains("no new connections"), said);
                assertTrue(said.contains("stopped; connections left: 0"), said);
            }
        }
    }

    @Test
    void tcpClient() throws Exception {
        try (Socket listener = listener();
                Peer p = run(TcpClient.class, listener.localAddress().toString(), "hi");
                Socket client = accepted(listener)) {
            assertEquals("hi", received(client));
            assertEquals("", received(client));
            client.sendFully(bytes("there"), WAIT);
            client.shutdown(SHUT_WR);
            assertEquals("5 bytes: there\n", end(p));
        }
    }

    @Test
    void lookUp() throws Exception {
        try (Peer p = run(LookUp.class, "127.0.0.1", "4711");
                Peer none = run(LookUp.class, "no.such.host.invalid.", "no-such-service")) {
            assertEquals("127.0.0.1:4711\n", end(p));
            String said = end(none);
            assertTrue(said.startsWith("EAI_"), said);
        }
    }

    @Test
    void sendGso_toReceiveGro() throws Exception {
        try (Peer in = run(ReceiveGro.class, "64");
                Peer out = run(SendGso.class, address(in).toString(), "64")) {
            assertEquals("datagrams: 64\n", end(out));
            String said = end(in);
            assertTrue(said.endsWith("64 datagrams, 76800 bytes\n"), said);
        }
    }

    @Test
    void echoControl_answersFromTheAddressThatWasAsked_asItCame() throws Exception {
        int datagrams = 5;
        try (Peer p = run(EchoControl.class);
                Socket client = udp();
                Message question = new Message(1, 64);
                MessageBatch answers = new MessageBatch(datagrams, 2048)) {
            Sockaddr asked = Sockaddr.inet("127.0.0.2", address(p).port());
            Metadata.receive(client, Metadata.TOS);
            question.to(asked).add(ByteBuffer.allocate(datagrams * 100 - 30));
            question.control().segmentSize(100).tos(1);
            client.sendmsg(question);
            int got = 0;
            for (int bytes = 0; bytes < datagrams * 100 - 30; ) {
                int n = client.recvmmsg(answers, MSG_WAITFORONE, WAIT);
                assertTrue(n > 0, "in time");
                for (int i = 0; i < n; i++, got++) {
                    bytes += answers.bytes(i);
                    assertEquals(got < datagrams - 1 ? 100 : 70, answers.bytes(i));
                    assertEquals(asked, answers.source(i));
                    assertEquals(1, answers.ecn(i));
                }
            }
            assertEquals(datagrams, got);
            p.awaitText("ECN 1\n");
        }
    }

    @Test
    void receiveTimes() throws Exception {
        try (Peer p = run(ReceiveTimes.class, "3");
                Socket out = udp()) {
            Sockaddr to = address(p);
            for (int i = 1; i <= 3; i++) {
                out.sendto(ByteBuffer.allocate(i * 10), 0, to);
            }
            List<String> lines = end(p).lines().toList();
            for (int i = 1; i <= 3; i++) {
                String line = lines.get(i);
                assertTrue(line.matches(i * 10 + " bytes, age (-?\\d+ ns|unknown), dropped so far 0"), line);
            }
        }
    }

    @Test
    void sendTimes() throws Exception {
        try (Socket in = udp();
                Peer p = run(SendTimes.class, in.localAddress().toString(), "3")) {
            List<String> lines = end(p).lines().toList();
            assertEquals(3, lines.size());
            for (int i = 0; i < 3; i++) {
                assertTrue(lines.get(i).matches("datagram " + i + " left at \\d{16,} ns"), lines.get(i));
            }
        }
    }

    @Test
    void feedHandler() throws Exception {
        try (Peer p = run(FeedHandler.class, "232.1.2.3", "127.0.0.1", "lo", "6");
                Socket out = udp()) {
            Sockaddr group = address(p);
            Multicast.setInterface(out, if_nametoindex("lo"));
            for (long number : new long[] {0, 1, 4, 5}) {
                out.sendto(ByteBuffer.allocate(8).putLong(number).flip(), 0, group);
            }
            String said = end(p);
            assertTrue(said.endsWith("lost 2 to 3\nreceived up to 5\n"), said);
        }
    }

    @Test
    void ping() throws Exception {
        assumeRaw(AF_INET, IPPROTO_ICMP);
        try (Peer p = run(Ping.class, "127.0.0.1")) {
            String said = end(p);
            assertTrue(said.matches("127\\.0\\.0\\.1:0: answer in \\d+ us\n"), said);
        }
    }

    private static void assumeRaw(int family, int protocol) {
        int fd = socket(family, SOCK_RAW, protocol);
        assumeTrue(fd >= 0, "raw sockets need CAP_NET_RAW");
        close(fd);
    }

    /** A client, a router and a host, each in a namespace. */
    @Test
    void traceroute() throws Exception {
        try (Netns client = Netns.create();
                Netns router = Netns.create();
                Netns host = Netns.create()) {
            link(client, "10.77.0.2/24", router, "10.77.0.1/24", "in");
            link(host, "10.77.1.2/24", router, "10.77.1.1/24", "out");
            client.ip("route", "add", "default", "via", "10.77.0.1");
            host.ip("route", "add", "default", "via", "10.77.1.1");
            router.run(List.of("sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward"));
            List<String> lines = client.java(Traceroute.class, "10.77.1.2", Long.toString(Patience.SECONDS))
                    .lines()
                    .toList();
            assertEquals(List.of("1 10.77.0.1:0 EHOSTUNREACH", "2 10.77.1.2:0 ECONNREFUSED"), lines);
        }
    }

    private static void link(Netns a, String addressOfA, Netns b, String addressOfB, String nameInB) throws Exception {
        a.ip("link", "add", "net", "type", "veth", "peer", "name", nameInB, "netns", b.name());
        a.ip("addr", "add", addressOfA, "dev", "net");
        b.ip("addr", "add", addressOfB, "dev", nameInB);
        b.ip("link", "set", nameInB, "up");
        a.ip("link", "set", "net", "up");
    }

    @Test
    void watchRoutes() throws Exception {
        try (Netns ns = Netns.create()) {
            List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", ns.name()));
            command.addAll(Program.command(WatchRoutes.class));
            try (Peer p = Peer.start(new ProcessBuilder(command))) {
                p.awaitText("watching");
                ns.ip("addr", "add", "192.0.2.1/24", "dev", "lo");
                p.awaitText("new 192.0.2.1/24 on lo\n");
                ns.ip("addr", "del", "192.0.2.1/24", "dev", "lo");
                p.awaitText("gone 192.0.2.1/24 on lo\n");
            }
        }
    }

    @Test
    void steerByBpf() throws Exception {
        try (Peer p = run(SteerByBpf.class);
                Socket out = udp()) {
            Sockaddr to = address(p);
            for (byte i : new byte[] {2, 0, 3, 1}) {
                out.sendto(ByteBuffer.wrap(new byte[] {i}), 0, to);
                p.awaitText("socket " + i + " has a datagram for " + i + "\n");
            }
        }
    }

    @Test
    void capture() throws Exception {
        assumeRaw(AF_PACKET, 0);
        try (Socket in = udp();
                Socket out = udp();
                Peer p = run(
                        Capture.class, "lo", Integer.toString(in.localAddress().port()), "2")) {
            p.awaitText("capturing\n");
            out.sendto(ByteBuffer.allocate(7), 0, out.localAddress()); // another port
            out.sendto(ByteBuffer.allocate(10), 0, in.localAddress());
            out.sendto(ByteBuffer.allocate(20), 0, in.localAddress());
            String from = " bytes from port " + out.localAddress().port() + ", data ";
            assertEquals("capturing\n38" + from + "10\n48" + from + "20\n", end(p));
        }
    }

    @Test
    void sendFile(@TempDir Path folder) throws Exception {
        byte[] data = new byte[300_000];
        new Random(2).nextBytes(data);
        Path file = Files.write(folder.resolve("data"), data);
        try (Peer p = run(SendFile.class, file.toString());
                Socket client = connected(address(p))) {
            ByteBuffer in = ByteBuffer.allocate(data.length + 1);
            assertEquals(data.length, client.recvFully(in, WAIT));
            assertArrayEquals(data, Arrays.copyOf(in.array(), data.length));
            p.awaitText("sent 300000 bytes to " + client.localAddress());
        }
    }

    @Test
    void sendZeroCopy() throws Exception {
        try (Socket listener = listener();
                Peer p = run(SendZeroCopy.class, listener.localAddress().toString(), "20");
                Socket client = accepted(listener)) {
            readToTheEnd(client, 20 * 65_536);
            String said = end(p);
            assertTrue(said.matches("not copied \\d+, copied after all \\d+\n"), said);
        }
    }

    @Test
    void watchTcp() throws Exception {
        try (Socket listener = listener();
                Peer p = run(WatchTcp.class, listener.localAddress().toString(), "5");
                Socket client = accepted(listener)) {
            readToTheEnd(client, 500_000);
            List<String> lines = end(p).lines().toList();
            assertEquals(5, lines.size());
            String first = lines.get(0);
            assertTrue(first.matches("rtt \\d+ us, window [1-9]\\d* segments, lost \\d+, sent again \\d+.*"), first);
        }
    }

    @Test
    void peerOfUnix(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("door");
        try (Peer p = run(PeerOfUnix.class, path.toString())) {
            p.awaitText(LISTENING);
            try (Socket client = connected(Sockaddr.unix(path.toString()))) {
                String said = received(client);
                assertTrue(said.matches("hello, user \\d+\n"), said);
            }
            p.awaitText("process " + ProcessHandle.current().pid() + "\n");
        }
    }

    @Test
    void hotRestart(@TempDir Path folder) throws Exception {
        String path = folder.resolve("meeting").toString();
        try (Peer old = run(HotRestart.class, path)) {
            Sockaddr server = address(old);
            old.awaitText("waiting at ");
            try (Socket client = connected(server); // nobody accepts yet: the listener's queue holds it
                    Peer next = run(HotRestart.class, path, "next")) {
                assertEquals("hello from the next process\n", received(client));
                assertTrue(end(old).endsWith("handed over\n"));
                assertEquals("took over " + server + "\n", end(next));
            }
        }
    }

    @Test
    void nioOptions() throws Exception {
        try (Peer p = run(NioOptions.class)) {
            String said = end(p);
            assertTrue(said.matches("TCP_USER_TIMEOUT 5000\ncongestion control \\w+\nsegment size \\d+\n"), said);
        }
    }

    @Test
    void service(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("notify");
        try (Socket manager = Socket.open(AF_UNIX, SOCK_DGRAM, 0).bind(Sockaddr.unix(path.toString()))) {
            ProcessBuilder builder = new ProcessBuilder(Program.command(Service.class));
            builder.environment().put("NOTIFY_SOCKET", path.toString());
            try (Peer p = Peer.start(builder);
                    Socket client = connected(address(p))) {
                assertEquals(
                        "READY=1\nSTATUS=listening on " + client.peerAddress(),
                        received(manager).strip());
                assertEquals("hello\n", received(client));
                assertEquals("STOPPING=1", received(manager).strip());
                end(p);
            }
        }
    }

    @Test
    void statsd(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("dsd.socket");
        try (Socket server = Socket.open(AF_UNIX, SOCK_DGRAM, 0).bind(Sockaddr.unix(path.toString()));
                Peer p = run(Statsd.class, path.toString())) {
            assertEquals("page.views:1|c|#room:kitchen", received(server));
            assertEquals("page.time:320|ms", received(server));
            assertEquals("dropped: 0\n", end(p));
        }
    }
}
