package io.baresock.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files with the names of protocols and services. Small containers do not have them. */
public final class Netbase {

    private Netbase() {}

    /** If one is missing, the test is skipped; with CI=true it fails. */
    public static void need() {
        for (String file : List.of("/etc/protocols", "/etc/services")) {
            if (!Files.exists(Path.of(file))) {
                throw Peer.missing(file, "netbase");
            }
        }
    }
}
