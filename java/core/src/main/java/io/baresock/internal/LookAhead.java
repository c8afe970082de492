package io.baresock.internal;

/** A registration's attachment that has more than one cache line, which an event will need. */
public interface LookAhead {

    /** Reads one field of each line, on the polling thread, to bring it into the cache. The result has no meaning. */
    int touch();
}
