package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.TallyBackend;
import org.jspecify.annotations.Nullable;

/** Puts the backend that counts before the real one. Not loaded while counters are off, so that a start does not load that backend. */
public final class Counting {

    private Counting() {}

    static Backend before(Backend real) {
        return new TallyBackend(real);
    }

    /** The backend that counts; null if {@link Tally#ON} is false. */
    public static @Nullable TallyBackend backend() {
        return Library.backend() instanceof TallyBackend counts ? counts : null;
    }
}
