package io.baresock.mediadriver;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * A process with one of the drivers. The argument is {@code baresock} or {@code java}. A line on standard input is one load (milliseconds
 * to settle, milliseconds that count, and {@link Workload#words}); the answer is a line of {@link Result#words}. A driver runs only during
 * a load, so a process that waits takes no CPU time.
 */
final class DriverProcess {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private DriverProcess() {}

    public static void main(String[] args) throws IOException {
        boolean baresock = args[0].equals("baresock");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            Workload workload = Workload.parse(Arrays.copyOfRange(words, 2, words.length));
            try {
                Result result = run(baresock, workload, Long.parseLong(words[0]), Long.parseLong(words[1]));
                System.out.println(result.words());
            } catch (IOException e) { // the next load may go
                System.out.println(Result.FAILED + e.getMessage());
            }
        }
    }

    static Result run(boolean baresock, Workload w, long settleMillis, long millis) throws IOException {
        try (Exchange exchange = new Exchange(baresock, w.threads())) {
            Load load = w.kind() == Workload.Kind.PING
                    ? new Ping(exchange, w.bytes())
                    : new Throughput(exchange, w.bytes(), w.senders());
            load.run(TimeUnit.MILLISECONDS.toNanos(settleMillis));
            long bytes = sum(THREADS::getThreadAllocatedBytes);
            long cpu = sum(THREADS::getThreadCpuTime);
            long start = System.nanoTime();
            long messages = load.run(TimeUnit.MILLISECONDS.toNanos(millis));
            long nanos = System.nanoTime() - start;
            cpu = sum(THREADS::getThreadCpuTime) - cpu;
            bytes = sum(THREADS::getThreadAllocatedBytes) - bytes;
            return Result.of(messages, nanos, cpu, bytes, load.times());
        }
    }

    /** Of all threads that run now. */
    private static long sum(UnaryOperator<long[]> ofThreads) {
        return LongStream.of(ofThreads.apply(THREADS.getAllThreadIds()))
                .filter(value -> value > 0) // -1: the thread has ended
                .sum();
    }
}
