package io.baresock;

/** A transfer of many bytes failed. {@link #transferred} says how many the kernel took before. */
public final class TransferException extends ErrnoException {

    private static final long serialVersionUID = 1;

    /** Bytes that the kernel took. @serial */
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

    /** {@return how many bytes the kernel took before the failure; how many the peer got is not known} */
    public long transferred() {
        return transferred;
    }
}
