package io.baresock.bench;

import io.baresock.net.BaresockDatagramSocket;
import io.baresock.net.BaresockServerSocketFactory;
import io.baresock.net.BaresockSocketFactory;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/** The classes of java.net, which take arrays: those of the JDK, and ours. */
final class JavaNetTurns {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private JavaNetTurns() {}

    /** By the JDK. */
    static Turns ofJdk(Transport transport) throws IOException {
        return transport == Transport.UDP
                ? new Datagrams(new DatagramSocket(0, LOOPBACK), new DatagramSocket(0, LOOPBACK))
                : streams(SocketFactory.getDefault(), ServerSocketFactory.getDefault());
    }

    /** By baresock-net. */
    static Turns ofBaresock(Transport transport) throws IOException {
        return transport == Transport.UDP
                ? new Datagrams(new BaresockDatagramSocket(0, LOOPBACK), new BaresockDatagramSocket(0, LOOPBACK))
                : streams(new BaresockSocketFactory(), new BaresockServerSocketFactory());
    }

    private static Turns streams(SocketFactory sockets, ServerSocketFactory listeners) throws IOException {
        try (ServerSocket listener = listeners.createServerSocket(0, 1, LOOPBACK)) {
            return new Streams(sockets.createSocket(LOOPBACK, listener.getLocalPort()), listener.accept());
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
