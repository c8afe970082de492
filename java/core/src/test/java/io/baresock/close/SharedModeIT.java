package io.baresock.close;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.close.Kind.Rig;
import io.baresock.helper.RegularFile;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mode is the open file's. A copy of the socket has the same one, and a stranger that changes it does no harm. */
@EnabledOnOs(OS.LINUX)
class SharedModeIT {

    private static final Set<Syscalls> ANYWHERE = EnumSet.complementOf(EnumSet.of(Syscalls.OTHER));

    private static CallThread start(boolean virtual, CallThread.Call call) {
        return virtual ? CallThread.startVirtual(call) : CallThread.start(call);
    }

    /** As another process does it that has the open file too. */
    private static void setBehindItsBack(Socket s, boolean nonblocking) throws ErrnoException {
        int r = s.withFd(fd -> {
            int flags = fcntl(fd, F_GETFL, 0) & ~O_NONBLOCK;
            return fcntl(fd, F_SETFL, nonblocking ? flags | O_NONBLOCK : flags);
        });
        assertEquals(0, r);
    }

    @Test
    void aModeThatOneCopySets_isTheModeOfAll() throws Exception {
        try (Rig rig = Kind.TCP_LISTENER.open();
                Socket copy = rig.socket.dup();
                Socket copyOfCopy = copy.dup()) {
            List<Socket> all = List.of(rig.socket, copy, copyOfCopy);
            for (Socket one : all) {
                one.setNonblocking(true);
                for (Socket s : all) {
                    assertTrue(s.isNonblocking());
                    assertNull(s.accept());
                }
                one.setNonblocking(false);
                for (Socket s : all) {
                    assertFalse(s.isNonblocking());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallWaits_ifAnotherCopyMadeItBlocking_andCloseEndsIt(boolean virtual) throws Exception {
        try (Rig rig = Kind.TCP_LISTENER.open();
                Socket copy = rig.socket.setNonblocking(true).dup()) {
            copy.setNonblocking(false);
            CallThread caller = start(virtual, () -> {
                rig.socket.accept();
                return 0;
            });
            caller.awaitBlockedIn(ANYWHERE);
            rig.socket.close();
            assertTrue(caller.await().isClosed());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nonblocking_neverWaits_alsoIfAStrangerMadeTheFileBlocking(boolean virtual) throws Exception {
        try (Rig rig = Kind.TCP_LISTENER.open()) {
            rig.socket.setNonblocking(true);
            setBehindItsBack(rig.socket, false);
            assertEquals(
                    Socket.WOULD_BLOCK,
                    start(virtual, () -> rig.socket.accept() == null ? Socket.WOULD_BLOCK : 0)
                            .await()
                            .result());
        }
        try (Rig rig = Kind.TCP_UNCONNECTED.open()) {
            rig.socket.setNonblocking(true);
            setBehindItsBack(rig.socket, false);
            CallThread caller = start(virtual, () -> rig.socket.connect(rig.fullPeer()) ? 1 : 0);
            assertEquals(0, caller.await().result());
        }
        try (Rig rig = Kind.UNIX_STREAM.open()) {
            rig.socket.setNonblocking(true);
            setBehindItsBack(rig.socket, false);
            assertEquals(
                    Socket.WOULD_BLOCK,
                    start(virtual, () -> untilFull(rig.socket)).await().result());
        }
    }

    private static int untilFull(Socket s) throws ErrnoException {
        int file = RegularFile.open();
        try {
            long n = 1;
            for (int i = 0; i < 100_000 && n > 0; i++) {
                n = s.sendfile(file, 0, 100);
            }
            return (int) n;
        } finally {
            close(file);
        }
    }

    /** As C does, whose calls do not wait on such a file. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void blocking_doesNotWait_ifAStrangerMadeTheFileNonblocking(boolean virtual) throws Exception {
        try (Rig rig = Kind.UNIX_STREAM.open()) {
            setBehindItsBack(rig.socket, true);
            CallThread caller = start(virtual, () -> rig.socket.recv(ByteBuffer.allocate(1)));
            assertEquals(Socket.WOULD_BLOCK, caller.await().result());
        }
        try (Rig rig = Kind.TCP_LISTENER.open()) {
            setBehindItsBack(rig.socket, true);
            CallThread caller = start(virtual, () -> rig.socket.accept() == null ? Socket.WOULD_BLOCK : 0);
            assertEquals(Socket.WOULD_BLOCK, caller.await().result());
        }
        try (Rig rig = Kind.TCP_UNCONNECTED.open()) {
            setBehindItsBack(rig.socket, true);
            CallThread caller = start(virtual, () -> rig.socket.connect(rig.fullPeer()) ? 1 : 0);
            assertEquals(0, caller.await().result());
        }
    }
}
