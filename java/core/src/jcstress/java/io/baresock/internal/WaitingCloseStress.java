package io.baresock.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A thread waits with a descriptor, another uses it and closes it. */
@JCStressTest
@Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "Nothing is used after it was closed, and it is closed once.")
@State
public class WaitingCloseStress {

    private final StressBackend backend = new StressBackend();
    private final FdGuard guard = new FdGuard(backend, 3);

    /** Waits with it, and becomes its owner. */
    @Actor
    public void first(III_Result r) {
        r.r1 = backend.calls(guard, true);
    }

    /** Uses it, takes it over if it can, and closes it. */
    @Actor
    public void second(III_Result r) {
        r.r2 = backend.calls(guard, false);
        guard.close();
    }

    /** How often it was closed in the end. */
    @Arbiter
    public void arbiter(III_Result r) {
        r.r3 = backend.closed;
    }
}
