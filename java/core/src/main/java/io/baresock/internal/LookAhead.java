package io.baresock.internal;

/** An attachment of a poller's registration that is more than one cache line: what an event of it will need. */
public interface LookAhead {

    /** Reads one field of each line, on the polling thread; the result says something of all of them, and means nothing. */
    int touch();
}
