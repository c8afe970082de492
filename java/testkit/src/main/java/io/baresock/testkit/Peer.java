package io.baresock.testkit;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;

/** A program that a test talks to: starts it, gives it input, reads its output, and kills it at the end. Every wait has a limit. */
public final class Peer implements AutoCloseable {

    public static final long BOUND_SECONDS = Patience.SECONDS;

    private static final Map<String, String> DEBIAN_PACKAGES =
            Map.of("python3", "python3-minimal", "redis-benchmark", "redis-tools", "redis-cli", "redis-tools");

    private final List<String> command;
    private final Process process;
    private final Output out;
    private final Output err;

    private Peer(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        this.out = new Output(process.getInputStream());
        this.err = new Output(process.getErrorStream());
    }

    /** Starts a program on the PATH. If it is missing, the test is skipped; with CI=true it fails. */
    public static Peer start(String program, List<String> arguments) throws IOException {
        return start(command(program, arguments));
    }

    /** Starts a program on the PATH that reads a file as its standard input. */
    public static Peer start(String program, List<String> arguments, Path input) throws IOException {
        return start(command(program, arguments).redirectInput(input.toFile()));
    }

    private static ProcessBuilder command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(find(program)));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    public static Peer start(ProcessBuilder builder) throws IOException {
        return new Peer(builder.command(), builder.start());
    }

    /** Where a program on the PATH is. If it is missing, the test is skipped; with CI=true it fails. */
    public static String find(String program) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            Path path = Path.of(folder, program);
            if (Files.isExecutable(path)) {
                return path.toString();
            }
        }
        throw missing(program, DEBIAN_PACKAGES.getOrDefault(program, program));
    }

    /** What to throw because a program is not there. With CI=true the test fails; otherwise this call itself skips it. */
    public static AssertionError missing(String program, String debianPackage) {
        return missing(program + " is not there, and these tests need it: apt-get install " + debianPackage);
    }

    /** The same with a message that says what is missing. */
    static AssertionError missing(String message) {
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            return new AssertionError(message);
        }
        return Assumptions.abort(message);
    }

    public long pid() {
        return process.pid();
    }

    /** Writes to the program's standard input, on another thread: the program may answer before it has read everything. */
    public CompletableFuture<Void> feed(byte[] bytes, boolean end) {
        return CompletableFuture.runAsync(() -> {
            try {
                OutputStream in = process.getOutputStream();
                in.write(bytes);
                in.flush();
                if (end) {
                    in.close();
                }
            } catch (IOException e) {
                throw new AssertionError(this + " does not read", e);
            }
        });
    }

    /** Waits until the program has written this many bytes to its standard output; returns all that it has written. */
    public byte[] awaitOutput(int bytes) {
        await(() -> out.size() >= bytes, bytes + " bytes of output");
        return out.bytes();
    }

    /** Everything that the program has written to its standard output so far. */
    public String output() {
        return out.text();
    }

    /** Waits until the program's standard output contains this; returns all that it has written. */
    public String awaitText(String text) {
        await(() -> out.text().contains(text), '"' + text + "\" in its output");
        return out.text();
    }

    /** Waits for a line of standard output; returns it. */
    public String awaitLine() {
        await(() -> out.text().contains("\n"), "a line of output");
        return out.text().lines().findFirst().orElseThrow();
    }

    /** Waits until the program has ended by itself; returns its standard output. */
    public byte[] awaitEnd() throws InterruptedException {
        return awaitEnd(0);
    }

    /** The same for a program that needs this many seconds. */
    public byte[] awaitEnd(int seconds) throws InterruptedException {
        if (!process.waitFor(BOUND_SECONDS + seconds, TimeUnit.SECONDS)) {
            throw new AssertionError(this + " does not end");
        }
        out.join();
        if (process.exitValue() != 0) {
            throw new AssertionError(this + " ended with status " + process.exitValue());
        }
        return out.bytes();
    }

    /** Waits for a condition while the program runs. */
    public void await(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(this + ": no " + what);
            }
            boolean ended = !process.isAlive();
            out.awaitMore(ended);
            if (ended && !condition.getAsBoolean()) {
                throw new AssertionError(this + " ended with status " + process.exitValue() + " and no " + what);
            }
        }
    }

    /** Waits for a condition, whether the program runs or has ended. */
    public void awaitTrue(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(this + ": no " + what);
            }
            // The condition is outside this JVM and has no event; a spin would take the CPU from the program.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Output.LOOK_AGAIN_MILLIS));
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        try {
            if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(this + " cannot be killed");
            }
            out.join();
            err.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return command + " (wrote " + out.size() + " bytes; says: " + err.text().strip() + ")";
    }

    /** Everything that came from one stream of the program so far. */
    private static final class Output {
        private static final long LOOK_AGAIN_MILLIS = 20;

        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private final Thread reader;

        Output(InputStream in) {
            reader = new Thread(() -> pump(in));
            reader.setDaemon(true);
            reader.start();
        }

        private void pump(InputStream in) {
            byte[] chunk = new byte[64 * 1024];
            try {
                for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                    synchronized (this) {
                        all.write(chunk, 0, n);
                        notifyAll();
                    }
                }
            } catch (IOException e) {
                // the stream of a killed process
            }
        }

        synchronized int size() {
            return all.size();
        }

        synchronized byte[] bytes() {
            return all.toByteArray();
        }

        synchronized String text() {
            return all.toString(StandardCharsets.UTF_8);
        }

        /** Waits a moment for more; if the program has ended, waits for the rest. */
        @SuppressWarnings("WaitNotInLoop") // the caller checks again, and has a limit
        void awaitMore(boolean ended) {
            try {
                if (ended) {
                    join();
                } else {
                    synchronized (this) {
                        wait(LOOK_AGAIN_MILLIS);
                    }
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        void join() throws InterruptedException {
            reader.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
        }
    }
}
