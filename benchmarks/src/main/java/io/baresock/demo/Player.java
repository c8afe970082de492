package io.baresock.demo;

import io.baresock.bench.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** A running {@link Worker}, as its parent sees it. */
final class Player implements AutoCloseable {

    private final Contestant contestant;
    private final Process process;
    private final PrintStream toWorker;
    private final BufferedReader fromWorker;

    Player(Contestant contestant) throws IOException {
        this.contestant = contestant;
        String java = ProcessHandle.current().info().command().orElse("java");
        process = new ProcessBuilder(contestant.command(java, System.getProperty("java.class.path")))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        toWorker = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        fromWorker = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    Contestant contestant() {
        return contestant;
    }

    /** Has it play a round. */
    Histogram round(Transport transport, int count) throws IOException {
        toWorker.println(transport + " " + count);
        String answer = fromWorker.readLine();
        if (answer == null) {
            throw new IOException(contestant.label() + " stopped during " + transport + "; its reason is above");
        }
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(answer)), 0);
        } catch (DataFormatException e) {
            throw new IOException(contestant.label() + " answered what is no histogram", e);
        }
    }

    @Override
    public void close() {
        toWorker.close();
        try {
            process.waitFor(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
