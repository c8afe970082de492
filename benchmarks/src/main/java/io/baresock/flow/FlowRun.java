package io.baresock.flow;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * One run of a flow.
 *
 * @param perSecond datagrams received per second
 * @param cpuNanos nanoseconds that both threads were on a CPU, for each datagram received
 * @param allocated bytes of heap by both threads, for each datagram received
 */
record FlowRun(double perSecond, double cpuNanos, double allocated) {

    private record Half(long datagrams, long cpu, long bytes) {}

    static FlowRun of(Flow flow, int size, long nanos) throws IOException {
        FutureTask<Half> receiver = half(flow::receive);
        Thread thread = new Thread(receiver, "flow-receiver");
        thread.setDaemon(true);
        thread.start();
        FutureTask<Half> sender = half(() -> flow.send(size, nanos));
        long start = System.nanoTime();
        sender.run();
        long took = System.nanoTime() - start;
        // Repeats the end, because the queue may be full. An end that comes late does no harm: a flow runs only once.
        while (!receiver.isDone()) {
            flow.end();
            Thread.onSpinWait();
        }
        try {
            Half sent = sender.get();
            Half received = receiver.get();
            double datagrams = Math.max(received.datagrams, 1);
            return new FlowRun(
                    datagrams * 1e9 / took,
                    (sent.cpu + received.cpu) / datagrams,
                    (sent.bytes + received.bytes) / datagrams);
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException(e);
        }
    }

    private static FutureTask<Half> half(Callable<Long> work) {
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        return new FutureTask<>(() -> {
            long bytes = threads.getCurrentThreadAllocatedBytes();
            long before = threads.getCurrentThreadCpuTime();
            long datagrams = work.call();
            long cpu = threads.getCurrentThreadCpuTime() - before;
            return new Half(datagrams, cpu, threads.getCurrentThreadAllocatedBytes() - bytes);
        });
    }
}
