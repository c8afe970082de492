package io.baresock.async;

import org.jspecify.annotations.Nullable;

/** An element of an event loop's lists. It has the links itself, so adding it to a list allocates nothing. */
abstract class Entry {

    /** In the {@link Inbox}: the entry that was added before this one. In the {@link Dispatcher}'s lists: the next one. */
    @Nullable
    Entry before;

    /** In the {@link TimerHeap}: the time when it is due, by {@link System#nanoTime}, and its place in the heap. */
    long at;

    int place = TimerHeap.NOWHERE;

    /** The loop takes it from another thread. */
    void start() {}

    /** It is due, and no longer in the heap. */
    void due() {}

    /** {@link #start} or {@link #due} threw: ends what it belongs to. */
    void failed() {}

    /** Runs the user's callback, and throws what that throws. */
    void tell() {}
}
