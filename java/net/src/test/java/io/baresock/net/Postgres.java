package io.baresock.net;

import io.baresock.testkit.Peer;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL server of the test's own, on loopback and on a Unix socket. It does not run as root, so root runs it as user postgres. */
record Postgres(Path folder, FreePort.Server server) implements AutoCloseable {

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    static Postgres start() throws Exception {
        Path bin = bin();
        Path folder = Files.createTempDirectory(Path.of("/tmp"), "bs-pg-"); // short: a Unix path has 108 bytes
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        List<String> user =
                isRoot ? List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups") : List.of();
        if (isRoot) {
            Files.setOwner(
                    folder,
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
        }
        String data = folder.resolve("data").toString();
        try (Peer initdb = Peer.start(command(
                user, bin.resolve("initdb"), "-D", data, "-U", "test", "-A", "trust", "--no-sync", "--locale=C"))) {
            initdb.awaitEnd();
        }
        FreePort.Server server = FreePort.start(
                port -> command(
                        user,
                        bin.resolve("postgres"),
                        "-D",
                        data,
                        "-k",
                        folder.toString(),
                        "-p",
                        String.valueOf(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "fsync=off"),
                "database system is ready to accept connections");
        return new Postgres(folder, server);
    }

    private static ProcessBuilder command(List<String> user, Path program, String... arguments) {
        List<String> command = new ArrayList<>(user);
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(Path.of("/").toFile());
    }

    private static Path bin() throws IOException {
        if (Files.isDirectory(VERSIONS)) {
            try (Stream<Path> versions = Files.list(VERSIONS)) {
                List<Path> found = versions.map(v -> v.resolve("bin"))
                        .filter(b -> Files.isExecutable(b.resolve("initdb")))
                        .sorted()
                        .toList();
                if (!found.isEmpty()) {
                    return found.get(found.size() - 1);
                }
            }
        }
        throw Peer.missing("initdb", "postgresql");
    }

    /** Its Unix socket. */
    Path socket() {
        return folder.resolve(".s.PGSQL." + server.port());
    }

    @Override
    public void close() {
        server.close();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
