package io.baresock.generator;

import java.nio.file.Path;

/** A line of a list that cannot be read; the message says which one and why. */
final class BadLine extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    BadLine(Path file, int number, String why) {
        super(file + ":" + number + ": " + why);
    }
}
