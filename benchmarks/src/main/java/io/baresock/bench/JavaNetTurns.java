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
        InetAddress loopback = InetAddress.getLoopbackAddress();
        if (transport == Transport.UDP) {
            return new Datagrams(new DatagramSocket(0, loopback), new DatagramSocket(0, loopback));
        }
        try (ServerSocket listener = new ServerSocket(0, 1, loopback)) {
            return new Streams(new Socket(loopback, listener.getLocalPort()), listener.accept());
        }
    }

    private static final class Streams extends Turns {
        private final Socket mine;
        private final Socket theirs;
        private final byte[] buffer = new byte[SIZE];
        private final byte[] theirBuffer = new byte[SIZE];

        Streams(Socket mine, Socket theirs) throws IOException {
            super(mine, theirs);
            this.mine = mine;
            this.theirs = theirs;
            mine.setTcpNoDelay(true);
            theirs.setTcpNoDelay(true);
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
    }

    private static final class Datagrams extends Turns {
        private final DatagramSocket mine;
        private final DatagramSocket theirs;
        private final DatagramPacket packet = new DatagramPacket(new byte[SIZE], SIZE);
        private final DatagramPacket theirPacket = new DatagramPacket(new byte[SIZE], SIZE);

        Datagrams(DatagramSocket mine, DatagramSocket theirs) throws IOException {
            super(mine, theirs);
            this.mine = mine;
            this.theirs = theirs;
            mine.connect(theirs.getLocalSocketAddress());
            theirs.connect(mine.getLocalSocketAddress());
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
            while (true) { // until close(), which makes the receive throw
                theirPacket.setLength(SIZE);
                theirs.receive(theirPacket);
                theirs.send(theirPacket);
            }
        }
    }
}
