package io.baresock.examples;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Baresock;
import io.baresock.Errno;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What tables of the guide say is so. */
class GuideTablesTest {

    private static final Pattern ERROR = Pattern.compile("(?m)^\\| `(E\\w+)` \\|");

    @Test
    void eachErrorOfThePage_isOneOfThisSystem() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Matcher m = ERROR.matcher(Files.readString(Path.of("../../docs/guide/errors.md"))); m.find(); ) {
            String name = m.group(1);
            assertTrue(names.add(name), () -> name + " is there twice");
            assertTrue(Baresock.hasConstant(name), name);
            assertEquals(name, Errno.name(Baresock.constant(name)));
        }
        assertTrue(names.size() >= 30, names::toString);
    }

    @Test
    void nothingYet_andTheEnd_byNio() throws IOException {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel a = SocketChannel.open(server.getLocalAddress());
                SocketChannel b = server.accept()) {
            a.configureBlocking(false);
            assertEquals(0, a.read(ByteBuffer.allocate(1)));
            a.configureBlocking(true);
            b.shutdownOutput();
            assertEquals(-1, a.read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void nothingYet_andTheEnd_byBaresock() throws IOException {
        try (Socket server = Socket.open(AF_INET, SOCK_STREAM, 0)
                        .bind(Sockaddr.loopback4(0))
                        .listen(1);
                Socket a = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            assertTrue(a.connect(server.localAddress(), Patience.NANOS));
            try (Socket b = server.accept()) {
                assertEquals(Socket.WOULD_BLOCK, a.recv(ByteBuffer.allocate(1), MSG_DONTWAIT));
                assertTrue(Socket.WOULD_BLOCK < 0);
                assertEquals(-EAGAIN, recv(a.fd(), ByteBuffer.allocate(1), MSG_DONTWAIT));
                b.shutdown(SHUT_WR);
                assertEquals(0, a.recv(ByteBuffer.allocate(1), 0, Patience.NANOS));
            }
        }
    }
}
