package io.baresock.contract;

import io.baresock.internal.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Numbers that Java does not tell: the address of a buffer, the descriptor of an open file. */
final class Addresses {

    private Addresses() {}

    static long of(ByteBuffer direct) {
        return Memory.address(direct);
    }

    /** The descriptor of a file that this process has open. */
    static int fdOfOpenFile(String path) throws IOException {
        List<Path> fds;
        try (Stream<Path> list = Files.list(Path.of("/proc/self/fd"))) {
            fds = list.toList();
        }
        for (Path fd : fds) {
            if (Files.isSymbolicLink(fd)
                    && Files.readSymbolicLink(fd).toString().equals(path)) {
                return Integer.parseInt(fd.getFileName().toString());
            }
        }
        throw new IOException(path + " is not open here");
    }
}
