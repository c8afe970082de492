package io.baresock.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** The classes of java.net, which take arrays. */
final class JavaNetTurns {

    private JavaNetTurns() {}

    static Turns open(Transport transport) throws IOException {
        return transport == Transport.UDP ? datagrams() : streams();
    }

    private static Turns streams() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Socket a = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
            Socket b = listener.accept();
            a.setTcpNoDelay(true);
            b.setTcpNoDelay(true);
            return new Streams(a, b);
        }
    }

    private static Turns datagrams() throws IOException {
        DatagramSocket a = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket b = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        a.connect(b.getLocalSocketAddress());
        b.connect(a.getLocalSocketAddress());
        return new Datagrams(a, b);
    }

    private static final class Streams extends Turns {
        private final Socket mine;
        private final Socket theirs;
        private final byte[] buffer = new byte[SIZE];
        private final byte[] theirBuffer = new byte[SIZE];

        Streams(Socket mine, Socket theirs) {
            this.mine = mine;
            this.theirs = theirs;
        }

        @Override
        void roundTrip() throws IOException {
            mine.getOutputStream().write(buffer, 0, SIZE);
            check(mine.getInputStream().read(buffer, 0, SIZE));
        }

        @Override
        void echo() throws IOException {
            int n;
            while ((n = theirs.getInputStream().read(theirBuffer, 0, SIZE)) > 0) {
                theirs.getOutputStream().write(theirBuffer, 0, n);
            }
        }

        @Override
        void closeBoth() throws IOException {
            theirs.close();
            mine.close();
        }
    }

    private static final class Datagrams extends Turns {
        private final DatagramSocket mine;
        private final DatagramSocket theirs;
        private final DatagramPacket packet = new DatagramPacket(new byte[SIZE], SIZE);
        private final DatagramPacket theirPacket = new DatagramPacket(new byte[SIZE], SIZE);

        Datagrams(DatagramSocket mine, DatagramSocket theirs) {
            this.mine = mine;
            this.theirs = theirs;
        }

        @Override
        void roundTrip() throws IOException {
            packet.setLength(SIZE);
            mine.send(packet);
            mine.receive(packet);
            check(packet.getLength());
        }

        @Override
        void echo() throws IOException {
            while (true) { // a receive that close() ends throws
                theirPacket.setLength(SIZE);
                theirs.receive(theirPacket);
                theirs.send(theirPacket);
            }
        }

        @Override
        void closeBoth() {
            theirs.close();
            mine.close();
        }
    }
}
