package io.baresock.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * A round of what JMH does not fork: servers in processes of their own under one load, flows from one thread to another, whole processes. All
 * is started anew for a round.
 */
public interface Contest extends AutoCloseable {

    /**
     * How it is run.
     *
     * @param cells all that it can measure, whether or not this JDK or kernel has it
     * @param turns how often those of a round take turns: what is short may do so more often
     * @param times how many rounds it has for each that a plan has
     * @param beginning of a round
     */
    record Rules(Set<Cell> cells, int turns, int times, Beginning beginning) {}

    /** Begins a round; the log takes what the processes have to say. */
    @FunctionalInterface
    interface Beginning {
        Contest begin(Path log) throws IOException;
    }

    /** Makes ready for one of the cells, before the turns with it: starts what it needs, and warms it up. */
    void warmUp(Cell cell) throws IOException, InterruptedException;

    /** Measures one of the cells, after {@link #warmUp}; {@link Sample#in} is for the caller. */
    Sample measure(Cell cell) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
