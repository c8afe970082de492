package io.baresock.arch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Maven modules under {@code java}. */
final class Modules {

    static final Path ROOT = Path.of("../..");

    private Modules() {}

    /** A folder of each module that has it, such as {@code src/main}. */
    static List<Path> folders(String name) throws IOException {
        try (Stream<Path> modules = Files.list(ROOT.resolve("java"))) {
            return modules.map(m -> m.resolve(name))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }
}
