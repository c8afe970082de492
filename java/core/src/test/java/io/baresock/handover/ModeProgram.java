package io.baresock.handover;

import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_STREAM;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Makes nodes under whatever umask it was started with, watched by a thread. Prints the modes seen: without and with one. */
final class ModeProgram {

    private ModeProgram() {}

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        int rounds = Integer.parseInt(args[1]);
        System.out.println("plain " + seen(directory, -1, 1));
        System.out.println("exact " + seen(directory, 0600, rounds));
    }

    private static Set<String> seen(Path directory, int mode, int rounds) throws IOException {
        Set<String> octal = new TreeSet<>();
        try (ModeWatch watch = new ModeWatch()) {
            for (int i = 0; i < rounds; i++) {
                Path path = directory.resolve(mode + "-" + i);
                watch.watch(path);
                Sockaddr address = Sockaddr.unix(path.toString());
                try (Socket s = Socket.open(AF_UNIX, SOCK_STREAM, 0);
                        UnixNode node = mode < 0 ? UnixNode.bind(s, address) : UnixNode.bind(s, address, mode)) {
                    watch.awaitALook();
                    if (!node.remove()) {
                        throw new AssertionError("not removed: " + node);
                    }
                }
            }
            watch.seen().forEach(m -> octal.add(Integer.toOctalString(m)));
        }
        return octal;
    }
}
