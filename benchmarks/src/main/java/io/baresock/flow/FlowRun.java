package io.baresock.flow;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * One run of a flow.
 *
 * @param perSecond datagrams received a second
 * @param cpuNanos nanoseconds that both threads were on a CPU, for each datagram received
 * @param allocated bytes of heap by both threads, for each datagram received
 */
public record FlowRun(double perSecond, double cpuNanos, double allocated) {

    private record Half(long datagrams, long cpu, long bytes) {}

    @FunctionalInterface
    private interface Work {
        long run() throws IOException;
    }

    static FlowRun of(Flow flow, int size, long nanos) throws IOException {
        CompletableFuture<Half> receiver = new CompletableFuture<>();
        Thread thread = new Thread(() -> half(receiver, flow::receive), "flow-receiver");
        thread.setDaemon(true);
        thread.start();
        CompletableFuture<Half> sender = new CompletableFuture<>();
        long start = System.nanoTime();
        half(sender, () -> flow.send(size, nanos));
        long took = System.nanoTime() - start;
        // Again and again: the queue may have been full. One that comes too late ends nothing, for a flow is not run
        // twice.
        while (!receiver.isDone()) {
            flow.end();
            Thread.onSpinWait();
        }
        Half sent = get(sender);
        Half received = get(receiver);
        long datagrams = Math.max(received.datagrams, 1);
        return new FlowRun(
                datagrams * 1e9 / took,
                (double) (sent.cpu + received.cpu) / datagrams,
                (double) (sent.bytes + received.bytes) / datagrams);
    }

    private static void half(CompletableFuture<Half> result, Work work) {
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadCpuTime();
        try {
            long datagrams = work.run();
            long cpu = threads.getCurrentThreadCpuTime() - before;
            result.complete(new Half(datagrams, cpu, threads.getCurrentThreadAllocatedBytes() - bytes));
        } catch (IOException | RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private static Half get(CompletableFuture<Half> half) throws IOException {
        try {
            return half.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | CompletionException e) {
            throw new IOException(e.getCause());
        }
    }
}
