package io.baresock.gate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process in the network of the measured programs. It prints lines, and ends when its standard input ends. */
public final class Child implements AutoCloseable {

    private final Process process;
    private final Writer to;
    private final BufferedReader from;

    /**
     * Starts it.
     *
     * @param log receives its standard error
     */
    public Child(List<String> command, Path log) throws IOException {
        process = new ProcessBuilder(OwnNetwork.in(command))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        to = process.outputWriter(StandardCharsets.US_ASCII);
        from = process.inputReader(StandardCharsets.US_ASCII);
    }

    public long pid() {
        return process.pid();
    }

    /** The next line that it prints. */
    public String line() throws IOException {
        String line = from.readLine();
        if (line == null) {
            throw new IOException(process.info().command().orElse("the process") + " ended without a word");
        }
        return line.strip();
    }

    /** Its answer to a line. */
    public String ask(String question) throws IOException {
        to.write(question + "\n");
        to.flush();
        return line();
    }

    @Override
    public void close() {
        try {
            to.close();
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            // It has ended by itself, or it does not read any more.
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
