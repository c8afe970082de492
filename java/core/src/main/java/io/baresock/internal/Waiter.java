package io.baresock.internal;

import org.jspecify.annotations.Nullable;

/** A thread that waits for a descriptor. {@link ParkedCalls} uses it again, so that a wait allocates nothing of ours. */
final class Waiter {
    // guarded by its ParkedCalls
    @Nullable
    Thread thread; // from before it joins the followers until after it has left them

    int interest;

    @Nullable
    Waiter previous;

    @Nullable
    Waiter next;

    boolean queued;

    volatile boolean woken;
    boolean counts; // the poller has counted that it was woken; written before that

    // written by the thread, with the lock while it is in the queue
    @Nullable
    SharedPoller poller; // whose followers it has joined

    // guarded by the Followers
    @Nullable
    Waiter older;

    @Nullable
    Waiter newer;
}
