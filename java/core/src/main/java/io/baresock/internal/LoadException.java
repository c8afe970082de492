package io.baresock.internal;

/** Why the library could not be loaded. Callers get it as an {@link UnsatisfiedLinkError}. */
final class LoadException extends Exception {

    private static final long serialVersionUID = 1L;

    LoadException(String message) {
        super(message);
    }
}
