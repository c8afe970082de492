package io.baresock.close;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.vthread.Virtual;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A socket that was passed on outlives its first holder: a close ends the holder's own calls and leaves the open file as it is. */
class PassedOnIT {

    /** Sends the socket through a Unix socket, as to another process, and takes it out again. */
    private static Socket passedOn(Socket s, boolean byObject) throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket out = pair[0];
                Socket in = pair[1];
                Message sent = new Message().add(ByteBuffer.allocate(1));
                Message got = new Message().add(ByteBuffer.allocate(1))) {
            if (byObject) {
                sent.control().rights(s);
            } else {
                sent.control().rights(s.fd());
            }
            assertEquals(1, out.sendmsg(sent, 0));
            assertEquals(1, in.recvmsg(got, 0));
            return got.takeSocket(0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void listener_goesOn_whenTheFirstHolderCloses_withACallThatWaits(boolean byObject) throws Exception {
        try (Socket first =
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(5)) {
            Sockaddr address = first.localAddress();
            CallThread waits = CallThread.start(() -> first.accept() == null ? 0 : 1);
            CallThread.Call accept = () -> first.accept() == null ? 0 : 1;
            CallThread parks = Virtual.AVAILABLE ? CallThread.startVirtual(accept) : CallThread.start(accept);
            waits.awaitBlockedIn(EnumSet.of(Syscalls.ACCEPT4));
            parks.awaitBlockedIn(EnumSet.of(Syscalls.ACCEPT4));
            try (Socket second = passedOn(first, byObject)) {
                first.close();
                assertTrue(waits.await().isClosed());
                assertTrue(parks.await().isClosed());
                assertFalse(second.isNonblocking());
                for (int i = 0; i < 10; i++) {
                    try (Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
                        assertTrue(client.connect(address));
                        second.accept().close();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void connection_goesOn_whenTheFirstHolderCloses_withACallThatWaits(boolean byObject) throws Exception {
        try (Kind.Rig rig = Kind.TCP_CLIENT.open()) {
            CallThread waits = CallThread.start(() -> rig.socket.recv(ByteBuffer.allocate(8), 0));
            waits.awaitBlockedIn(EnumSet.of(Syscalls.RECVFROM));
            try (Socket second = passedOn(rig.socket, byObject)) {
                rig.socket.close();
                assertTrue(waits.await().isClosed());
                assertEquals(3, second.send(ByteBuffer.allocate(3), 0));
                assertEquals(3, rig.peer().recv(ByteBuffer.allocate(8), 0));
                assertEquals(2, rig.peer().send(ByteBuffer.allocate(2), 0));
                assertEquals(2, second.recv(ByteBuffer.allocate(8), 0));
            }
        }
    }

    /** A server is restarted again and again while clients connect: each gets its answer, none is refused. */
    @Test
    void server_isRestarted_underLoad_andRefusesNobody() throws Exception {
        int generations = 20;
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger served = new AtomicInteger();
        Socket listener =
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(128);
        Sockaddr address = listener.localAddress();
        CallThread clients = CallThread.start(() -> {
            int answers = 0;
            while (!over.get()) {
                try (Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
                    client.connect(address);
                    assertEquals(1, client.recv(ByteBuffer.allocate(8), 0));
                    answers++;
                }
            }
            return answers;
        });
        CallThread server = server(listener, served);
        for (int i = 0; i < generations; i++) {
            int before = served.get();
            while (served.get() == before) {
                assertFalse(clients.isDone(), "the clients have failed");
                Thread.onSpinWait(); // each generation serves somebody
            }
            Socket next = passedOn(listener, i % 2 == 0);
            CallThread successor = server(next, served);
            listener.close();
            server.await();
            listener = next;
            server = successor;
        }
        over.set(true);
        int answers = clients.await().result();
        assertTrue(answers >= generations);
        listener.close();
        server.await();
        assertTrue(served.get() >= answers);
    }

    private static CallThread server(Socket listener, AtomicInteger served) {
        return CallThread.start(() -> {
            while (true) {
                try (Socket connection = listener.accept()) {
                    connection.send(ByteBuffer.allocate(1), 0);
                    served.incrementAndGet();
                } catch (io.baresock.SocketClosedException e) {
                    return 0;
                }
            }
        });
    }

    /** The number of a closed socket may be a stranger's by then. */
    @Test
    void closedSocket_isNotPassedOn() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket out = pair[0];
                Socket in = pair[1];
                Message message = new Message().add(ByteBuffer.allocate(1));
                MessageBatch batch = new MessageBatch(1, 8)) {
            Socket closed = Socket.open(AF_INET, SOCK_DGRAM, 0);
            message.control().rights(out, closed);
            batch.length(0, 1).range(0, 1).control(0).rights(closed);
            closed.close();
            assertThrows(IllegalStateException.class, () -> out.sendmsg(message, 0));
            assertThrows(IllegalStateException.class, () -> out.sendmmsg(batch, 0));
            assertEquals(Socket.WOULD_BLOCK, in.recv(ByteBuffer.allocate(8), MSG_DONTWAIT));
            message.control().clear().rights(out);
            batch.control(0).clear().rights(in);
            assertEquals(1, out.sendmsg(message, 0));
            assertEquals(1, out.sendmmsg(batch, 0));
            for (int i = 0; i < 2; i++) {
                try (Message got = new Message().add(ByteBuffer.allocate(1))) {
                    assertEquals(1, in.recvmsg(got, 0));
                    assertEquals(1, got.fdCount());
                }
            }
            assertEquals(0, Bsd.close(out.detach())); // nothing holds it any more
        }
    }
}
