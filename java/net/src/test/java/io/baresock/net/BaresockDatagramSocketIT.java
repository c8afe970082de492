package io.baresock.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.testkit.Allocations;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link BaresockDatagramSocket} has over the JDK's. */
class BaresockDatagramSocketIT {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(Link.LOOPBACK, 0);

    /** A method that is forgotten would call the JDK's socket, which is none. */
    @Test
    void everyMethod_isOverridden() {
        List<String> forgotten = new ArrayList<>();
        for (Method m : DatagramSocket.class.getDeclaredMethods()) {
            if (Modifier.isPublic(m.getModifiers()) && !Modifier.isStatic(m.getModifiers())) {
                boolean ours = Arrays.stream(BaresockDatagramSocket.class.getDeclaredMethods())
                        .anyMatch(o -> o.getName().equals(m.getName())
                                && Arrays.equals(o.getParameterTypes(), m.getParameterTypes()));
                if (!ours) {
                    forgotten.add(m.toString());
                }
            }
        }
        assertEquals(List.of(), forgotten);
    }

    @Test
    void aPacketOfAKnownPeer_allocatesNothing() throws Exception {
        try (BaresockDatagramSocket a = new BaresockDatagramSocket(ANY_PORT);
                BaresockDatagramSocket b = new BaresockDatagramSocket(ANY_PORT)) {
            DatagramPacket out = new DatagramPacket(new byte[100], 100, b.getLocalSocketAddress());
            DatagramPacket in = new DatagramPacket(new byte[1500], 1500);
            assertEquals(0, Allocations.leastBytes(1000, () -> {
                a.send(out);
                b.receive(in);
                assertSame(in.getLength());
            }));
        }
    }

    private static void assertSame(int length) {
        if (length != 100) {
            throw new AssertionError(length);
        }
    }

    /** Each thread has its own packets; nothing is lost or mixed up. UDP on loopback loses nothing while the buffer has room. */
    @Test
    void severalThreads_sendAndReceiveAtOnce() throws Exception {
        int threads = 4;
        int each = 500;
        try (BaresockDatagramSocket s = new BaresockDatagramSocket(ANY_PORT);
                BaresockDatagramSocket echo = new BaresockDatagramSocket(ANY_PORT)) {
            Case.Task<Integer> server = new Case(Case.Maker.BARESOCK, false).start(() -> {
                DatagramPacket p = new DatagramPacket(new byte[100], 100);
                for (int i = 0; i < threads * each; i++) {
                    echo.receive(p);
                    echo.send(p);
                }
                return 0;
            });
            List<Case.Task<int[]>> workers = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                byte name = (byte) t;
                workers.add(new Case(Case.Maker.BARESOCK, false).start(() -> worker(s, echo, name, each, threads)));
            }
            int[] total = new int[threads];
            for (Case.Task<int[]> worker : workers) {
                int[] got = worker.get();
                Arrays.setAll(total, i -> total[i] + got[i]);
            }
            server.get();
            int[] expected = new int[threads];
            Arrays.fill(expected, each);
            assertArrayEquals(expected, total);
        }
    }

    /** Sends and receives in turn, so that no more datagrams are under way than there are threads. */
    private static int[] worker(DatagramSocket s, DatagramSocket echo, byte name, int each, int threads)
            throws Exception {
        int[] got = new int[threads];
        DatagramPacket out = new DatagramPacket(new byte[] {name, name, name}, 3, echo.getLocalSocketAddress());
        DatagramPacket in = new DatagramPacket(new byte[100], 100);
        for (int i = 0; i < each; i++) {
            s.send(out);
            s.receive(in);
            assertEquals(3, in.getLength());
            assertEquals(echo.getLocalPort(), in.getPort());
            assertEquals(in.getData()[0], in.getData()[2]);
            got[in.getData()[0]]++;
        }
        return got;
    }
}
