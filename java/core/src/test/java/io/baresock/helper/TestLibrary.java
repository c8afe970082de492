package io.baresock.helper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The C helpers of {@code src/test/c}, each compiled and loaded when first needed. */
public final class TestLibrary {

    private TestLibrary() {}

    /** The path of the library of {@code src/test/c/NAME.c}, for {@link System#load}. */
    public static String compiled(String name) {
        try {
            return compile(name).toString();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The path of the program of {@code src/test/c/NAME.c}. */
    public static Path program(String name) throws IOException, InterruptedException {
        Path dir = Files.createTempDirectory(name);
        dir.toFile().deleteOnExit();
        Path program = dir.resolve(name);
        Process cc = new ProcessBuilder(
                        "cc",
                        "-O1",
                        "-o",
                        program.toString(),
                        Path.of("src/test/c", name + ".c").toString())
                .inheritIO()
                .start();
        if (cc.waitFor() != 0) {
            throw new IOException("cc cannot compile " + name + ".c; it needs a C compiler and the kernel's headers");
        }
        program.toFile().deleteOnExit();
        return program;
    }

    private static Path compile(String name) throws IOException, InterruptedException {
        Path dir = Files.createTempDirectory(name);
        dir.toFile().deleteOnExit();
        Path library = dir.resolve("lib" + name + ".so");
        Path include = Path.of(System.getProperty("java.home"), "include");
        Process cc = new ProcessBuilder(
                        "cc",
                        "-shared",
                        "-fPIC",
                        "-O1",
                        "-I" + include,
                        "-I" + include.resolve("linux"),
                        "-o",
                        library.toString(),
                        Path.of("src/test/c", name + ".c").toString())
                .inheritIO()
                .start();
        if (cc.waitFor() != 0) {
            throw new IOException(
                    "cc cannot compile " + name + ".c; it needs a C compiler and the JDK's include folder");
        }
        library.toFile().deleteOnExit();
        return library;
    }
}
