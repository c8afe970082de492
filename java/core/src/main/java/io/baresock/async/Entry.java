package io.baresock.async;

import org.jspecify.annotations.Nullable;

/** What an event loop has in its lists: the links are here, so that putting something into a list allocates nothing. */
abstract class Entry {

    /** In the {@link Inbox}: the one that was added before this. In the {@link Dispatcher}'s lists, later: the next. */
    @Nullable
    Entry before;

    /** In the {@link TimerHeap}: when, by {@link System#nanoTime}, and where in the heap. */
    long at;

    int place = TimerHeap.NOWHERE;

    /** Another thread handed this over. */
    void start() {}

    /** Its time has come; it has left the heap. */
    void due() {}

    /** {@link #start} or {@link #due} threw: what it was part of is lost, and is to end. */
    void failed() {}

    /** What it has to tell the user is to be told now: may run the user's code, and throw what that throws. */
    void tell() {}
}
