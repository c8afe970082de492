package io.baresock.peers;

import io.baresock.Sockaddr;
import io.baresock.testkit.Peer;
import io.baresock.testkit.PythonScripts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The command lines of the clients. */
final class Clients {

    private Clients() {}

    /** A client that sends its standard input and writes what comes back to its standard output. */
    static Peer stream(String program, Sockaddr server) throws IOException {
        return switch (program) {
            case "socat" -> Peer.start("socat", List.of("-t", seconds(), "STDIO", socat("TCP", server)));
            case "ncat" -> Peer.start("ncat", ncat(server));
            case "python3" -> python(server, "tcp");
            default -> throw new IllegalArgumentException(program);
        };
    }

    /** The same on UDP. socat reads a file, since a pipe may hand a large datagram over in pieces. */
    static Peer datagram(String program, Sockaddr server, Path input) throws IOException {
        return switch (program) {
            case "socat" -> Peer.start(
                    "socat", List.of("-b", "65507", "-t", seconds(), "STDIO", socat("UDP", server)), input);
            case "ncat" -> {
                String port = Integer.toString(server.port());
                yield Peer.start("ncat", List.of("-u", literal(server), port));
            }
            case "python3" -> python(server, "udp");
            default -> throw new IllegalArgumentException(program);
        };
    }

    static Peer python(Sockaddr server, String inetKind) throws IOException {
        boolean inet = server.port() >= 0;
        List<String> arguments = inet
                ? List.of(inetKind + (literal(server).contains(":") ? "6" : "4"), literal(server), port(server))
                : List.of("unix", unixName(server));
        return Peer.start("python3", concat(List.of("-c", PythonScripts.CLIENT), arguments));
    }

    private static List<String> ncat(Sockaddr server) {
        return server.port() >= 0 ? List.of(literal(server), port(server)) : List.of("-U", unixName(server));
    }

    private static String socat(String protocol, Sockaddr server) {
        if (server.port() >= 0) {
            boolean six = literal(server).contains(":");
            return protocol + (six ? "6:[" + literal(server) + "]:" : "4:" + literal(server) + ":") + server.port();
        }
        return server.isAbstract()
                ? "ABSTRACT-CONNECT:" + unixName(server).substring(1)
                : "UNIX-CONNECT:" + unixName(server);
    }

    /** A path, or an abstract name behind an @. */
    private static String unixName(Sockaddr server) {
        return server.isAbstract()
                ? "@" + new String(server.nameBytes(), StandardCharsets.US_ASCII)
                : String.valueOf(server.path());
    }

    private static String literal(Sockaddr server) {
        return server.addressBytes().length == 16 ? "::1" : "127.0.0.1";
    }

    private static String port(Sockaddr server) {
        return Integer.toString(server.port());
    }

    private static String seconds() {
        return Long.toString(Peer.BOUND_SECONDS);
    }

    private static List<String> concat(List<String> head, List<String> tail) {
        return java.util.stream.Stream.concat(head.stream(), tail.stream()).toList();
    }
}
