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
            return Bsd.dup(descriptorOf(FILE.toRealPath().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The descriptor that this process has for a file, or whatever else its link names. */
    public static int descriptorOf(String target) throws IOException {
        List<Path> fds;
        try (Stream<Path> list = Files.list(Path.of("/proc/self/fd"))) {
            fds = list.toList();
        }
        for (Path fd : fds) {
            if (targetOf(fd).equals(target)) {
                return Integer.parseInt(fd.getFileName().toString());
            }
        }
        throw new IOException(target + " is not open here");
    }

    private static String targetOf(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException e) {
            return ""; // closed since it was listed, by another thread or as the list's own descriptor
        }
    }
}
