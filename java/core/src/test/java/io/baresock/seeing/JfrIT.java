package io.baresock.seeing;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.Status;
import io.baresock.helper.RegularFile;
import io.baresock.poll.Poller;
import io.baresock.testkit.Allocations;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Program;
import io.baresock.vthread.Virtual;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each call of a socket is one event, with its bytes and addresses, in a recording that asks for it, and in no other. */
@EnabledOnOs(OS.LINUX)
class JfrIT {

    private static final List<String> NAMES = List.of("Connect", "Accept", "Send", "Receive", "Close", "Wait");

    private interface Calls {
        void make() throws Exception;
    }

    /** The events of these calls, oldest first; {@code threshold} in milliseconds, negative for events that are not enabled. */
    private static List<RecordedEvent> events(int threshold, boolean virtual, Calls calls) throws Exception {
        Path file = Files.createTempFile("baresock-", ".jfr");
        try (Recording r = new Recording()) {
            if (threshold >= 0) {
                NAMES.forEach(n -> r.enable("io.baresock." + n).with("threshold", threshold + " ms"));
            }
            r.start();
            Virtual.Body<Boolean> body = () -> {
                calls.make();
                return true;
            };
            assertTrue(virtual ? Virtual.call(body).get() : body.run());
            r.stop();
            r.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(e -> e.getEventType().getName().startsWith("io.baresock."))
                    .sorted(Comparator.comparing(RecordedEvent::getStartTime).thenComparing(RecordedEvent::getEndTime))
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    private static List<String> shown(List<RecordedEvent> events) {
        return events.stream().map(JfrIT::shown).toList();
    }

    private static String shown(RecordedEvent e) {
        StringBuilder s = new StringBuilder(e.getEventType().getName().substring("io.baresock.".length()));
        for (String field : List.of("descriptor", "address", "bytes", "messages", "end", "ready", "error")) {
            Object value = e.hasField(field) ? e.getValue(field) : null;
            if (value != null) {
                s.append(' ').append(field).append('=').append(value);
            }
        }
        return s.toString();
    }

    private static ByteBuffer bytes(int n) {
        return ByteBuffer.allocateDirect(n);
    }

    private static Socket udp() throws Exception {
        return Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stream_hasAnEventForEachCall(boolean virtual) throws Exception {
        List<String> expected = new ArrayList<>();
        List<RecordedEvent> events = events(0, virtual, () -> {
            try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.inet("127.0.0.1", 0))) {
                Sockaddr at = listener.listen(1).localAddress();
                Socket client = Socket.open(AF_INET, SOCK_STREAM, 0);
                client.connect(at);
                Sockaddr from = client.localAddress();
                Socket server = listener.accept();
                int c = client.fd();
                int s = server.fd();
                client.send(bytes(5), 0);
                assertEquals(5, server.recv(bytes(9), 0));
                assertEquals(Socket.WOULD_BLOCK, server.recv(bytes(9), MSG_DONTWAIT));
                server.poll(Socket.WRITABLE, Duration.ofSeconds(1));
                client.sendFully(bytes(7));
                assertEquals(7, server.recvFully(ByteBuffer.allocate(7)));
                client.shutdown(SHUT_WR);
                assertEquals(0, server.recv(bytes(9), 0));
                server.close();
                server.close();
                client.close();
                expected.addAll(List.of(
                        "Connect descriptor=" + c + " address=" + at + " error=0",
                        "Accept descriptor=" + s + " address=" + from + " error=0",
                        "Send descriptor=" + c + " address=" + at + " bytes=5 messages=1 error=0",
                        "Receive descriptor=" + s + " address=" + from + " bytes=5 messages=1 end=false error=0",
                        "Receive descriptor=" + s + " address=" + from + " bytes=0 messages=0 end=false error="
                                + EAGAIN,
                        "Wait descriptor=" + s + " ready=1 error=0",
                        "Send descriptor=" + c + " address=" + at + " bytes=7 messages=1 error=0",
                        "Receive descriptor=" + s + " address=" + from + " bytes=7 messages=1 end=false error=0",
                        "Receive descriptor=" + s + " address=" + from + " bytes=0 messages=1 end=true error=0",
                        "Close descriptor=" + s + " address=" + from + " error=0",
                        "Close descriptor=" + c + " address=" + at + " error=0",
                        "Close descriptor=" + listener.fd() + " error=0"));
            }
        });
        assertEquals(expected, shown(events));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void messages_haveTheirBytesAndAddresses(boolean virtual) throws Exception {
        List<String> expected = new ArrayList<>();
        List<RecordedEvent> events = events(0, virtual, () -> {
            Socket a = udp();
            Socket b = udp();
            Sockaddr here = a.localAddress();
            Sockaddr there = b.localAddress();
            String sent = "Send descriptor=" + a.fd() + " address=" + there;
            String came = "Receive descriptor=" + b.fd() + " address=" + here;
            a.sendto(bytes(3), 0, there);
            assertEquals(3, b.recvfrom(bytes(9), 0, new SockaddrStorage()));
            try (Message out = new Message();
                    Message in = new Message();
                    MessageBatch many = new MessageBatch(3, 8);
                    MessageBatch all = new MessageBatch(3, 8)) {
                a.sendmsg(out.add(bytes(4)).add(bytes(5)).to(there), 0);
                assertEquals(9, b.recvmsg(in.add(bytes(6)).add(bytes(6)), 0));
                for (int i = 0; i < 3; i++) {
                    many.length(i, i + 1).to(i, there);
                }
                assertEquals(3, a.sendmmsg(many.range(0, 3), 0));
                assertEquals(3, b.recvmmsg(all, 0));
            }
            expected.addAll(List.of(
                    sent + " bytes=3 messages=1 error=0",
                    came + " bytes=3 messages=1 end=false error=0",
                    sent + " bytes=9 messages=1 error=0",
                    came + " bytes=9 messages=1 end=false error=0",
                    "Send descriptor=" + a.fd() + " bytes=6 messages=3 error=0",
                    "Receive descriptor=" + b.fd() + " bytes=6 messages=3 end=false error=0",
                    "Close descriptor=" + a.fd() + " error=0",
                    "Close descriptor=" + b.fd() + " error=0"));
            a.close();
            b.close();
        });
        assertEquals(expected, shown(events));
    }

    @Test
    void file_isASendOfItsBytes() throws Exception {
        Path path = Files.createTempFile("baresock-", ".bytes");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(new byte[100]);
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            int fd = RegularFile.descriptorOf(path.toRealPath().toString());
            List<RecordedEvent> events = events(0, false, () -> assertEquals(60, pair[0].sendfile(fd, 40, 100)));
            String peer = pair[0].peerAddress().toString();
            assertEquals(
                    List.of("Send descriptor=" + pair[0].fd() + " address=" + peer + " bytes=60 messages=1 error=0"),
                    shown(events));
            pair[0].close();
            pair[1].close();
        } finally {
            Files.delete(path);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = EventLoop.Engine.class,
            names = {"EPOLL", "IO_URING"})
    void loop_hasEventsForItsWaits_andForWhatItsSocketsDo(EventLoop.Engine engine) throws Exception {
        try (EventLoop loop = loop(engine);
                Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
                Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            client.connect(listener.listen(1).localAddress());
            AsyncSocket server = loop.adopt(listener.accept());
            ByteBuffer in = bytes(9);
            client.send(bytes(5), 0);
            List<RecordedEvent> events = events(0, false, () -> {
                Status received = server.recv(in, null, new Status());
                turn(loop, received);
                turn(loop, server.send(in.flip(), null, new Status()));
            });
            String server5 =
                    "descriptor=" + server.socket().fd() + " address=" + client.localAddress() + " bytes=5 messages=1 ";
            List<String> moved =
                    shown(events).stream().filter(e -> e.contains(" bytes=5 ")).toList();
            assertEquals(List.of("Receive " + server5 + "end=false error=0", "Send " + server5 + "error=0"), moved);
            assertTrue(
                    shown(events).stream().anyMatch(e -> e.startsWith("Wait descriptor=-1 ready=")),
                    () -> "" + shown(events));
        }
    }

    private static EventLoop loop(EventLoop.Engine engine) throws Exception {
        try {
            return EventLoop.builder().engine(engine).create();
        } catch (ErrnoException e) {
            return abort("no such engine here: " + e.getMessage());
        }
    }

    private static void turn(EventLoop loop, Status s) {
        for (int i = 0; i < 1000 && !s.isDone(); i++) {
            assertTrue(loop.runOnce(Patience.NANOS));
        }
        assertTrue(s.isDone());
    }

    @Test
    void poller_hasAnEventForEachWait() throws Exception {
        try (Poller poller = Poller.open();
                Socket a = udp()) {
            poller.register(a, Poller.WRITABLE, 1);
            List<RecordedEvent> events = events(0, false, () -> assertEquals(1, poller.poll(0)));
            assertEquals(List.of("Wait descriptor=-1 ready=1 error=0"), shown(events));
        }
    }

    @Test
    void failedConnect_hasItsErrno() throws Exception {
        Sockaddr closed;
        try (Socket s = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.inet("127.0.0.1", 0))) {
            closed = s.localAddress();
            Socket client = Socket.open(AF_INET, SOCK_STREAM, 0);
            List<RecordedEvent> events =
                    events(0, false, () -> assertThrows(ErrnoException.class, () -> client.connect(closed)));
            assertEquals(
                    List.of("Connect descriptor=" + client.fd() + " address=" + closed + " error=" + ECONNREFUSED),
                    shown(events));
            client.close();
        }
    }

    @Test
    void threshold_leavesShorterCallsOut() throws Exception {
        try (Socket a = udp()) {
            int anHour = 3_600_000;
            assertEquals(List.of(), shown(events(anHour, false, () -> a.recv(bytes(1), MSG_DONTWAIT))));
            List<RecordedEvent> events = events(20, false, () -> a.recv(bytes(1), 0, 30_000_000));
            assertEquals(
                    List.of("Receive descriptor=" + a.fd() + " bytes=0 messages=0 end=false error=" + EAGAIN),
                    shown(events));
            assertTrue(events.get(0).getDuration().toMillis() >= 20);
        }
    }

    @Test
    void defaults_areOffAnd20Milliseconds_asOfTheJdksSockets() throws Exception {
        FlightRecorder recorder = FlightRecorder.getFlightRecorder();
        udp().close(); // the events are known from the first call on
        List<EventType> ours = recorder.getEventTypes().stream()
                .filter(t -> t.getName().startsWith("io.baresock."))
                .toList();
        assertEquals(6, ours.size());
        for (EventType t : ours) {
            Map<String, String> defaults = new TreeMap<>();
            t.getSettingDescriptors().forEach(d -> defaults.put(d.getName(), d.getDefaultValue()));
            assertEquals("false", defaults.get("enabled"), t.getName());
            assertEquals("20 ms", defaults.get("threshold"), t.getName());
        }
    }

    @Test
    void jvmWithoutJfr_runsAsBefore() throws Exception {
        assertEquals(
                "5 false",
                Program.output(
                        0, WithoutJfr.class, "--limit-modules", "java.base,java.logging,jdk.unsupported,jdk.net"));
    }

    @Test
    void recordingThatDoesNotAsk_hasNoEvents() throws Exception {
        try (Socket a = udp()) {
            assertEquals(List.of(), shown(events(-1, false, () -> a.recv(bytes(1), MSG_DONTWAIT))));
        }
    }

    @Test
    void callsAllocateNothing_whileARecordingDoesNotAskForThem() throws Exception {
        try (Recording r = new Recording();
                Socket a = udp()) {
            r.start();
            ByteBuffer b = bytes(8);
            assertEquals(0, Allocations.leastBytes(20_000, () -> a.recv(b.clear(), MSG_DONTWAIT)));
        }
    }
}
