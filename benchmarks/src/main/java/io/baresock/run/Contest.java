package io.baresock.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What JMH does not fork: servers in processes of their own under one load, flows from one thread to another, whole processes.
 *
 * @param <T> what there is to do for a cell
 */
public abstract class Contest<T> {

    private final Map<Cell, T> tasks = new LinkedHashMap<>();

    /** One more that it can measure, whether or not this JDK or kernel has it. */
    protected final void add(Cell cell, T task) {
        tasks.put(cell, task);
    }

    /** All that it can measure. */
    public final List<Cell> cells() {
        return List.copyOf(tasks.keySet());
    }

    /** What is to be done for one of them. */
    protected final T task(Cell cell) {
        T task = tasks.get(cell);
        if (task == null) {
            throw new IllegalArgumentException("not of this contest: " + cell);
        }
        return task;
    }

    /** How often those of a round take turns: what is short may do so more often. */
    protected abstract int turns();

    /** How many rounds of it a plan has. */
    protected int rounds(int planned) {
        return planned;
    }

    /**
     * Begins a round, for which all is started anew.
     *
     * @param log takes what the processes have to say
     */
    protected abstract Turn begin(Path log) throws IOException;

    /** A round. */
    public interface Turn extends AutoCloseable {

        /** Makes ready for one of the cells, before the turns with it: starts what it needs, and warms it up. */
        void warmUp(Cell cell) throws IOException;

        /** Measures one of the cells, after {@link #warmUp}; {@link Sample#in} is for the caller. */
        Sample measure(Cell cell) throws IOException;

        @Override
        void close() throws IOException;
    }
}
