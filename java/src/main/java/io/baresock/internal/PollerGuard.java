package io.baresock.internal;

import io.baresock.internal.backend.Backend;

/** Keeps a native poller from being used after it was closed. Closing wakes who waits on it. */
public final class PollerGuard extends Guard {

    private final Backend backend;
    private final long handle;

    /** Takes the poller over. */
    public PollerGuard(Backend backend, long handle) {
        this.backend = backend;
        this.handle = handle;
    }

    /** The native poller; only good between a pin that succeeded and its unpin. */
    public long handle() {
        return handle;
    }

    @Override
    void wake(int before) {
        backend.pollerWake(handle);
    }

    @Override
    void release() {
        backend.pollerClose(handle);
    }
}
