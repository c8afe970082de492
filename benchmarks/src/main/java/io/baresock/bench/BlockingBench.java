package io.baresock.bench;

import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * A message of 64 bytes from one thread to another and back, both on the same CPU, both blocking in recv(2): four system calls and two
 * changes of thread. They share one CPU, because the scheduler would place them by chance. They use SCHED_BATCH
 * ({@link Twin#scheduleOn}), because otherwise it is chance whether a woken thread takes the CPU at once. Linux.
 */
@SuppressWarnings("NullAway.Init") // by open()
public class BlockingBench extends Bench {

    private static final int C_LOOP = 100;

    /** The benchmark's thread is {@linkplain Twin#scheduleOn scheduled} on the CPU while it measures, and its partner always. */
    public abstract static class OneCpu extends Contestant {
        int cpu;

        @Override
        final void watch(BenchmarkParams params) {
            keep(new Watchdog(params));
            cpu = Twin.cpu();
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
    }

    /** Starts the Java partner on a CPU. */
    static Turns started(Turns turns, int cpu) throws IOException {
        turns.start(
                task -> {
                    Thread t = new Thread(task, "partner");
                    t.setDaemon(true);
                    return t;
                },
                () -> OneCpu.schedule(cpu));
        return turns;
    }

    public static class Bare extends OneCpu {
        @Param({"TCP", "UDP", "UNIX"})
        Transport transport = Transport.TCP;

        @Param({"ffm", "jni"})
        String backend = "";

        Turns turns;

        @Override
        void open() throws IOException {
            turns = started(keep(new BareTurns(BareLink.pair(transport))), cpu);
        }
    }

    public static class Nio extends OneCpu {
        @Param({"TCP", "UDP", "UNIX"})
        Transport transport = Transport.TCP;

        Turns turns;

        @Override
        void open() throws IOException {
            turns = started(keep(new NioTurns(NioLink.pair(transport))), cpu);
        }
    }

    /** java.net's classes, by the JDK. */
    public static class JavaNet extends OneCpu {
        @Param({"TCP", "UDP"})
        Transport transport = Transport.TCP;

        Turns turns;

        @Override
        void open() throws IOException {
            turns = started(keep(JavaNetTurns.ofJdk(transport)), cpu);
        }
    }

    /** The same classes by baresock-net. */
    public static class Adapter extends OneCpu {
        @Param({"TCP", "UDP"})
        Transport transport = Transport.TCP;

        Turns turns;

        @Override
        void open() throws IOException {
            turns = started(keep(JavaNetTurns.ofBaresock(transport)), cpu);
        }
    }

    /** C: both threads run in C. */
    public static class C extends OneCpu {
        @Param({"TCP", "UDP", "UNIX"})
        Transport transport = Transport.TCP;

        TwinTurns turns;

        @Override
        void open() throws IOException {
            turns = keep(new TwinTurns(transport, cpu));
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
    public long cPingPong(C s) throws IOException {
        return s.turns.roundTrips(C_LOOP);
    }

    @Benchmark
    public void javaNetPingPong(JavaNet s) throws IOException {
        s.turns.roundTrip();
    }

    @Benchmark
    public void adapterPingPong(Adapter s) throws IOException {
        s.turns.roundTrip();
    }
}
