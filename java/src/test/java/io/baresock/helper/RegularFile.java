package io.baresock.helper;

import io.baresock.Bsd;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Descriptors of regular files, which Java does not tell and {@code Bsd} does not open: from proc_pid_fd(5). */
public final class RegularFile {

    private static final Path FILE = Path.of(System.getProperty("java.home"), "release");

    private RegularFile() {}

    /** A descriptor of a regular file of some hundred bytes, open for reading; the caller's to close with {@code Bsd}. */
    public static int open() {
        try (RandomAccessFile file = new RandomAccessFile(FILE.toFile(), "r")) {
            Path real = FILE.toRealPath();
            List<Path> fds;
            try (Stream<Path> list = Files.list(Path.of("/proc/self/fd"))) {
                fds = list.filter(Files::isSymbolicLink).toList();
            }
            for (Path fd : fds) {
                if (Files.readSymbolicLink(fd).equals(real)) {
                    return Bsd.dup(Integer.parseInt(fd.getFileName().toString()));
                }
            }
            throw new IOException(file + " has no descriptor");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
