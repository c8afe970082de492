package io.baresock.internal;

import org.jspecify.annotations.Nullable;

/**
 * What {@link FdGuard#use} does while it holds a descriptor. The object is made once, so that a call allocates nothing. The meaning of
 * the arguments depends on it.
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
