package io.baresock.mediadriver;

import com.sun.management.ThreadMXBean;
import io.baresock.gate.Child;
import io.baresock.run.Sample;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * A process with one of the drivers. The argument is {@code baresock} or {@code java}. A {@link Question} is one load, and {@link Result}
 * is its answer. A driver runs only during a load, so a process that waits takes no CPU time.
 */
final class DriverProcess {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private DriverProcess() {}

    /**
     * A load that is asked for.
     *
     * @param settle milliseconds before the load counts
     * @param millis milliseconds that count
     */
    record Question(long settle, long millis, Workload workload) {}

    public static void main(String[] args) throws IOException {
        boolean baresock = args[0].equals("baresock");
        Child.answer(Question.class, q -> run(baresock, q.workload(), q.settle(), q.millis()));
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
            return new Result(messages, nanos, cpu, bytes, Sample.percentiles(load.times()));
        }
    }

    /** Of all threads that run now. */
    private static long sum(UnaryOperator<long[]> ofThreads) {
        return LongStream.of(ofThreads.apply(THREADS.getAllThreadIds()))
                .filter(value -> value > 0) // -1: the thread has ended
                .sum();
    }
}
