package io.baresock.examples.guide;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Baresock;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Peer;
import io.baresock.testkit.Program;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The programs of the guide's pages that need nobody's library. */
@EnabledOnOs(OS.LINUX)
class GuideProgramsIT {

    private static Socket connected(String listening) throws ErrnoException {
        Sockaddr to = Sockaddr.parse(listening.replace("listening on ", ""));
        Socket socket = Socket.open(to.family(), SOCK_STREAM, 0);
        assertTrue(socket.connect(to, Patience.NANOS));
        return socket;
    }

    private static void send(Socket socket, String text) throws ErrnoException {
        socket.sendFully(ByteBuffer.wrap(text.getBytes(UTF_8)), Patience.NANOS);
    }

    private static String receive(Socket socket, int length) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocate(length);
        int n = socket.recvFully(b, Patience.NANOS);
        return new String(b.array(), 0, n, UTF_8);
    }

    @Test
    void lines_areAnswered_inPiecesAndManyAtOnce_andALongOneEndsTheConnection() throws Exception {
        try (Peer server = Peer.start(new ProcessBuilder(Program.command(LineServer.class)))) {
            String listening = server.awaitLine();
            Socket client = connected(listening);
            send(client, "one\ntw");
            assertEquals("ONE\n", receive(client, 4));
            send(client, "o\nthree\n\nf");
            assertEquals("TWO\nTHREE\n\n", receive(client, 11));
            send(client, "x".repeat(1000));
            assertEquals(0, client.recv(ByteBuffer.allocate(1), 0, Patience.NANOS));
            client.close();
            assertEquals(listening + "\n", server.output());
        }
    }

    @Test
    void lines_allOfALargeInput() throws Exception {
        String input = "a line of text\n".repeat(20_000);
        try (Peer server = Peer.start(new ProcessBuilder(Program.command(LineServer.class)));
                Socket client = connected(server.awaitLine())) {
            Thread sender = new Thread(() -> {
                try {
                    send(client, input);
                } catch (ErrnoException e) {
                    throw new IllegalStateException(e);
                }
            });
            sender.start();
            assertEquals(input.replace("a line of text", "A LINE OF TEXT"), receive(client, input.length()));
            sender.join();
        }
    }

    @Test
    void canFrame_isAsTheKernelHasIt() throws ErrnoException {
        ByteBuffer frame = CanFrames.frame(0x123, (byte) 1, (byte) 2, (byte) 3);
        ByteBuffer expected = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        expected.putInt(0x123)
                .put((byte) 3)
                .position(8)
                .put(new byte[] {1, 2, 3})
                .rewind();
        assertEquals(16, CAN_MTU);
        assertEquals(expected, frame);
    }

    @Test
    void canSocket_needsAnInterfaceOfCan() {
        assertTrue(Baresock.hasConstant("AF_CAN"));
        ErrnoException none = assertThrows(ErrnoException.class, () -> CanFrames.open("no-such-can0"));
        assertEquals(ENODEV, none.errno());
        assertTrue(none.getMessage().startsWith("if_nametoindex(no-such-can0): ENODEV"), none::getMessage);
        ErrnoException other =
                assertThrows(ErrnoException.class, () -> CanFrames.open("lo")); // no bus, or no CAN at all
        assertTrue(other.getMessage().matches("(bind|socket).*E[A-Z]+ .*"), other::getMessage);
    }
}
