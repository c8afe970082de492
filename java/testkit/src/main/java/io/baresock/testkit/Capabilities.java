package io.baresock.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux lets this process do: capabilities(7). */
public enum Capabilities {
    // in the order of their numbers: linux/capability.h
    CAP_NET_ADMIN(12),
    CAP_SYS_ADMIN(21);

    private static final String EFFECTIVE = "CapEff:";

    private final int number;

    Capabilities(int number) {
        this.number = number;
    }

    /** Whether this process has it. */
    public boolean isHere() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(EFFECTIVE))
                    .map(line -> line.substring(EFFECTIVE.length()).strip())
                    .anyMatch(hex -> (Long.parseUnsignedLong(hex, 16) >>> number & 1) != 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** If this process does not have it, the test is skipped; with CI=true it fails. */
    public void need() {
        if (!isHere()) {
            throw Peer.missing("these tests need " + this + ": capabilities(7)");
        }
    }
}
