package io.baresock;

/** A transfer of many bytes that failed on its way: {@link #transferred} of them were handed to the kernel before. */
public final class TransferException extends ErrnoException {

    private static final long serialVersionUID = 1;

    /** Bytes that were handed over. @serial */
    private final long transferred;

    TransferException(ErrnoException cause, long transferred) {
        super(
                cause.getMessage() + ", after " + transferred + " bytes",
                cause.call(),
                cause.errno(),
                cause.local(),
                cause.peer());
        this.transferred = transferred;
        initCause(cause);
    }

    /** {@return how many bytes were handed to the kernel before the failure; how many the peer got is not known} */
    public long transferred() {
        return transferred;
    }
}
