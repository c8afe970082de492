package io.baresock.examples;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Fds;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Peer;
import io.baresock.testkit.Ports;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The UDP echo as sockperf sees it. */
@EnabledOnOs(OS.LINUX)
class UdpEchoIT {

    private static final long MOMENT = 100_000_000L;
    private static final long A_WHILE = 20_000_000_000L;
    private static final int TRIES = (int) (Patience.NANOS / MOMENT);
    private static final int RUNS = 20;

    private List<String> fdsBefore = List.of();
    private UdpEcho echo;
    private Thread thread;

    @BeforeEach
    void start() throws Exception {
        UdpEcho.open(Sockaddr.loopback4(0), true).close();
        fdsBefore = Fds.open(); // after the first: the JDK may open a socket of its own for later use
        echo = UdpEcho.open(Sockaddr.loopback4(0), true);
        thread = new Thread(echo::serve, "udp");
        thread.start();
    }

    @AfterEach
    void closed_leavesNothingBehind() throws Exception {
        echo.close();
        thread.join();
        Fds.awaitNoOthersThan(fdsBefore);
    }

    private static List<String> sockperf(int seconds, String test, Sockaddr server, String... more) {
        List<String> all = new ArrayList<>(List.of(
                test,
                "-i",
                "127.0.0.1",
                "-p",
                Integer.toString(server.port()),
                "-t",
                Integer.toString(seconds),
                "--dontwarmup"));
        all.addAll(List.of(more));
        return all;
    }

    /**
     * Once is enough: sockperf takes an answer for lost that comes after its end, as it may where other programs want the processor.
     * A server that loses some has none without.
     */
    private void losesNothing(String test, String... more) throws Exception {
        Pattern counts = Pattern.compile(
                "# dropped messages = (\\d+); # duplicated messages = (\\d+); # out-of-order messages = (\\d+)");
        boolean none = false;
        for (int i = 0; i < RUNS && !none; i++) {
            try (Peer sockperf = Peer.start("sockperf", sockperf(1, test, echo.address(), more))) {
                String says = new String(sockperf.awaitEnd(), US_ASCII);
                Matcher received = Pattern.compile("ReceivedMessages=(\\d+)").matcher(says);
                assertTrue(received.find() && Integer.parseInt(received.group(1)) > 0, says);
                Matcher m = counts.matcher(says);
                assertTrue(m.find(), says);
                assertEquals("0 0", m.group(2) + " " + m.group(3), says);
                none = m.group(1).equals("0");
            }
        }
        assertTrue(none, "answers are missing in each of " + RUNS + " runs");
    }

    @Test
    void pingPong_losesNothing() throws Exception {
        losesNothing("ping-pong");
    }

    @Test
    void underLoad_losesNothing() throws Exception {
        // All of a second fit into the socket, should the server not get a processor for so long.
        losesNothing("under-load", "--mps=100", "--reply-every=10", "-m", "200");
    }

    /** The message of a real client gets the same answer from a real server and from the example. */
    @Test
    void answer_isThatOfTheRealServer() throws Exception {
        byte[] message = messageOfARealClient();
        assertEquals(50, message.length);
        byte[] answer;
        try (Socket client = udp()) {
            Sockaddr free = Sockaddr.loopback4(Ports.free());
            try (Peer ignored = Peer.start("sockperf", List.of("server", "-i", "127.0.0.1", "-p", "" + free.port()))) {
                answer = ask(client, free, message);
            }
        }
        assertNotEquals(Arrays.toString(message), Arrays.toString(answer));
        try (Socket client = udp()) {
            assertArrayEquals(answer, ask(client, echo.address(), message));
        }
    }

    /**
     * Of one of several, since its time may be over before it has sent. The time is short: it takes and clears memory for all the messages that
     * it could send, which is gigabytes for minutes.
     */
    private static byte[] messageOfARealClient() throws Exception {
        for (int i = 0; i < RUNS; i++) {
            try (Socket client = udp();
                    Peer ignored =
                            Peer.start("sockperf", sockperf(5, "ping-pong", client.localAddress(), "-m", "50"))) {
                byte[] message = receive(client, A_WHILE);
                if (message.length > 0) {
                    return message;
                }
            }
        }
        throw new AssertionError("none of " + RUNS + " clients sends anything");
    }

    @Test
    void answer_isGivenToThoseOnly_whoWantOne() throws Exception {
        byte[] header = new byte[14];
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            for (int flags : new int[] {0, 1, 2}) { // a server's own answer comes back to nobody
                header[9] = (byte) flags;
                s.sendto(ByteBuffer.wrap(header), 0, echo.address());
            }
            s.sendto(ByteBuffer.wrap(new byte[13]), 0, echo.address());
            header[7] = 42;
            header[9] = 3;
            s.sendto(ByteBuffer.wrap(header), 0, echo.address());
            byte[] expected = header.clone();
            expected[9] = 2;
            assertArrayEquals(expected, receive(s, Patience.NANOS));
        }
    }

    private static Socket udp() throws ErrnoException {
        return Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
    }

    /** Sends the message until there is an answer: the server may just be starting. */
    private static byte[] ask(Socket s, Sockaddr server, byte[] message) throws ErrnoException {
        for (int i = 0; i < TRIES; i++) {
            s.sendto(ByteBuffer.wrap(message), 0, server);
            byte[] answer = receive(s, MOMENT);
            if (answer.length > 0) {
                return answer;
            }
        }
        throw new AssertionError("no answer from " + server);
    }

    private static byte[] receive(Socket s, long timeoutNanos) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocate(2048);
        int n = s.recv(b, 0, timeoutNanos);
        return Arrays.copyOf(b.array(), Math.max(0, n));
    }
}
