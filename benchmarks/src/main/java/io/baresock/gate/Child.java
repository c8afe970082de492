package io.baresock.gate;

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process in the network of the measured programs. It prints lines, and ends when its standard input ends. A Java program can answer
 * questions by {@link #answer}; a question and its answer are each a line of JSON.
 */
public final class Child implements AutoCloseable {

    /** How the answer to a question begins that failed. */
    private static final String FAILED = "failed: ";

    private static final Gson JSON = new Gson();

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

    /**
     * Its answer to a question.
     *
     * @throws IOException if it fails, or the process has ended
     */
    public <A> A ask(Object question, Class<A> answer) throws IOException {
        to.write(JSON.toJson(question) + "\n");
        to.flush();
        String line = line();
        if (line.startsWith(FAILED)) {
            throw new IOException(line);
        }
        return JSON.fromJson(line, answer);
    }

    /** What a process does for a question. */
    @FunctionalInterface
    public interface Answering<Q> {
        Object answer(Q question) throws IOException;
    }

    /** In the process itself: answers questions until the standard input ends. After one that fails the others go on. */
    public static <Q> void answer(Class<Q> question, Answering<Q> answering) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String answer;
            try {
                answer = JSON.toJson(answering.answer(JSON.fromJson(line, question)));
            } catch (IOException e) {
                answer = FAILED + e.getMessage();
            }
            System.out.println(answer);
        }
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
