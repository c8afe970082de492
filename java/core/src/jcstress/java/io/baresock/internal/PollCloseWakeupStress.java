package io.baresock.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A thread polls, another wakes it and closes the poller. */
@JCStressTest
@Outcome(
        id = "0, 0, 1",
        expect = ACCEPTABLE,
        desc = "No poll uses what was closed or sleeps on, and it is closed once.")
@State
public class PollCloseWakeupStress {

    private final StressBackend backend = new StressBackend();
    private final PollerGuard guard = new PollerGuard(backend, 3);

    /** Asks a few times, and then sleeps until it is woken. */
    @Actor
    public void polls(III_Result r) {
        for (int i = 0; i < 4; i++) {
            boolean sleeps = i == 3;
            int how = guard.beginPoll(sleeps);
            if (how == PollerGuard.CLOSED_BEFORE) {
                return;
            }
            r.r1 += backend.closed;
            if (sleeps && how == PollerGuard.WAIT && !backend.sleep()) {
                r.r2 = 1;
            }
            r.r1 += backend.closed;
            guard.endPoll();
        }
    }

    /** Wakes it, and closes the poller. */
    @Actor
    public void closer() {
        guard.wakeup();
        guard.close();
    }

    /** How often it was closed in the end. */
    @Arbiter
    public void arbiter(III_Result r) {
        r.r3 = backend.closed;
    }
}
