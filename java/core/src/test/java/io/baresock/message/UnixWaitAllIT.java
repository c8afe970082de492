package io.baresock.message;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.option.SocketOptions;
import io.baresock.testkit.Patience;
import io.baresock.vthread.Virtual;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * MSG_WAITALL on a Unix stream takes what the kernel's own wait would take: it stops behind descriptors and where the credentials change, and
 * goes on behind credentials that stay the same. What is right was found by a C program on Linux 6.18; the receive that blocks in the kernel
 * is among those that are tried.
 */
@EnabledOnOs(OS.LINUX)
class UnixWaitAllIT {

    private static final int PIECE = 4;
    private static final int ALL = 3 * PIECE;
    private static final long BOUND = TimeUnit.SECONDS.toNanos(Patience.SECONDS);

    /** What the pieces bring; '.' nothing, 'r' a descriptor, 'o' the credentials of others. */
    private static final String[] PIECES = {"...", "r..", ".r.", "rr.", "..r"};

    private enum Wait {
        BLOCKING,
        TIMED,
        BY_OPTION
    }

    private enum Form {
        RECV {
            @Override
            int receive(Socket s, ByteBuffer b, Message m, long timeout) throws ErrnoException {
                return s.recv(b, MSG_WAITALL, timeout);
            }
        },
        RECVFROM {
            @Override
            int receive(Socket s, ByteBuffer b, Message m, long timeout) throws ErrnoException {
                return s.recvfrom(b, MSG_WAITALL, new SockaddrStorage(), timeout);
            }
        },
        RECVMSG,
        RECVMSG_WITH_LITTLE_ROOM(16),
        RECVMSG_WITH_ROOM(256);

        final int room;

        Form() {
            this(0);
        }

        Form(int room) {
            this.room = room;
        }

        int receive(Socket s, ByteBuffer b, Message m, long timeout) throws ErrnoException {
            return s.recvmsg(m.add(b), MSG_WAITALL, timeout);
        }
    }

    /** What a receive has found. */
    private static String received(String pieces, boolean passes, Form form, Wait wait, boolean virtual, boolean direct)
            throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket s = pair[0];
                Socket peer = pair[1];
                Message m = new Message(1, form.room)) {
            if (passes) {
                s.setOption(SocketOptions.SO_PASSCRED, true);
            }
            if (wait == Wait.BY_OPTION) {
                s.setOption(SocketOptions.SO_RCVTIMEO, Duration.ofNanos(BOUND));
            }
            ByteBuffer b = direct ? ByteBuffer.allocateDirect(ALL) : ByteBuffer.allocate(ALL);
            Virtual.Body<Integer> call = () -> form.receive(s, b, m, wait == Wait.TIMED ? BOUND : -1);
            Virtual.Task<Integer> task = virtual ? Virtual.call(call) : Virtual.onPlatformThread(call);
            for (int i = 0; i < pieces.length(); i++) {
                send(peer, pieces.charAt(i), (byte) (i + 1));
            }
            int n = task.get();
            assertEquals(n, b.position());
            for (int i = 0; i < n; i++) {
                assertEquals(i / PIECE + 1, b.get(i));
            }
            boolean hasRights = form.room > 16 && m.received().find(SOL_SOCKET, SCM_RIGHTS) >= 0;
            boolean hasSender = form.room > 16 && m.received().find(SOL_SOCKET, SCM_CREDENTIALS) >= 0;
            return n + (hasRights ? " rights" : "") + (hasSender ? " sender" : "");
        }
    }

    private static void send(Socket to, char what, byte value) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocate(PIECE);
        for (int i = 0; i < PIECE; i++) {
            b.put(i, value);
        }
        try (Message m = new Message(1, 256)) {
            if (what == 'r') {
                m.control().rights(to);
            } else if (what == 'o') {
                m.control().credentials((int) ProcessHandle.current().pid(), 1, 1);
            }
            assertEquals(PIECE, to.sendmsg(m.add(b)));
        }
    }

    /** What C receives. */
    private static String right(String pieces, boolean passes, Form form) {
        int first = pieces.indexOf('r');
        int others = passes ? pieces.indexOf('o') : -1;
        int n = first >= 0 ? first + 1 : others > 0 ? others : 3;
        boolean room = form.room > 16;
        return n * PIECE + (room && first >= 0 ? " rights" : "") + (room && passes ? " sender" : "");
    }

    private static void check(String[] all) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String pieces : all) {
            for (int how = 0; how < 8; how++) {
                boolean passes = (how & 1) != 0;
                boolean virtual = (how & 2) != 0;
                boolean direct = (how & 4) != 0;
                for (Form form : Form.values()) {
                    for (Wait wait : Wait.values()) {
                        String got = received(pieces, passes, form, wait, virtual, direct);
                        String right = right(pieces, passes, form);
                        if (!got.equals(right)) {
                            wrong.add(pieces + " " + form + " " + wait + (passes ? " passes" : "")
                                    + (virtual ? " virtual" : "") + ": " + got + ", not " + right);
                        }
                    }
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    void waitall_stopsBehindDescriptors_andGoesOnBehindCredentials() throws Exception {
        check(PIECES);
    }

    @Test
    void waitall_stopsWhereOthersSend_ifTheSocketPassesCredentials() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may send with the numbers of others");
        check(new String[] {".o.", "..o", ".oo"});
    }
}
