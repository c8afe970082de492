package io.baresock.internal;

/** Why the library is not there; becomes an {@link UnsatisfiedLinkError} where somebody asks for it. */
final class LoadException extends Exception {

    private static final long serialVersionUID = 1L;

    LoadException(String message) {
        super(message);
    }
}
