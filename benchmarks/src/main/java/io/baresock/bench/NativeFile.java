package io.baresock.bench;

import io.baresock.internal.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A compiled C program or library, copied from the jar to a new directory; {@link #close} deletes both. */
public record NativeFile(Path path) implements AutoCloseable {

    /** Copies it from the jar. */
    public static NativeFile extract(String name) throws IOException {
        String resource = "/META-INF/benchmark-native/" + Platform.name() + "/" + name;
        try (InputStream in = NativeFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(
                        resource + " is not in the jar: was it built with -Dnative.skip, or not for Linux?");
            }
            Path file = Files.createTempDirectory("baresock-bench").resolve(name);
            Files.copy(in, file);
            return new NativeFile(Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------")));
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        Files.deleteIfExists(path.resolveSibling(".").normalize());
    }
}
