package io.baresock.bench;

import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * A message of 64 bytes from one virtual thread to another and back. Both block, and both run on one carrier. So this measures how a
 * socket parks a virtual thread. JMH's own thread is one of them. C has nothing like it. {@link #parkOnly}, two parks and two unparks of
 * the JDK, is the least possible cost. JDK 21 and newer.
 */
@Fork(
        value = 3,
        jvmArgsAppend = {
            "--enable-native-access=ALL-UNNAMED",
            "-Djmh.executor=VIRTUAL",
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1"
        })
@SuppressWarnings("NullAway.Init") // by open()
public class VirtualThreadBench extends Bench {

    private static final int LOOP = 200;

    /** {@code Thread.ofVirtual().factory()}: this class is compiled for JDK 17. */
    public static ThreadFactory virtualThreads() throws IOException {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new IOException("this JDK has no virtual threads", e);
        }
    }

    /** Two virtual threads. */
    public abstract static class Virtual extends Contestant {
        @Override
        final void watch(BenchmarkParams params) {
            keep(new Watchdog(params));
        }

        final Turns started(Turns turns) throws IOException {
            keep(turns).start(virtualThreads(), () -> {});
            return turns;
        }
    }

    public static class Bare extends Virtual {
        @Param({"TCP", "UDP"})
        Transport transport = Transport.TCP;

        @Param({"ffm", "jni"})
        String backend = "";

        Turns turns;

        @Override
        void open() throws IOException {
            turns = started(new BareTurns(BareLink.pair(transport)));
        }
    }

    /** The classes of java.net, which have no direct buffers. */
    public static class JavaNet extends Virtual {
        @Param({"TCP", "UDP"})
        Transport transport = Transport.TCP;

        Turns turns;

        @Override
        void open() throws IOException {
            turns = started(JavaNetTurns.ofJdk(transport));
        }
    }

    /** The same classes by baresock-net. */
    public static class Adapter extends Virtual {
        @Param({"TCP", "UDP"})
        Transport transport = Transport.TCP;

        Turns turns;

        @Override
        void open() throws IOException {
            turns = started(JavaNetTurns.ofBaresock(transport));
        }
    }

    /** The same without sockets: two virtual threads, each parked until the other one unparks it. */
    public static class Parking extends Virtual {
        private Thread partner;
        private Thread caller; // JMH's; published by turn
        private volatile @Nullable Thread turn; // the thread whose turn it is; null at the end

        @Override
        void open() throws IOException {
            caller = Thread.currentThread();
            turn = caller;
            partner = virtualThreads().newThread(this::handBack);
            partner.start();
            keep(() -> {
                turn = null;
                LockSupport.unpark(partner);
                partner.join();
            });
        }

        private void handBack() {
            for (Thread t = turn; t != null; t = turn) {
                if (t == partner) {
                    handOver(caller);
                } else {
                    LockSupport.park(this);
                }
            }
        }

        private void handOver(Thread to) {
            turn = to;
            LockSupport.unpark(to);
        }

        void roundTrips(int count) {
            caller = Thread.currentThread(); // JMH may have a new one for each iteration
            for (int i = 0; i < count; i++) {
                handOver(partner);
                while (turn != caller) {
                    LockSupport.park(this);
                }
            }
        }
    }

    /**
     * In a loop, as in the other benchmarks. As long as JMH's frames are interpreted, each park allocates a jdk.internal.vm.StackChunk of
     * some hundred bytes besides the two tasks of 32 bytes (JDK 25). The loop avoids that.
     */
    @Benchmark
    @OperationsPerInvocation(LOOP)
    public void parkOnly(Parking s) {
        s.roundTrips(LOOP);
    }

    @Benchmark
    @OperationsPerInvocation(LOOP)
    public void socketPingPong(Bare s) throws IOException {
        for (int i = 0; i < LOOP; i++) {
            s.turns.roundTrip();
        }
    }

    @Benchmark
    @OperationsPerInvocation(LOOP)
    public void javaNetPingPong(JavaNet s) throws IOException {
        for (int i = 0; i < LOOP; i++) {
            s.turns.roundTrip();
        }
    }

    @Benchmark
    @OperationsPerInvocation(LOOP)
    public void adapterPingPong(Adapter s) throws IOException {
        for (int i = 0; i < LOOP; i++) {
            s.turns.roundTrip();
        }
    }
}
