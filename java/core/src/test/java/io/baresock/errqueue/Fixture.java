package io.baresock.errqueue;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrorQueue;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Ports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Sockets on loopback with errors to tell. */
final class Fixture {

    static final long SECOND = 1_000_000_000L;
    static final long LONG = Patience.NANOS;

    private Fixture() {}

    static Sockaddr address(String host, int port) {
        return host.indexOf(':') < 0 ? Sockaddr.inet(host, port) : Sockaddr.inet6(host, port);
    }

    static int family(String host) {
        return host.indexOf(':') < 0 ? AF_INET : AF_INET6;
    }

    static Socket udp(String host) throws IOException {
        return Socket.open(family(host), SOCK_DGRAM, 0).bind(address(host, 0));
    }

    static Sockaddr nobody(String host) throws IOException {
        return Sockaddr.of(Ports.refusing(host));
    }

    /** Two ends of a TCP connection: client, server. */
    static Socket[] tcp(String host) throws IOException {
        try (Socket listener =
                Socket.open(family(host), SOCK_STREAM, 0).bind(address(host, 0)).listen(1)) {
            Socket client = Socket.open(family(host), SOCK_STREAM, 0);
            client.connect(listener.localAddress());
            return new Socket[] {client, listener.accept()};
        }
    }

    /** IP_RECVERR or IPV6_RECVERR. */
    static void recverr(Socket s) throws IOException {
        boolean four = s.domain() == AF_INET;
        s.setsockopt(four ? IPPROTO_IP : IPPROTO_IPV6, four ? IP_RECVERR : IPV6_RECVERR, 1);
    }

    /** Sends to nobody, and takes the error that is pending then, so that it does not end the next send; it stays queued. */
    static void refused(Socket s, ByteBuffer b, Sockaddr nobody) throws IOException {
        s.sendto(b, 0, nobody);
        long deadline = System.nanoTime() + LONG; // mostly at once, but the kernel may put it off
        while (s.getsockopt(SOL_SOCKET, SO_ERROR) != ECONNREFUSED) {
            assertTrue(System.nanoTime() < deadline, "no refusal came");
        }
    }

    static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    static String text(ByteBuffer b) {
        byte[] bytes = new byte[b.remaining()];
        b.get(b.position(), bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    /** Waits until the socket has an error to tell. */
    static void awaitError(Socket s) throws IOException {
        assertTrue((poll(s.fd(), 0, LONG) & POLLERR) != 0, "no error came");
    }

    /** Waits for entries, and drains once. */
    static int drain(Socket s, ErrorQueue queue) throws IOException {
        awaitError(s);
        return s.errors(queue);
    }
}
