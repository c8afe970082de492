package io.baresock.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two threads take a poller from each other, and one of them closes it. */
@JCStressTest
@Outcome(
        id = "0, 0, 1",
        expect = ACCEPTABLE,
        desc = "One thread polls at a time, nothing is used after it was closed, and it is closed once.")
@State
public class PollTakeOverStress {

    private static final int POLLS = 32;

    private final StressBackend backend = new StressBackend();
    private final PollerGuard guard = new PollerGuard(backend, 3);
    private int inside; // plain: an atomic one would be a fence that the guard does not have

    /** Polls. */
    @Actor
    public void first(III_Result r) {
        r.r1 = polls();
    }

    /** Polls, and closes the poller. */
    @Actor
    public void second(III_Result r) {
        r.r2 = polls();
        guard.close();
    }

    /** How many polls met another one, or used what was closed. */
    private int polls() {
        int wrong = 0;
        for (int i = 0; i < POLLS; i++) {
            int how;
            try {
                how = guard.beginPoll(false);
            } catch (IllegalStateException e) { // the other thread polls
                continue;
            }
            if (how == PollerGuard.CLOSED_BEFORE) {
                break;
            }
            wrong += inside + backend.closed;
            inside++;
            wrong += backend.closed;
            inside--;
            guard.endPoll();
        }
        return wrong;
    }

    /** How often it was closed in the end. */
    @Arbiter
    public void arbiter(III_Result r) {
        r.r3 = backend.closed;
    }
}
