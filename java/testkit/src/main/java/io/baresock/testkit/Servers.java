package io.baresock.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Echo servers of other projects. A test connects only after they have started. */
public final class Servers {

    /** A program, the kind of its socket, and its command line; {@code NAME} stands for a Unix name. */
    public record Recipe(String program, String kind, List<String> arguments) {
        public Recipe(String program, String kind, String... arguments) {
            this(program, kind, List.of(arguments));
        }

        @Override
        public String toString() {
            return program + " " + kind;
        }
    }

    public static final List<Recipe> STREAMS = List.of(
            new Recipe("socat", "tcp", "TCP4-LISTEN:0,bind=127.0.0.1", "EXEC:cat"),
            new Recipe("socat", "tcp6", "TCP6-LISTEN:0,bind=[::1]", "EXEC:cat"),
            new Recipe("socat", "unix", "UNIX-LISTEN:NAME", "EXEC:cat"),
            new Recipe("socat", "abstract", "ABSTRACT-LISTEN:NAME", "EXEC:cat"),
            new Recipe("ncat", "tcp", "-l", "-e", "/bin/cat", "127.0.0.1", "0"),
            new Recipe("ncat", "unix", "-l", "-e", "/bin/cat", "-U", "NAME"),
            python("tcp", "tcp4", "127.0.0.1", "0"),
            python("tcp6", "tcp6", "::1", "0"),
            python("unix", "unix", "NAME"),
            python("abstract", "unix", "@NAME"));

    public static final List<Recipe> DATAGRAMS = List.of(
            new Recipe("socat", "udp", "-b", "65507", "UDP4-RECVFROM:0,bind=127.0.0.1,fork", "PIPE"),
            new Recipe("ncat", "udp", "-l", "-u", "-e", "/bin/cat", "127.0.0.1", "0"),
            python("udp", "udp4", "127.0.0.1", "0"),
            python("udp6", "udp6", "::1", "0"));

    public static final List<Recipe> UNIX_DATAGRAMS =
            List.of(new Recipe("socat", "dgram", "UNIX-RECVFROM:NAME,fork", "PIPE"), python("dgram", "dgram", "NAME"));

    public static final List<Recipe> SEQPACKETS = List.of(
            new Recipe("socat", "seqpacket", "UNIX-LISTEN:NAME,type=5", "EXEC:cat"), // 5: SOCK_SEQPACKET
            python("seqpacket", "seqpacket", "NAME"));

    private Servers() {}

    private static Recipe python(String kind, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-c", PythonScripts.SERVER));
        all.addAll(List.of(arguments));
        return new Recipe("python3", kind, all);
    }

    /** A server that is running and can be reached, at an address such as {@code 127.0.0.1:80} or {@code unix:/tmp/x}. */
    public record Running(Peer peer, String address) implements AutoCloseable {
        @Override
        public void close() {
            peer.close();
        }
    }

    public static Running start(Recipe recipe, String name) throws IOException {
        Peer peer = Peer.start(
                recipe.program(),
                recipe.arguments().stream().map(a -> a.replace("NAME", name)).toList());
        try {
            return new Running(peer, awaitBound(recipe.kind(), name, peer));
        } catch (RuntimeException | Error e) {
            peer.close();
            throw e;
        }
    }

    private static String awaitBound(String kind, String name, Peer peer) {
        switch (kind) {
            case "unix", "seqpacket", "dgram" -> {
                ProcNet.awaitBoundUnix(peer, name, !kind.equals("dgram"));
                return "unix:" + name;
            }
            case "abstract" -> {
                ProcNet.awaitBoundUnix(peer, "@" + name, true);
                return "unix:@" + name;
            }
            default -> {
                return ProcNet.awaitBound(peer, kind);
            }
        }
    }
}
