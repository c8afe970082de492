package io.baresock.poll;

import io.baresock.Bsd;
import io.baresock.ErrnoException;

/** The poller was closed before or during the call. Its error number is EBADF, though no system call returned it. */
public final class PollerClosedException extends ErrnoException {

    private static final long serialVersionUID = 1;

    /**
     * Makes the exception for a call on a closed poller.
     *
     * @param call the call, such as {@code "poll"}
     */
    public PollerClosedException(String call) {
        super(call, Bsd.EBADF, "the poller is closed");
    }
}
