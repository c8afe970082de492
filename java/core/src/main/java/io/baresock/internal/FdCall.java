package io.baresock.internal;

import org.jspecify.annotations.Nullable;

/**
 * What {@link FdGuard#use} does while it holds a descriptor. An object that lives long, so that a call allocates nothing; it says what
 * the arguments mean.
 */
public interface FdCall<E extends Exception> {

    /** Makes the call; the arguments are those of {@link FdGuard#use}. */
    long run(
            Object subject,
            @Nullable Object what,
            int op,
            long address,
            int length,
            int flags,
            long second,
            int secondLength,
            int done,
            long timeout,
            boolean waits)
            throws E;
}
