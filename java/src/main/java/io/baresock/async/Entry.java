package io.baresock.async;

import org.jspecify.annotations.Nullable;

/** What an event loop has in its lists: the links are here, so that putting something into a list allocates nothing. */
abstract class Entry {

    /** In the {@link Inbox}: the one that was added before this. */
    @Nullable
    Entry before;

    /** In the {@link TimerHeap}: when, by {@link System#nanoTime}, and where in the heap. */
    long at;

    int place = TimerHeap.NOWHERE;

    /** Another thread handed this over. */
    void start() {}

    /** Its time has come; it has left the heap. */
    void due() {}

    /** What it has to tell the user is to be told now: may run the user's code, and throw what that throws. */
    void tell() {}
}
