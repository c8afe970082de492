package io.baresock.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A connection over loopback: a socket to test, and at the other end one of the JDK. */
record Link(Socket tested, Socket peer) implements AutoCloseable {

    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** The tested socket connects. */
    static Link connecting(Case.Maker maker) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            Socket tested = maker.socket();
            tested.connect(server.getLocalSocketAddress());
            return new Link(tested, server.accept());
        }
    }

    /** The tested socket is accepted. */
    static Link accepted(Case.Maker maker) throws IOException {
        try (ServerSocket server = listening(maker)) {
            Socket peer = new Socket(LOOPBACK, server.getLocalPort());
            return new Link(server.accept(), peer);
        }
    }

    /** A server that listens on loopback. */
    static ServerSocket listening(Case.Maker maker) throws IOException {
        ServerSocket server = maker.server();
        server.bind(new InetSocketAddress(LOOPBACK, 0));
        return server;
    }

    @Override
    public void close() throws IOException {
        tested.close();
        peer.close();
    }
}
