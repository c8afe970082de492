package io.baresock.handover;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A JVM that is started with sockets: rows Z3, G13. */
@EnabledOnOs(OS.LINUX)
class ListenFdsIT {

    private static boolean isOnPath(String program) {
        for (String folder : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static String readAll(Socket s) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(64);
        while (in.hasRemaining() && s.recv(in, 0, -1) > 0) {
            // until the end
        }
        return new String(in.array(), 0, in.position(), StandardCharsets.US_ASCII);
    }

    @Test
    @DisplayName("G13 Z3: LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES from bash: a connection at 3, a file at 4")
    void bash_passesAConnectionAndAFile() throws Exception {
        assumeTrue(isOnPath("bash"), "no bash");
        try (Socket listener =
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(1)) {
            int port = listener.localAddress().port();
            String script = "exec 3<>/dev/tcp/127.0.0.1/" + port + " 4</dev/null;"
                    + " LISTEN_PID=$$ LISTEN_FDS=2 LISTEN_FDNAMES=web:null exec \"$@\"";
            List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
            command.addAll(Program.command(ListenProgram.class));
            Process child = Jvm.builder(command).start();
            try (Socket peer = listener.accept(null, 0, Patience.NANOS)) {
                assertNotNull(peer);
                assertEquals("web", readAll(peer));
            }
            assertEquals(
                    "web 3 cloexec true socket true\nnull 4 cloexec true socket false\nagain 0\n", Jvm.output(child));
        }
    }

    @Test
    @DisplayName("G13: variables that are for another process are not for us")
    void otherPid_isIgnored() throws Exception {
        ProcessBuilder builder = Jvm.builder(Program.command(ListenProgram.class));
        builder.environment()
                .put("LISTEN_PID", Long.toString(ProcessHandle.current().pid()));
        builder.environment().put("LISTEN_FDS", "1");
        assertEquals("again 0\n", Jvm.output(builder.start()));
    }

    @Test
    @DisplayName("G13 Z3: started by systemd-socket-activate, with its name, for a client that was not refused")
    void systemd_passesAListener() throws Exception {
        assumeTrue(isOnPath("systemd-socket-activate"), "no systemd-socket-activate");
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "bs-listen-");
        Path path = directory.resolve("s");
        List<String> command =
                new ArrayList<>(List.of("systemd-socket-activate", "-l", path.toString(), "--fdname=control"));
        command.addAll(Program.command(ListenProgram.class));
        Process child = Jvm.builder(command).start();
        try (Socket client = connected(Sockaddr.unix(path.toString()), child)) {
            assertEquals("control", readAll(client));
            String said = Jvm.output(child);
            assertTrue(said.contains("control 3 cloexec true socket true\nagain 0\n"), said);
        } finally {
            child.destroyForcibly();
            Files.deleteIfExists(path);
            Files.delete(directory);
        }
    }

    /** Connects as soon as there is a listener. */
    private static Socket connected(Sockaddr address, Process server) throws IOException {
        Socket s = Socket.open(AF_UNIX, SOCK_STREAM, 0);
        while (server.isAlive()) {
            try {
                s.connect(address);
                return s;
            } catch (ErrnoException e) {
                if (e.errno() != ENOENT && e.errno() != ECONNREFUSED) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
        throw new AssertionError(new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
}
