package io.baresock.handover;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Message;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A listener goes from one JVM to the next while clients keep coming: row G13. */
@EnabledOnOs(OS.LINUX)
class RestartIT {

    private static final byte[] OLD = {'o', 'l', 'd'};
    private static final int CLIENTS = 3;
    private static final int ANSWERS_OF_THE_HEIR = 300;
    private static final int MOST_CONNECTIONS = 1_000_000;
    private static final long MINUTE = Patience.NANOS;

    /** Answers every client until the listener is closed. */
    static void serve(Socket listener, byte[] answer) {
        try {
            while (true) {
                // With a timeout: who had the listener before may have left it in non-blocking mode.
                try (Socket client = listener.accept(null, 0, -1)) {
                    client.send(ByteBuffer.wrap(answer), 0);
                }
            }
        } catch (SocketClosedException e) {
            return; // as it should be
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Connects again and again, until the heir has answered often enough. Any refusal or reset is an exception. Each
     * connection comes from an address of its own in 127.0.0.0/8, so that ports do not run out.
     */
    private static int ask(int client, Sockaddr server, CountDownLatch answered) throws IOException {
        int ofTheOld = 0;
        int ofTheHeir = 0;
        ByteBuffer answer = ByteBuffer.allocate(8);
        for (int i = 0; i < MOST_CONNECTIONS && ofTheHeir < ANSWERS_OF_THE_HEIR; i++) {
            try (Socket s = Socket.open(AF_INET, SOCK_STREAM, 0)) {
                s.setsockopt(IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
                s.bind(Sockaddr.inet(new byte[] {127, (byte) (10 + client), (byte) (i >> 8), (byte) i}, 0));
                s.connect(server, MINUTE);
                answer.clear();
                while (s.recv(answer, 0, MINUTE) > 0) {
                    // until the end
                }
                assertEquals(3, answer.position(), "an answer, whole");
                if (answer.get(0) == OLD[0]) {
                    if (ofTheOld++ == 0) {
                        answered.countDown();
                    }
                } else {
                    ofTheHeir++;
                }
            }
        }
        assertEquals(ANSWERS_OF_THE_HEIR, ofTheHeir);
        return ofTheOld;
    }

    @Test
    @DisplayName(
            "G13: a listener is passed to another JVM by SCM_RIGHTS under load, without a refused SYN or a lost client")
    void restart_refusesNobody() throws Exception {
        Sockaddr name =
                Sockaddr.unixAbstract(("bs-heir-" + ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
        Socket listener =
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(64);
        try (Socket control = Socket.open(AF_UNIX, SOCK_STREAM, 0).bind(name).listen(1)) {
            // Said before anybody blocks in accept: it will be another's too, so close must not shut it down (ADR 2).
            listener.withFd(fd -> fd);
            Thread old = new Thread(() -> serve(listener, OLD), "old");
            old.start();
            CountDownLatch answered = new CountDownLatch(CLIENTS);
            List<FutureTask<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                Sockaddr server = listener.localAddress();
                FutureTask<Integer> task = new FutureTask<>(() -> ask(client, server, answered));
                clients.add(task);
                new Thread(task, "client-" + i).start();
            }
            Process child = Jvm.builder(Program.command(HeirProgram.class, name.toString()))
                    .start();
            try (Socket heir = control.accept(null, 0, MINUTE)) {
                assertNotNull(heir);
                assertTrue(answered.await(Patience.SECONDS, TimeUnit.SECONDS), "the old one serves everybody");
                pass(listener, heir);
                assertTrue(heir.recv(ByteBuffer.allocate(8), 0, MINUTE) > 0); // it serves
                listener.close();
                old.join();
                for (FutureTask<Integer> client : clients) {
                    assertTrue(client.get() > 0, "answers of the old one");
                }
            } finally {
                listener.close();
            }
            assertEquals("", Jvm.output(child));
        }
    }

    private static void pass(Socket listener, Socket heir) throws IOException {
        try (Message m = new Message()) {
            m.add(ByteBuffer.allocate(1));
            int sent = listener.withFd(fd -> {
                m.control().rights(fd);
                try {
                    return heir.sendmsg(m, 0, MINUTE);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertEquals(1, sent);
        }
    }
}
