package io.baresock.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files with the names of protocols, services and hosts. Small containers and chroots do not have them. */
public final class Netbase {

    private static final Path HOSTS = Path.of("/etc/hosts");

    private Netbase() {}

    /** If one of the first two is missing, the test is skipped; with CI=true it fails. */
    public static void need() {
        for (String file : List.of("/etc/protocols", "/etc/services")) {
            if (!Files.exists(Path.of(file))) {
                throw Peer.missing(file, "netbase");
            }
        }
    }

    /** Lines of /etc/hosts that have an address and a name, split into words. If it is missing, as {@link #need}. */
    public static List<String[]> hosts() throws IOException {
        if (!Files.exists(HOSTS)) {
            throw Peer.missing(HOSTS + " is not there, and these tests need its line: 127.0.0.1 localhost");
        }
        return Files.readAllLines(HOSTS).stream()
                .map(l -> l.replaceFirst("#.*", "").strip().split("\\s+"))
                .filter(words -> words.length > 1)
                .toList();
    }
}
