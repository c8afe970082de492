package io.baresock.memory;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.FdSet;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.PollFds;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a native call uses cannot be changed while it is inside. */
@DisplayName("objects in a call are not changed")
class ChangedDuringACallIT {

    private static final Sockaddr ADDRESS = Sockaddr.inet("127.0.0.1", 9);

    private Socket left;
    private Socket right;
    private final int[] result = new int[1];

    @BeforeEach
    void open() throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
        left = pair[0];
        right = pair[1];
    }

    @AfterEach
    void close() throws ErrnoException {
        left.close();
        right.close();
    }

    private interface Call {
        int make() throws ErrnoException;
    }

    private Thread inside(Call call, Runnable look, Runnable change) {
        Thread t = new Thread(() -> {
            try {
                result[0] = call.make();
            } catch (ErrnoException e) {
                result[0] = -e.errno();
            }
        });
        t.start();
        Calls.awaitInside(look, change);
        return t;
    }

    private static void refused(List<Runnable> changes) {
        for (int i = 0; i < changes.size(); i++) {
            assertThrows(IllegalStateException.class, changes.get(i)::run, "change " + i);
        }
    }

    private void end(Thread t) throws Exception {
        left.send(new byte[] {1}, 0, 1, 0);
        t.join();
        assertEquals(1, result[0]);
    }

    @Test
    void aBatch() throws Exception {
        try (MessageBatch b = new MessageBatch(1, 64)) {
            Thread t = inside(() -> right.recvmmsg(b, 0), b::count, () -> b.range(0, 0));
            ByteBuffer bytes = ByteBuffer.allocateDirect(8);
            refused(List.of(
                    () -> b.range(0, 1),
                    () -> b.to(0, ADDRESS),
                    () -> b.to(0, null),
                    () -> b.reply(0),
                    () -> b.length(0, 1),
                    () -> b.put(0, bytes),
                    () -> b.memory(0, bytes),
                    () -> b.memory(0, 4096, 1),
                    () -> b.takeFd(0, 0),
                    () -> b.control(0).clear(),
                    () -> b.control(0).append(SOL_SOCKET, 1, 1)));
            end(t);
            assertEquals(1, b.length(0));
            b.range(0, 0).length(0, 3).to(0, ADDRESS).control(0).clear();
        }
    }

    @Test
    void aMessage() throws Exception {
        try (Message m = new Message()) {
            m.add(ByteBuffer.allocateDirect(8));
            Thread t = inside(
                    () -> right.recvmsg(m, 0), m::bytes, () -> m.control().clear());
            refused(List.of(
                    m::clearBuffers,
                    () -> m.ensureRoom(64, 0),
                    () -> m.ensureRoom(0, 0),
                    () -> m.add(ByteBuffer.allocate(1)),
                    () -> m.add(4096, 1),
                    () -> m.to(ADDRESS),
                    () -> m.to(m.from()),
                    () -> m.takeFd(0),
                    m::takePidfd,
                    () -> m.control().clear(),
                    () -> m.control().ttl(1)));
            end(t);
            m.to((Sockaddr) null).control().clear();
        }
    }

    /** Another buffer is put into it. */
    @Test
    void anArrayOfBuffers() {
        Program.Ended ended = Program.end(List.of(), Swapped.class);
        assertEquals(0, ended.status(), ended.output());
    }

    @Test
    void descriptorsToPoll() throws Exception {
        PollFds fds = new PollFds(1);
        fds.add(right.fd(), POLLIN);
        Thread t = inside(() -> poll(fds, -1), fds::size, () -> fds.setEvents(0, POLLIN));
        refused(List.of(
                () -> fds.add(1, POLLIN),
                () -> fds.set(0, 1, 0),
                () -> fds.setEvents(0, 0),
                () -> fds.remove(0),
                fds::clear));
        assertThrows(IllegalStateException.class, () -> poll(fds, 0));
        end(t);
        assertEquals(POLLIN, fds.revents(0));
        assertEquals(1, fds.add(1, POLLIN));
    }

    @Test
    void sets() throws Exception {
        FdSet set = new FdSet();
        set.set(right.fd());
        Thread t = inside(() -> select(right.fd() + 1, set, null, null, -1), set::count, () -> set.set(right.fd()));
        refused(List.of(
                () -> set.set(5000),
                () -> set.clr(0),
                set::zero,
                () -> set.copyFrom(new FdSet()),
                () -> FD_SET(1, set),
                () -> select(1, set, null, null, 0)));
        end(t);
        set.set(5000);
        assertTrue(set.isSet(right.fd()));
    }

    @Test
    void aPlaceForAnAddress() throws Exception {
        SockaddrStorage from = new SockaddrStorage();
        Thread t = inside(() -> right.recvfrom(ByteBuffer.allocateDirect(8), 0, from), from::length, from::clear);
        refused(List.of(() -> from.copyFrom(ADDRESS), () -> from.copyFrom(new SockaddrStorage()), from::clear));
        end(t);
        from.copyFrom(ADDRESS);
        assertEquals(ADDRESS, from.toSockaddr());
    }

    /** The receiver has no room, so the send waits. */
    @EnabledOnOs(OS.LINUX)
    @Test
    void aDestination() throws Exception {
        SockaddrStorage to = new SockaddrStorage();
        try (Socket receiver = Socket.open(AF_UNIX, SOCK_DGRAM, 0).bind(Sockaddr.unixUnnamed());
                Socket sender = Socket.open(AF_UNIX, SOCK_DGRAM, 0);
                Message m = new Message().add(ByteBuffer.allocate(1)).to(to)) {
            to.copyFrom(receiver.localAddress());
            for (Call send : List.<Call>of(() -> sender.sendto(ByteBuffer.allocate(1), to), () -> sender.sendmsg(m))) {
                while (sender.sendto(ByteBuffer.allocate(1), MSG_DONTWAIT, to) >= 0) {
                    Thread.onSpinWait();
                }
                SockaddrStorage same = new SockaddrStorage();
                same.copyFrom(to);
                Thread t = inside(send, to::length, () -> to.copyFrom(same));
                refused(List.of(() -> to.copyFrom(ADDRESS), () -> to.copyFrom(same), to::clear));
                assertEquals(1, receiver.recv(ByteBuffer.allocate(1)));
                t.join();
                assertEquals(1, result[0]);
                to.copyFrom(same);
            }
        }
    }

    @Test
    void oneSet_inTwoPlaces_isOne() {
        FdSet set = new FdSet();
        set.set(right.fd());
        assertTrue(select(right.fd() + 1, set, set, set, 0) >= 0);
        set.zero();
    }

    @Test
    void aPlaceForThePeersAddress() throws Exception {
        try (Socket listener =
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(2)) {
            int fd = listener.fd();
            for (Call accept : List.<Call>of(() -> accepted(listener), () -> accepted(fd))) {
                SockaddrStorage from = peer;
                Thread t = inside(accept, from::length, from::clear);
                refused(List.of(() -> from.copyFrom(ADDRESS), () -> from.copyFrom(new SockaddrStorage()), from::clear));
                try (Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
                    client.connect(listener.localAddress());
                    t.join();
                    assertEquals(1, result[0]);
                    assertEquals(client.localAddress(), from.toSockaddr());
                }
                from.copyFrom(ADDRESS);
            }
        }
    }

    private final SockaddrStorage peer = new SockaddrStorage();

    private int accepted(Socket listener) throws ErrnoException {
        try (Socket s = listener.accept(peer, 0, -1)) {
            return s == null ? 0 : 1;
        }
    }

    private int accepted(int listener) {
        int fd = accept(listener, peer);
        return io.baresock.Bsd.close(fd) == 0 ? 1 : fd;
    }
}
