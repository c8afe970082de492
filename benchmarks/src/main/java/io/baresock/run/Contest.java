package io.baresock.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * A round of measurements without JMH: servers in their own processes under one load, flows from one thread to another, whole processes.
 * Everything is started again for each round.
 */
public interface Contest extends AutoCloseable {

    /**
     * How it is run.
     *
     * @param cells everything that it can measure, also what this JDK or kernel lacks
     * @param turns how many turns a round has; short measurements may have more
     * @param times how many rounds it has for each round of the plan
     * @param beginning begins a round
     */
    record Rules(Set<Cell> cells, int turns, int times, Beginning beginning) {}

    /** Begins a round; the log receives the output of the processes. */
    @FunctionalInterface
    interface Beginning {
        Contest begin(Path log) throws IOException;
    }

    /** Prepares one of the cells before its turns: starts what it needs, and warms it up. */
    void warmUp(Cell cell) throws IOException, InterruptedException;

    /** Measures one of the cells, after {@link #warmUp}; {@link Sample#in} is for the caller. */
    Sample measure(Cell cell) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
