package io.baresock.close;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Interrupts a thread's system call with a signal: the C helper of {@code src/test/c}, compiled when first needed. */
final class Interrupter {

    private static final int SIGNAL = 40; // a real-time signal that neither the JVM nor its NIO uses

    static {
        try {
            System.load(compile().toString());
        } catch (IOException | InterruptedException e) {
            throw new ExceptionInInitializerError(e);
        }
        if (install(SIGNAL) != 0) {
            throw new ExceptionInInitializerError("sigaction failed");
        }
    }

    private Interrupter() {}

    private static native int install(int signal);

    private static native int tgkill(int pid, int tid, int signal);

    /** How many signals were handled so far. */
    static native int handled();

    /** Sends one signal to a thread of this process; false if the thread has ended, as tgkill(2) finds (ESRCH). */
    static boolean interrupt(int tid) {
        return tgkill((int) ProcessHandle.current().pid(), tid, SIGNAL) == 0;
    }

    private static Path compile() throws IOException, InterruptedException {
        Path dir = Files.createTempDirectory("interrupter");
        dir.toFile().deleteOnExit();
        Path library = dir.resolve("libinterrupter.so");
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
                        Path.of("src/test/c/interrupter.c").toString())
                .inheritIO()
                .start();
        if (cc.waitFor() != 0) {
            throw new IOException(
                    "cc cannot compile the interrupter; it needs a C compiler and the JDK's include folder");
        }
        library.toFile().deleteOnExit();
        return library;
    }
}
