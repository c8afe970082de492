package io.baresock.soak;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.SOCK_DGRAM;

import io.baresock.Bsd;
import io.baresock.Errno;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Fds;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Runs every {@link Load} on some threads, for rounds and for seconds. From time to time it takes all descriptors, or has the kernel refuse a call
 * for want of memory. Properties: {@code soak.seed}, {@code soak.rounds} of each thread at least, {@code soak.seconds} at least,
 * {@code soak.refusal}, the library of {@code refusal.c}. In the end it has as many descriptors, threads and classes as after a
 * first part, and no more memory than a bound allows.
 */
public final class Soak {

    private static final int WORKERS = 4;
    private static final int PARTS = 10;
    private static final int FAULT_EVERY = 200; // rounds of the first thread
    private static final int REFUSALS = 5; // at each fault: in a short run each call gets its turn
    private static final long MORE_MEMORY_KB = 48 * 1024;

    private final LongAdder rounds = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder withoutMemory = new LongAdder();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private int refusals; // of the first worker

    private Soak() {}

    private record Sizes(int descriptors, int threads, long classes, long memoryKb) {}

    /** Properties: see the class. */
    public static void main(String[] args) {
        int status = 1;
        try {
            new Soak().run(Long.getLong("soak.seed"), Integer.getInteger("soak.rounds"), Long.getLong("soak.seconds"));
            status = 0;
        } catch (Throwable e) {
            StringWriter all = new StringWriter();
            e.printStackTrace(new PrintWriter(all, true));
            System.err.println(all);
        }
        Runtime.getRuntime().halt(status); // after a failure other threads wait
    }

    private void run(long seed, int count, long seconds) throws Exception {
        Load.loop();
        List<Sizes> sizes = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            part(seed + part, part > 0, count / PARTS, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds) / PARTS);
            sizes.add(sizes());
            System.err.println("part " + part + ": " + rounds + " rounds, " + refused
                    + " refused for want of descriptors, " + withoutMemory + " for want of memory, " + sizes.get(part));
        }
        Sizes first =
                sizes.get(1); // the first part has no faults: without a descriptor no class is loaded from a directory
        Sizes last = sizes.get(PARTS - 1);
        boolean flat = last.descriptors <= first.descriptors
                && last.threads <= first.threads
                && last.classes <= first.classes + 100 // the JVM makes accessors and lambda forms at its leisure
                && last.memoryKb <= first.memoryKb + MORE_MEMORY_KB;
        System.out.println("rounds=" + rounds + " refused=" + refused + " withoutMemory=" + withoutMemory + " flat="
                + flat + " " + first + " " + last);
    }

    /** Has malloc give back what is free: the JVM's compilers leave tens of MiB of that. JDK 17 may not have the command. */
    private static void trim() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
        for (MBeanOperationInfo command : server.getMBeanInfo(commands).getOperations()) {
            if (command.getName().equals("systemTrimNativeHeap")) {
                server.invoke(commands, command.getName(), new Object[0], new String[0]);
            }
        }
    }

    private void part(long seed, boolean faults, int count, long end) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < WORKERS; w++) {
            int worker = w;
            Thread t = new Thread(
                    () -> {
                        try {
                            work(worker == 0 && faults, new Random(seed * WORKERS + worker), count, end);
                        } catch (Throwable e) {
                            failure.compareAndSet(null, e);
                        }
                    },
                    "soak-" + w);
            t.start();
            threads.add(t);
        }
        for (Thread t : threads) {
            t.join();
        }
        if (failure.get() != null) {
            throw new AssertionError("seed " + seed, failure.get());
        }
    }

    private void work(boolean faults, Random random, int count, long end) throws Exception {
        Load[] loads = Load.values();
        for (int i = 0; (i < count || System.nanoTime() - end < 0) && failure.get() == null; i++) {
            Load load = loads[random.nextInt(loads.length)];
            try (Load.Scope scope = new Load.Scope()) {
                load.round(scope, random);
                rounds.increment();
            } catch (ErrnoException e) {
                if (e.errno() != Bsd.EMFILE) {
                    throw new AssertionError(load.toString(), e);
                }
                refused.increment();
            } catch (AssertionError e) {
                throw new AssertionError(load.toString(), e);
            }
            if (faults && i % FAULT_EVERY == FAULT_EVERY - 1) {
                noDescriptors();
                for (int k = 0; k < REFUSALS; k++) {
                    noMemory(random);
                }
            }
        }
    }

    /** Takes all descriptors that are left, for as long as an open and a close of them takes. */
    private void noDescriptors() throws ErrnoException {
        List<Socket> taken = new ArrayList<>();
        try {
            for (; ; ) {
                taken.add(Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.parse("127.0.0.1:0")));
            }
        } catch (ErrnoException e) {
            if (e.errno() != Bsd.EMFILE) {
                throw e;
            }
            refused.increment();
        } finally {
            taken.forEach(Socket::close);
        }
    }

    /** Has the kernel refuse one call for want of memory, on a thread of its own, on which each load then has a round. */
    private void noMemory(Random random) throws InterruptedException {
        int call = refusals % Refusal.calls();
        int errno = refusals++ % 2 == 0 ? Bsd.ENOMEM : Bsd.ENOBUFS;
        Thread t = new Thread(
                () -> {
                    try {
                        Refusal.begin(call, errno);
                        roundsWithout(errno, random);
                    } catch (Throwable e) {
                        failure.compareAndSet(
                                null, new AssertionError(Refusal.name(call) + ": " + Errno.name(errno), e));
                    }
                },
                "soak-no-memory");
        t.start();
        t.join();
    }

    private void roundsWithout(int errno, Random random) throws Exception {
        for (Load load : Load.values()) {
            if (!load.startsThreads()) {
                try (Load.Scope scope = new Load.Scope()) {
                    load.round(scope, random);
                    rounds.increment();
                } catch (ErrnoException e) {
                    if (e.errno() != errno) {
                        throw new AssertionError(load.toString(), e);
                    }
                    withoutMemory.increment();
                } catch (AssertionError e) {
                    throw new AssertionError(load.toString(), e);
                }
            }
        }
    }

    private static Sizes sizes() throws Exception {
        System.gc();
        trim();
        long kb = 0;
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                kb = Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return new Sizes(
                Fds.open().size(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
                kb);
    }
}
