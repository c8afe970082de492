package io.baresock.echo;

import io.baresock.internal.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The programs in C, taken out of the jar. */
final class Programs implements AutoCloseable {

    private final Path directory;
    private final Path server;
    private final Path load;

    private Programs(Path directory) throws IOException {
        this.directory = directory;
        this.server = extract("echo_server");
        this.load = extract("echo_load");
    }

    static Programs extract() throws IOException {
        return new Programs(Files.createTempDirectory("baresock-echo"));
    }

    private Path extract(String name) throws IOException {
        String resource = "/META-INF/benchmark-native/" + Platform.name() + "/" + name;
        try (InputStream in = Programs.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(
                        resource + " is not in the jar: it needs Linux, and a build without -Dnative.skip");
            }
            Path file = directory.resolve(name);
            Files.copy(in, file);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
    }

    String server() {
        return server.toString();
    }

    String load() {
        return load.toString();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(server);
        Files.deleteIfExists(load);
        Files.deleteIfExists(directory);
    }
}
