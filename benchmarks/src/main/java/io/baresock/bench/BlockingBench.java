package io.baresock.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * A message of 64 bytes from one thread to another and back, both on the same CPU, both blocking in recv(2): four system
 * calls and two changes of thread. On one CPU, because where the scheduler would put the two is chance; and by SCHED_BATCH
 * ({@link Twin#scheduleOn}), because it is chance, too, whether who is woken takes the CPU at once. Linux.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class BlockingBench {

    private static final int C_LOOP = 100;

    /** The benchmark's thread is {@linkplain Twin#scheduleOn scheduled} on the CPU while it measures; its partner always. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init")
    public abstract static class OneCpu {
        private int cpu;
        private Watchdog watchdog;

        /** Opens the pair, whose other end is for a thread on this CPU. */
        abstract void open(int cpu) throws IOException;

        abstract void end() throws IOException;

        @Setup
        public void setUp(BenchmarkParams params) throws IOException {
            watchdog = new Watchdog(params);
            cpu = (int) Twin.check(Twin.cpu(), "tell the CPU");
            open(cpu);
        }

        @Setup(Level.Iteration)
        public void schedule() throws IOException {
            schedule(cpu);
        }

        static void schedule(int cpu) throws IOException {
            Twin.check(Twin.scheduleOn(cpu), "schedule the thread on CPU " + cpu);
        }

        @TearDown(Level.Iteration)
        public void scheduleAsBefore() throws IOException {
            Twin.check(Twin.scheduleAsBefore(), "schedule the thread as before");
        }

        @TearDown
        public void close() throws IOException {
            end();
            watchdog.close();
        }
    }

    /** Those in Java. */
    @SuppressWarnings("NullAway.Init")
    public abstract static class Java extends OneCpu {
        Turns turns;

        final void open(Turns opened, int cpu) throws IOException {
            turns = opened;
            opened.start(Java::thread, () -> schedule(cpu));
        }

        static Thread thread(Runnable task) {
            Thread t = new Thread(task, "partner");
            t.setDaemon(true);
            return t;
        }

        @Override
        final void end() throws IOException {
            turns.close();
        }
    }

    /** Baresock. */
    public static class Bare extends Java {
        @Param({"TCP", "UDP", "UNIX"})
        Transport transport = Transport.TCP;

        @Param({"ffm", "jni"})
        String backend = "";

        @Override
        void open(int cpu) throws IOException {
            Chosen.backend(backend);
            open(BareTurns.open(transport), cpu);
        }
    }

    /** NIO. */
    public static class Nio extends Java {
        @Param({"TCP", "UDP", "UNIX"})
        Transport transport = Transport.TCP;

        @Override
        void open(int cpu) throws IOException {
            open(NioTurns.open(transport), cpu);
        }
    }

    /** C: both threads run in C. */
    public static class C extends OneCpu {
        @Param({"TCP", "UDP", "UNIX"})
        Transport transport = Transport.TCP;

        private long pair;
        private long echo;

        @Override
        void open(int cpu) throws IOException {
            pair = Twin.blockingPair(transport);
            echo = Twin.check(Twin.echoStart((int) (pair >>> 32), cpu), "start a thread on CPU " + cpu);
        }

        int roundTrips() throws IOException {
            return (int) Twin.check(Twin.blockingPingPong((int) pair, C_LOOP), "make " + C_LOOP + " round trips");
        }

        @Override
        void end() throws IOException {
            Twin.check(Twin.echoEnd(echo), "end the partner");
            Twin.close((int) pair);
            Twin.close((int) (pair >>> 32));
        }
    }

    @Benchmark
    public void socketPingPong(Bare s) throws IOException {
        s.turns.roundTrip();
    }

    @Benchmark
    public void nioPingPong(Nio s) throws IOException {
        s.turns.roundTrip();
    }

    @Benchmark
    @OperationsPerInvocation(C_LOOP)
    public int cPingPong(C s) throws IOException {
        return s.roundTrips();
    }
}
