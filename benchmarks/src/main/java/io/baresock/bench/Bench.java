package io.baresock.bench;

import io.baresock.Baresock;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The common part of the JMH benchmarks: nanoseconds per operation, and how long JMH runs them without a plan. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public abstract class Bench {

    /** A contestant, with what it has open while it is measured. */
    @State(Scope.Thread)
    public abstract static class Contestant {

        private final Deque<AutoCloseable> kept = new ArrayDeque<>();

        /** Opens all that it needs. Before that the backend is chosen, by the parameter of that name if there is one. */
        abstract void open() throws IOException;

        /** For those that may hang. */
        void watch(BenchmarkParams params) {}

        @Setup
        public void setUp(BenchmarkParams params) throws IOException {
            watch(params);
            String backend = params.getParam("backend");
            if (backend != null) {
                choose(backend);
            }
            open();
        }

        /** Has it closed in the end, before what was kept earlier. */
        final <T extends AutoCloseable> T keep(T open) {
            kept.push(open);
            return open;
        }

        @TearDown
        public void close() throws Exception {
            while (!kept.isEmpty()) {
                kept.pop().close();
            }
        }
    }

    /** Chooses the backend, which a JVM does only once: each value of the parameter needs a fork of its own. */
    private static void choose(String backend) {
        System.setProperty("baresock.backend", backend);
        if (!Baresock.backend().equals(backend)) {
            throw new IllegalStateException("the backend is " + Baresock.backend() + ", not " + backend);
        }
    }
}
