package io.baresock.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits for programs that must end by themselves. */
public final class Ends {

    private static final int STACKS_SECONDS = 60; // jstack(1) waits for the program

    private Ends() {}

    /** As {@link #status(Process, Object, Path, long)}, for a program that is not long. */
    public static int status(Process p, Object command, Path output) throws IOException, InterruptedException {
        return status(p, command, output, Patience.SECONDS);
    }

    /**
     * The program's status. If it hangs, it is killed, and the AssertionError says what it has printed and what its threads do.
     *
     * @param output the file that it prints into
     * @param seconds how long it may take
     */
    public static int status(Process p, Object command, Path output, long seconds)
            throws IOException, InterruptedException {
        if (p.waitFor(seconds, TimeUnit.SECONDS)) {
            return p.exitValue();
        }
        String stacks = stacks(p);
        p.destroyForcibly().waitFor();
        throw new AssertionError("still running after " + seconds + " s: " + command + "\n"
                + Files.readString(output, UTF_8) + "\n" + stacks);
    }

    /** What jstack(1) of this JDK says; for other programs, why it says nothing. */
    static String stacks(Process p) throws IOException, InterruptedException {
        Path text = Files.createTempFile("stacks-", ".out");
        try {
            String jstack =
                    Path.of(System.getProperty("java.home"), "bin", "jstack").toString();
            Process tool = new ProcessBuilder(List.of(jstack, Long.toString(p.pid())))
                    .redirectErrorStream(true)
                    .redirectOutput(text.toFile())
                    .start();
            tool.waitFor(STACKS_SECONDS, TimeUnit.SECONDS);
            tool.destroyForcibly().waitFor();
            return Files.readString(text, UTF_8);
        } catch (IOException e) {
            return e.toString(); // a Java without the tools
        } finally {
            Files.delete(text);
        }
    }
}
