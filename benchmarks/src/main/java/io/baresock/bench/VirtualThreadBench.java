package io.baresock.bench;

import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * A message of 64 bytes from one virtual thread to another and back, both of one carrier, both blocking: what is measured is
 * how a socket parks a virtual thread. JMH's own thread is one of them. There is no C of it; what the JDK makes of two parks
 * and two unparks, {@link #parkOnly}, is the least that it can cost. JDK 21 and newer.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {
            "--enable-native-access=ALL-UNNAMED",
            "-Djmh.executor=VIRTUAL",
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1"
        })
public class VirtualThreadBench {

    private static final int LOOP = 200;

    /** {@code Thread.ofVirtual().factory()}: this class is compiled for JDK 17. */
    private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }

    /** Two virtual threads. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init")
    public abstract static class Virtual {
        Turns turns;
        private Watchdog watchdog;

        abstract Turns open() throws IOException;

        @Setup
        public void setUp(BenchmarkParams params) throws IOException, ReflectiveOperationException {
            watchdog = new Watchdog(params);
            turns = open();
            turns.start(virtualThreads(), () -> {});
        }

        @TearDown
        public void close() throws IOException {
            turns.close();
            watchdog.close();
        }
    }

    /** Baresock. */
    public static class Bare extends Virtual {
        @Param({"TCP", "UDP"})
        Transport transport = Transport.TCP;

        @Param({"ffm", "jni"})
        String backend = "";

        @Override
        Turns open() throws IOException {
            Chosen.backend(backend);
            return BareTurns.open(transport);
        }
    }

    /** The classes of java.net, which have no direct buffers. */
    public static class JavaNet extends Virtual {
        @Param({"TCP", "UDP"})
        Transport transport = Transport.TCP;

        @Override
        Turns open() throws IOException {
            return JavaNetTurns.open(transport);
        }
    }

    /** The same without sockets: two virtual threads that park until the other one hands over to them. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init")
    public static class Parking {
        private Watchdog watchdog;
        private Thread partner;
        private Thread caller; // JMH's; published by turn
        private volatile @Nullable Thread turn; // whose it is; null: nobody's any more

        @Setup
        public void setUp(BenchmarkParams params) throws ReflectiveOperationException {
            watchdog = new Watchdog(params);
            caller = Thread.currentThread();
            turn = caller;
            partner = virtualThreads().newThread(this::handBack);
            partner.start();
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

        @TearDown
        public void close() throws InterruptedException {
            turn = null;
            LockSupport.unpark(partner);
            partner.join();
            watchdog.close();
        }
    }

    /**
     * In a loop, as the others, so that it is the least that can be had: while JMH's own frames are interpreted, each park takes a
     * jdk.internal.vm.StackChunk of some hundred bytes beside the two tasks of 32 (JDK 25), and a loop leaves them alone.
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
}
