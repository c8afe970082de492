package io.baresock.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Virtual threads that wait leave their carriers to others: far more of them wait here than there are carriers. */
@EnabledForJreRange(min = JRE.JAVA_21)
class ParkingIT {

    private static final Case VIRTUAL = new Case(Case.Maker.BARESOCK, true);
    private static final int MANY = 4 * Runtime.getRuntime().availableProcessors() + 60;

    @Test
    void readersWait_andTheLastIsServedFirst() throws Exception {
        try (ServerSocket server = Link.listening(Case.Maker.BARESOCK)) {
            List<Socket> peers = new ArrayList<>();
            List<Case.Task<Integer>> reading = new ArrayList<>();
            CountDownLatch begun = new CountDownLatch(MANY);
            for (int i = 0; i < MANY; i++) {
                Case.Task<Socket> accepting = VIRTUAL.start(server::accept);
                peers.add(new Socket(Link.LOOPBACK, server.getLocalPort()));
                Socket accepted = accepting.get();
                reading.add(VIRTUAL.start(() -> {
                    begun.countDown();
                    try (accepted) {
                        return accepted.getInputStream().read();
                    }
                }));
            }
            begun.await(); // could not be, if each that reads kept a carrier
            for (int i = MANY - 1; i >= 0; i--) {
                try (Socket peer = peers.get(i)) {
                    peer.getOutputStream().write(i);
                    assertEquals(i & 0xff, reading.get(i).get());
                }
            }
        }
    }

    @Test
    void receiversWait_andTheLastIsServedFirst() throws Exception {
        List<BaresockDatagramSocket> sockets = new ArrayList<>();
        List<Case.Task<Integer>> receiving = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(MANY);
        try (DatagramSocket sender = new DatagramSocket()) {
            for (int i = 0; i < MANY; i++) {
                BaresockDatagramSocket s = new BaresockDatagramSocket(new InetSocketAddress(Link.LOOPBACK, 0));
                sockets.add(s);
                receiving.add(VIRTUAL.start(() -> {
                    begun.countDown();
                    DatagramPacket got = new DatagramPacket(new byte[9], 9);
                    s.receive(got);
                    return got.getLength();
                }));
            }
            begun.await();
            for (int i = MANY - 1; i >= 0; i--) {
                sender.send(
                        new DatagramPacket(new byte[9], i % 9, sockets.get(i).getLocalSocketAddress()));
                assertEquals(i % 9, receiving.get(i).get());
            }
        } finally {
            sockets.forEach(DatagramSocket::close);
        }
    }
}
