package io.baresock;

import io.baresock.constants.ErrnoConstants;

/** The socket was closed before or during the call. Its error number is EBADF, though no system call returned it. */
public final class SocketClosedException extends ErrnoException {

    private static final long serialVersionUID = 1;

    /**
     * A call on a closed socket.
     *
     * @param call the call, such as {@code "recv"}
     */
    public SocketClosedException(String call) {
        super(call + ": socket is closed", call, ErrnoConstants.EBADF, null, null);
    }
}
