package io.baresock.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The address of a server, read from {@code /proc/net} (proc(5)). Not every program prints the port that the kernel chose, and a client
 * must not connect before the server listens.
 */
final class ProcNet {

    private static final String LISTENS = "0A"; // TCP_LISTEN
    private static final String UNCONNECTED = "07"; // a bound UDP socket is in TCP_CLOSE
    private static final int ACCEPTS = 1 << 16; // __SO_ACCEPTCON of /proc/net/unix

    private ProcNet() {}

    /**
     * Waits until the server is bound; a stream server must also listen.
     *
     * @param table tcp, tcp6, udp or udp6
     */
    static String awaitBound(Peer server, String table) {
        String state = table.startsWith("tcp") ? LISTENS : UNCONNECTED;
        server.await(() -> port(server.pid(), table, state).isPresent(), "socket in /proc/net/" + table);
        int port = port(server.pid(), table, state).orElseThrow();
        return (table.endsWith("6") ? "[::1]:" : "127.0.0.1:") + port;
    }

    /** Waits until a Unix server is bound; a stream server must also listen. An abstract name begins with @. */
    static void awaitBoundUnix(Peer server, String name, boolean listens) {
        server.await(() -> isBoundUnix(name, listens), "socket in /proc/net/unix");
    }

    private static Optional<Integer> port(long pid, String table, String state) {
        Set<String> inodes = sockets(pid);
        // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode
        return rows(table)
                .filter(row -> row[3].equals(state) && inodes.contains(row[9]))
                .map(row -> Integer.parseInt(row[1].substring(row[1].indexOf(':') + 1), 16))
                .filter(port -> port != 0)
                .findFirst();
    }

    private static boolean isBoundUnix(String name, boolean listens) {
        // Num RefCount Protocol Flags Type St Inode Path
        return rows("unix")
                .anyMatch(row -> row.length == 8
                        && row[7].equals(name)
                        && (!listens || (Integer.parseInt(row[3], 16) & ACCEPTS) != 0));
    }

    private static Stream<String[]> rows(String table) {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/net", table), StandardCharsets.ISO_8859_1);
            return lines.stream().skip(1).map(line -> line.strip().split("\\s+", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> sockets(long pid) {
        try (Stream<Path> fds = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return fds.map(ProcNet::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring("socket:[".length(), target.length() - 1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of(); // it has ended; the process itself shows that to the waiting test
        }
    }

    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException e) {
            return ""; // closed by now
        }
    }
}
