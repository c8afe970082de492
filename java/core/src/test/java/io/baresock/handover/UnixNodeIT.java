package io.baresock.handover;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes of Unix sockets with an exact mode, and no unlinking of what is not ours: rows Z3, G13. */
@EnabledOnOs(OS.LINUX)
class UnixNodeIT {

    // Not @TempDir: the build's folder may be longer than sun_path.
    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory(Path.of("/tmp"), "bs-node-");
    }

    @AfterEach
    void removeDirectory() throws IOException {
        try (var list = Files.list(directory)) {
            for (Path p : list.toList()) {
                Files.delete(p);
            }
        }
        Files.delete(directory);
    }

    private Sockaddr address() {
        return Sockaddr.unix(directory.resolve("s").toString());
    }

    private static Socket stream() throws IOException {
        return Socket.open(AF_UNIX, SOCK_STREAM, 0);
    }

    private static String umask() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Umask:"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {0600, 0660, 0666, 0700, 0777, 0, 0222})
    @DisplayName("Z3 G13: the node has exactly the mode asked for; the umask takes nothing away and stays what it was")
    void bind_givesTheExactMode(int mode) throws IOException {
        String before = umask();
        try (Socket s = stream();
                UnixNode node = UnixNode.bind(s, address(), mode)) {
            assertEquals(mode, ModeWatch.mode(node.path()));
            assertEquals(before, umask());
            assertEquals(address(), s.localAddress());
        }
    }

    @Test
    @DisplayName("Z3 G13: with umask 0 somebody who looks at the path all the time never sees another mode than 0600")
    void bind_isRaceFree_underUmaskZero() throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 0; exec \"$@\"", "sh"));
        command.addAll(Program.command(ModeProgram.class, directory.toString(), "300"));
        String said = Jvm.output(Jvm.builder(command).start());
        assertEquals("plain [777]\nexact [600]\n", said); // 777: the umask was 0, and the watch would have seen it
    }

    @Test
    @DisplayName("G13: close removes the node that was made, once")
    void close_removesTheNode() throws IOException {
        try (Socket s = stream()) {
            UnixNode node = UnixNode.bind(s, address(), 0600);
            assertTrue(Files.exists(node.path()));
            node.close();
            assertFalse(Files.exists(node.path()));
            node.close();
            assertFalse(node.remove());
            assertTrue(s.isOpen());
        }
    }

    @Test
    @DisplayName("G13: a node that somebody else put in its place stays")
    void close_leavesAStranger() throws IOException {
        try (Socket s = stream();
                Socket other = stream()) {
            UnixNode node = UnixNode.bind(s, address());
            Files.delete(node.path());
            UnixNode successor = UnixNode.bind(other, address());
            assertFalse(node.remove());
            assertTrue(Files.exists(node.path()));
            assertTrue(successor.remove());
            Files.createFile(node.path());
            node.close();
            assertTrue(Files.exists(node.path()));
            Files.delete(node.path());
            Files.createSymbolicLink(node.path(), directory);
            node.close();
            assertTrue(Files.exists(node.path(), LinkOption.NOFOLLOW_LINKS));
        }
    }

    @Test
    @DisplayName("G13: a node that was renamed away and back is still ours")
    void close_removesWhatCameBack() throws IOException {
        try (Socket s = stream();
                UnixNode node = UnixNode.bind(s, address())) {
            Path aside = directory.resolve("aside");
            Files.move(node.path(), aside);
            assertFalse(node.remove());
            Files.move(aside, node.path());
            assertTrue(node.remove());
        }
    }

    @Test
    @DisplayName("G13: once the socket is closed or given away the node is left to its new owner")
    void close_afterTheSocket_leavesTheNode() throws IOException {
        Socket s = stream();
        UnixNode node = UnixNode.bind(s, address());
        try (Socket heir = Socket.adopt(s.detach())) {
            node.close();
            assertTrue(Files.exists(node.path()));
            assertEquals(address(), heir.localAddress());
        }
    }

    @Test
    @DisplayName("G13: what is there already is in use, and is neither replaced nor removed")
    void bind_doesNotReplace() throws IOException {
        Path path = Files.createFile(directory.resolve("s"));
        try (Socket s = stream()) {
            ErrnoException e = assertThrows(ErrnoException.class, () -> UnixNode.bind(s, address(), 0600));
            assertEquals(EADDRINUSE, e.errno());
            assertTrue(e.getMessage().contains(path.toString()), e.getMessage());
        }
        assertTrue(Files.exists(path));
    }

    @Test
    void bind_refusesWhatIsNoPath() throws IOException {
        try (Socket s = stream()) {
            assertThrows(IllegalArgumentException.class, () -> UnixNode.bind(s, Sockaddr.unixUnnamed()));
            assertThrows(IllegalArgumentException.class, () -> UnixNode.bind(s, Sockaddr.unixAbstract(new byte[] {1})));
            assertThrows(IllegalArgumentException.class, () -> UnixNode.bind(s, Sockaddr.loopback4(0), 0600));
            assertThrows(IllegalArgumentException.class, () -> UnixNode.bind(s, address(), 01000));
            assertThrows(IllegalArgumentException.class, () -> UnixNode.bind(s, address(), -1));
        }
        Socket closed = stream();
        closed.close();
        assertThrows(SocketClosedException.class, () -> UnixNode.bind(closed, address(), 0600));
        assertFalse(Files.exists(directory.resolve("s")));
    }
}
