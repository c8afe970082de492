package io.baresock.flow;

import io.baresock.gate.Jvm;
import io.baresock.gate.OwnNetwork;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link FlowProgram} that runs. */
final class FlowProcess implements AutoCloseable {

    private final Process process;
    private final Writer to;
    private final BufferedReader from;

    /**
     * Starts it.
     *
     * @param options of its JVM
     * @param log takes what it says on standard error
     */
    FlowProcess(List<String> options, Path log) throws IOException {
        process = new ProcessBuilder(OwnNetwork.in(Jvm.command(options, FlowProgram.class, List.of())))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        to = process.outputWriter(StandardCharsets.US_ASCII);
        from = process.inputReader(StandardCharsets.US_ASCII);
    }

    FlowRun run(Kind kind, int size) throws IOException {
        to.write(kind + " " + size + "\n");
        to.flush();
        String line = from.readLine();
        if (line == null) {
            throw new IOException("the flow's JVM ended");
        }
        String[] numbers = line.split(" ", -1);
        return new FlowRun(
                Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]), Double.parseDouble(numbers[2]));
    }

    /** Ends the process: it sees the end of its standard input. */
    @Override
    public void close() {
        try {
            to.close();
            if (process.waitFor(5, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            // It has ended by itself, or does not read any more.
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
