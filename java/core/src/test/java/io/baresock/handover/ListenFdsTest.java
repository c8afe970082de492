package io.baresock.handover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** G13, Z3: the variables of sd_listen_fds(3). */
class ListenFdsTest {

    private static List<String> names(String pid, String fds, String names) {
        return ListenFds.names(Map.of("LISTEN_PID", pid, "LISTEN_FDS", fds, "LISTEN_FDNAMES", names), 42);
    }

    @Test
    void names_areAsManyAsDescriptors() {
        assertEquals(List.of("web", "", "web"), names("42", "3", "web::web"));
        assertEquals(List.of("one"), names("42", "1", "one"));
        assertEquals(List.of(), names("42", "0", ""));
    }

    @Test
    void withoutNames_allAreUnknown() {
        assertEquals(List.of("unknown", "unknown"), ListenFds.names(Map.of("LISTEN_PID", "42", "LISTEN_FDS", "2"), 42));
    }

    @Test
    void nothing_ifNothingIsSaidOrAnotherProcessIsMeant() {
        assertEquals(List.of(), ListenFds.names(Map.of(), 42));
        assertEquals(List.of(), ListenFds.names(Map.of("LISTEN_FDS", "2"), 42));
        assertEquals(List.of(), ListenFds.names(Map.of("LISTEN_PID", "42"), 42));
        assertEquals(List.of(), names("43", "2", "a:b"));
    }

    @Test
    void malformed_isRefused_namingTheVariable() {
        for (String bad : new String[] {"", "x", "-1", "1 ", "99999999999", "\u0662"}) {
            Exception e = assertThrows(IllegalStateException.class, () -> names("42", bad, "a"));
            assertEquals("LISTEN_FDS=" + bad + " is not a number of 0 or more", e.getMessage());
            assertThrows(IllegalStateException.class, () -> names(bad, "1", "a"));
        }
        assertThrows(IllegalStateException.class, () -> names("42", "2", "a"));
        assertThrows(IllegalStateException.class, () -> names("42", "1", "a:b"));
        assertThrows(IllegalStateException.class, () -> names("42", "2147483647", "a"));
    }

    @Test
    @DisplayName("a descriptor that is not open is an error, a hole among them too; the others stay open")
    void adopt_needsAllOfThem() {
        int fd = Bsd.socket(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0);
        int high = Bsd.fcntl(fd, Bsd.F_DUPFD, 900);
        ErrnoException e = assertThrows(ErrnoException.class, () -> ListenFds.adopt(List.of("a", "b"), high));
        assertEquals(Bsd.EBADF, e.errno());
        assertEquals(0, Bsd.close(high));
        assertEquals(0, Bsd.close(fd));
    }

    @Test
    void adopt_takesOver() throws ErrnoException {
        int fd = Bsd.socket(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0);
        int high = Bsd.fcntl(fd, Bsd.F_DUPFD, 950);
        assertEquals(0, Bsd.close(fd));
        Bsd.fcntl(high, Bsd.F_SETFD, 0);
        ListenFds.Passed p = ListenFds.adopt(List.of("a"), high).get(0);
        assertEquals(Bsd.FD_CLOEXEC, Bsd.fcntl(high, Bsd.F_GETFD, 0));
        Socket s = p.socket();
        assertNotNull(s);
        assertEquals(Bsd.SOCK_DGRAM, s.type());
        assertEquals(-Bsd.EPERM, Bsd.close(high)); // it is the socket's now
        s.close();
        assertEquals(-Bsd.EBADF, Bsd.close(high));
    }
}
