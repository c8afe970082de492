package io.baresock.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads and writes files. */
final class Sources {

    private Sources() {}

    /** The lists of a folder, {@code *.txt}, sorted by name. */
    static List<Path> lists(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> lists =
                    files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
            if (lists.isEmpty()) {
                throw new IllegalArgumentException(folder + " has no *.txt");
            }
            return lists;
        }
    }

    /** Writes a file only if its text changes, so that the compiler has nothing to do otherwise. */
    static void write(Path file, String text) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        }
    }
}
