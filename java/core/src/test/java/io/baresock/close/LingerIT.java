package io.baresock.close;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Socket;
import io.baresock.close.Kind.Rig;
import io.baresock.option.Linger;
import io.baresock.option.SocketOptions;
import io.baresock.vthread.Virtual;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A close(2) that lingers (SO_LINGER, with data that the peer does not take) holds the platform thread that called it, and nobody else. */
class LingerIT {

    private static final Linger LONG = new Linger(true, 3600);

    /** A full connection, whose peer reads nothing. */
    private static Rig full() throws Exception {
        Rig rig = Kind.TCP_CLIENT.open();
        ByteBuffer b = ByteBuffer.allocateDirect(64 * 1024);
        int sends = 0;
        while (rig.socket.send(b.clear(), MSG_DONTWAIT) > 0) {
            assertTrue(++sends < 100_000, "a socket that never fills");
        }
        return rig;
    }

    /** Takes all that was sent, which ends the lingering; how much it was. */
    private static long drain(Rig rig) throws Exception {
        ByteBuffer b = ByteBuffer.allocateDirect(64 * 1024);
        long bytes = 0;
        int n;
        do {
            n = rig.peer().recv(b.clear(), 0, TimeUnit.SECONDS.toNanos(CallThread.BOUND_SECONDS));
            assertTrue(n >= 0, "the connection does not end: " + n);
            bytes += n;
        } while (n > 0);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(SharingIT.Holder.class)
    void platformThread_waits_andTheCallersThatWereBlockedDoNot(SharingIT.Holder holder) throws Exception {
        try (Rig rig = holder.share(full())) {
            rig.socket.setOption(SocketOptions.SO_LINGER, LONG);
            CallThread receiver = CallThread.start(() -> rig.socket.recv(ByteBuffer.allocate(8), 0));
            CallThread sender = CallThread.start(() -> rig.socket.send(ByteBuffer.allocateDirect(1 << 20), 0, -1));
            receiver.awaitBlockedIn(EnumSet.of(Syscalls.RECVFROM));
            sender.awaitBlockedIn(EnumSet.of(Syscalls.SENDTO));
            CallThread closer = CallThread.start(() -> {
                rig.socket.close();
                return 0;
            });
            assertTrue(receiver.await().isClosed());
            sender.await(); // with what it had sent, or told of the close
            assertFalse(rig.socket.isOpen());
            assertFalse(closer.isDone(), "close(2) has nothing to wait for");
            assertTrue(drain(rig) > 0);
            assertEquals(0, closer.await().result());
        }
    }

    @Test
    void virtualThread_doesNotWait() throws Exception {
        Virtual.required(); // before there is anything that lingers
        try (Rig rig = full()) {
            rig.socket.setOption(SocketOptions.SO_LINGER, LONG);
            CallThread closer = CallThread.startVirtual(() -> {
                rig.socket.close();
                return 0;
            });
            closer.await(); // though nothing was read yet
            assertTrue(drain(rig) > 0);
        }
    }

    /** The last user of a closed socket, not the one that closed it. */
    @Test
    void functionWithTheDescriptor_doesNotWait_norDoesTheCloserWaitForIt() throws Exception {
        try (Rig rig = full()) {
            rig.socket.setOption(SocketOptions.SO_LINGER, LONG);
            rig.socket.withFd(fd -> {
                rig.socket.close(); // would wait for itself
                return fd;
            });
            assertFalse(rig.socket.isOpen());
            assertTrue(drain(rig) > 0);
        }
    }

    @Test
    void acceptedSocket_inheritsIt() throws Exception {
        try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)
                .setOption(SocketOptions.SO_LINGER, LONG)
                .setOption(SocketOptions.SO_SNDBUF, 8192)
                .bind(io.baresock.Sockaddr.loopback4(0))
                .listen(1)) {
            try (Socket client = Socket.open(AF_INET, SOCK_STREAM, 0).setOption(SocketOptions.SO_RCVBUF, 8192)) {
                client.connect(listener.localAddress());
                Socket accepted = listener.accept();
                ByteBuffer b = ByteBuffer.allocateDirect(64 * 1024);
                int sends = 0;
                while (accepted.send(b.clear(), MSG_DONTWAIT) > 0) {
                    assertTrue(++sends < 100_000, "a socket that never fills");
                }
                CallThread receiver = CallThread.start(() -> accepted.recv(ByteBuffer.allocate(8), 0));
                receiver.awaitBlockedIn(EnumSet.of(Syscalls.RECVFROM));
                CallThread closer = CallThread.start(() -> {
                    accepted.close();
                    return 0;
                });
                assertTrue(receiver.await().isClosed());
                int n;
                do {
                    n = client.recv(b.clear(), 0, TimeUnit.SECONDS.toNanos(CallThread.BOUND_SECONDS));
                } while (n > 0);
                assertEquals(0, n);
                assertEquals(0, closer.await().result());
            }
        }
    }
}
