package io.baresock.close;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The open descriptors of this process: fd(4), proc(5). */
final class Fds {

    private static final Path DIRECTORY = Path.of(Files.exists(Path.of("/proc/self/fd")) ? "/proc/self/fd" : "/dev/fd");

    private Fds() {}

    /** Those that are sockets or wake descriptors; files and jars are the JDK's, which opens and closes them as it likes. */
    static List<String> open() throws IOException {
        try (Stream<Path> fds = Files.list(DIRECTORY)) {
            return fds.map(Fds::target).filter(Fds::isOurs).sorted().toList();
        }
    }

    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd) + " as " + fd.getFileName();
        } catch (IOException e) {
            return ""; // closed meanwhile: the one that lists the directory is among them
        }
    }

    private static boolean isOurs(String target) {
        return target.startsWith("socket:") || target.contains("eventfd") || target.startsWith("pipe:");
    }
}
