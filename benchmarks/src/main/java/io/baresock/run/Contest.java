package io.baresock.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What JMH does not fork: servers in processes of their own under one load, flows from one thread to another. */
public interface Contest {

    /** All that it can measure, also what this JDK or kernel does not have. */
    List<Cell> cells();

    /** How often those of a round take turns: what is short may do so more often. */
    int turns();

    /**
     * Begins a round, for which all is started anew.
     *
     * @param log takes what the processes have to say
     */
    Turn begin(Path log) throws IOException;

    /** A round. */
    interface Turn extends AutoCloseable {

        /** Makes ready for one of the cells, before the turns with it: starts what it needs, and warms it up. */
        void warmUp(Cell cell) throws IOException;

        /** Measures one of the cells, after {@link #warmUp}; {@link Sample#in} is for the caller. */
        Sample measure(Cell cell) throws IOException;

        @Override
        void close() throws IOException;
    }
}
