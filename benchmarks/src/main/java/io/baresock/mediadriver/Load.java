package io.baresock.mediadriver;

import org.HdrHistogram.Histogram;

/** What a client sends and receives. */
interface Load {

    /** Goes on for so long. Returns how many messages came, or came back. */
    long run(long nanos);

    /** The times of the last run's messages; empty if single ones are not timed. */
    Histogram times();
}
