package io.baresock.internal;

import io.baresock.internal.Interleavings.Cpu;
import io.baresock.internal.Interleavings.Model;
import io.baresock.internal.Interleavings.Violation;
import java.util.List;

/**
 * {@link PollerGuard} by hand, method by method, for {@link Interleavings}, with a barrier for all threads and without one. What it holds it
 * to: nothing is released while a poll or another call uses it, nor twice; once it was closed it is released when the last has left; no poll
 * sleeps on after a close, or after a wake-up that no poll has ended by.
 */
final class PollerGuardModel implements Model {

    /** What could be written in another way, and then would be wrong: the model has to find it. */
    enum Mutant {
        /** The code as it is. */
        NONE,
        /** Who looks whether somebody polls has no barrier for all threads. */
        HAS_NO_BARRIER,
        /** Who believes to be the last does not look whether somebody polls. */
        RELEASES_WITHOUT_LOOKING,
        /** That it was released is not remembered. */
        FORGETS_THE_RELEASE,
        /** A poll that did not begin ends the wake-ups. */
        REFUSED_POLL_TAKES_WAKEUPS,
        /** Another thread polls though one polls. */
        TAKES_OVER_WITHOUT_LOOKING,
        /** Who polls does not look whether it still may. */
        BEGINS_WITHOUT_LOOKING,
        /** A poll that may sleep says so without a fence. */
        SLEEPS_WITHOUT_A_FENCE,
        /** That the poll has ended may be seen before what it did. */
        LEAVES_UNORDERED,
        /** Who closes does not wake. */
        CLOSES_SILENTLY,
        /** A wake-up has no pin. */
        WAKES_WITHOUT_A_PIN
    }

    /** What a thread does. */
    enum Op {
        /** A poll that does not sleep. */
        ASK,
        /** A poll that sleeps until there is an event, or a wake-up. */
        SLEEP,
        /** Wakes the poll. */
        WAKEUP,
        /** Another call: registers a descriptor. */
        USE,
        /** Closes it. */
        CLOSE
    }

    // bits of the state
    private static final int CLOSED = 1;
    private static final int PENDING = 2;
    private static final int RELEASED = 4;
    private static final int PIN = 8;

    // of Owner.inside
    private static final int OUTSIDE = 0;
    private static final int ASKING = 1;
    private static final int SLEEPING = 2;

    private static final int REFUSED = -1;
    private static final int WAIT = 0;
    private static final int WOKEN = 1;
    private static final int AGAIN = 2;
    private static final int POLLS = 3; // an IllegalStateException

    private static final int OWNERS = 2; // that a thread may have

    // locations
    private static final int STATE = 0;
    private static final int LOCK = 1;
    private static final int OWNER = 2; // 0, or one more than the number of the object
    private static final int OPEN = 3; // the native poller
    private static final int SIGNAL = 4; // that it has got
    private static final int OWED = 5; // a wake-up, to some poll
    private static final int FIRST = 6;
    private static final int USING = 0; // of each thread
    private static final int ASLEEP = 1;
    private static final int MADE = 2; // owner objects
    private static final int OF_A_THREAD = 3;

    private final Mutant mutant;
    private final boolean asymmetric;
    private final boolean owned;
    private final List<List<Op>> threads;

    /** With a barrier for all threads or without; thread 0 has polled before, or nobody has. */
    PollerGuardModel(Mutant mutant, boolean asymmetric, boolean owned, List<List<Op>> threads) {
        this.mutant = mutant;
        this.owned = owned;
        this.asymmetric = asymmetric;
        this.threads = threads;
    }

    private static int of(int thread, int what) {
        return FIRST + thread * OF_A_THREAD + what;
    }

    private int inside(int owner) {
        return FIRST + threads.size() * OF_A_THREAD + (owner - 1) * 2;
    }

    private int revoked(int owner) {
        return inside(owner) + 1;
    }

    @Override
    public int threads() {
        return threads.size();
    }

    @Override
    public int operations(int thread) {
        return threads.get(thread).size();
    }

    @Override
    public byte[] memory() {
        byte[] m = new byte[FIRST + threads.size() * (OF_A_THREAD + 2 * OWNERS)];
        m[OPEN] = 1;
        if (owned) {
            m[OWNER] = 1;
            m[of(0, MADE)] = 1;
        }
        return m;
    }

    @Override
    public void access(byte[] m) {
        if (m[OPEN] == 0) {
            throw new Violation("a call uses what was released");
        }
    }

    @Override
    public void end(byte[] m) {
        boolean closed = (m[STATE] & CLOSED) != 0;
        boolean inside = false;
        for (int t = 0; t < threads.size(); t++) {
            inside |= m[of(t, USING)] != 0;
            if (m[of(t, ASLEEP)] != 0 && (closed || m[OWED] != 0)) {
                throw new Violation("a poll sleeps though " + (closed ? "it was closed" : "it was woken"));
            }
        }
        if (closed && !inside && m[OPEN] != 0) {
            throw new Violation("it was closed, and is never released");
        }
    }

    @Override
    public boolean run(Cpu c, int operation) {
        switch (threads.get(c.thread).get(operation)) {
            case ASK -> {
                return poll(c, false);
            }
            case SLEEP -> {
                return poll(c, true);
            }
            case WAKEUP -> wakeup(c);
            case USE -> use(c);
            case CLOSE -> close(c);
        }
        return false;
    }

    // ---- polls ----

    /** True if it has to try once more to begin. */
    private boolean poll(Cpu c, boolean sleeps) {
        int how = beginPoll(c, sleeps);
        if (how == WAIT || how == WOKEN) {
            begins(c);
            system(c, sleeps && how == WAIT);
            ends(c);
            endPoll(c);
        }
        return how == AGAIN;
    }

    private void begins(Cpu c) {
        c.myCheck(m -> {
            access(m);
            m[of(c.thread, USING)]++;
        });
        c.myAccess();
    }

    private static void ends(Cpu c) {
        c.step("ends its call", m -> m[of(c.thread, USING)]--);
    }

    /** There is an event, or it sleeps until there is a signal; either way it takes a signal that is there. */
    private static void system(Cpu c, boolean sleeps) {
        if (sleeps && c.choose(2) == 1) {
            c.myStore(of(c.thread, ASLEEP), 1);
            c.await(SIGNAL, 0);
            c.myStore(of(c.thread, ASLEEP), 0);
            c.myStore(SIGNAL, 0);
        } else {
            c.step("polls", m -> m[SIGNAL] = 0);
        }
    }

    /** One turn of its loop. */
    private int beginPoll(Cpu c, boolean sleeps) {
        int o = c.load(OWNER);
        if (o == 0 || (o - 1) / OWNERS != c.thread) {
            o = takeOver(c);
            if (o == 0) {
                return POLLS;
            }
        }
        if (sleeps && mutant != Mutant.SLEEPS_WITHOUT_A_FENCE) {
            c.store(inside(o), SLEEPING);
        } else {
            c.myOpaque(inside(o), sleeps ? SLEEPING : ASKING);
            inOrder(c);
        }
        int s = c.load(STATE);
        if ((s & CLOSED) == 0 && (mutant == Mutant.BEGINS_WITHOUT_LOOKING || c.load(revoked(o)) == 0)) {
            return (s & PENDING) != 0 ? WOKEN : WAIT;
        }
        if (mutant == Mutant.REFUSED_POLL_TAKES_WAKEUPS) {
            c.change(STATE, old -> old & ~PENDING);
        }
        return stepOut(c, o) ? AGAIN : REFUSED;
    }

    /** The new owner, or 0 if another thread polls. */
    private int takeOver(Cpu c) {
        c.lock(LOCK);
        int old = c.load(OWNER);
        int made = c.myLoad(of(c.thread, MADE));
        boolean may = made < OWNERS; // more are not tried
        if (may && old != 0) {
            c.store(revoked(old), 1);
            barrier(c);
            if (c.load(inside(old)) != OUTSIDE && mutant != Mutant.TAKES_OVER_WITHOUT_LOOKING) {
                c.store(revoked(old), 0);
                may = false;
            }
        }
        int mine = may ? c.thread * OWNERS + made + 1 : 0;
        if (may) {
            c.myStore(of(c.thread, MADE), made + 1);
            c.store(OWNER, mine);
        }
        c.unlock(LOCK);
        return mine;
    }

    private void endPoll(Cpu c) {
        int o = c.load(OWNER);
        if (o != 0 && stepOut(c, o) && (c.load(STATE) & PENDING) != 0) {
            c.change(STATE, s -> s & ~PENDING);
            c.myStore(OWED, 0);
        }
    }

    private boolean stepOut(Cpu c, int o) {
        if (mutant == Mutant.LEAVES_UNORDERED) {
            c.myOpaque(inside(o), OUTSIDE);
        } else {
            c.myRelease(inside(o), OUTSIDE);
        }
        inOrder(c);
        int s = c.load(STATE);
        if ((s & CLOSED) == 0) {
            return true;
        }
        if (s < PIN) {
            release(c);
        }
        return false;
    }

    private void inOrder(Cpu c) {
        if (!asymmetric && mutant != Mutant.LEAVES_UNORDERED) {
            c.fence();
        }
    }

    private void barrier(Cpu c) {
        if (asymmetric && mutant != Mutant.HAS_NO_BARRIER) {
            c.barrier();
        } else {
            c.fence();
        }
    }

    // ---- wake-ups, other calls, the end ----

    private void wakeup(Cpu c) {
        int s = c.change(STATE, old -> (old & (CLOSED | PENDING)) != 0 ? old : old | PENDING);
        if ((s & CLOSED) == 0) {
            c.myStore(OWED, 1);
        }
        if ((s & (CLOSED | PENDING)) != 0) {
            return;
        }
        int o = c.load(OWNER);
        if (o != 0 && c.load(inside(o)) == SLEEPING) {
            if (mutant == Mutant.WAKES_WITHOUT_A_PIN) {
                signal(c);
            } else if (add(c)) {
                signal(c);
                drop(c);
            }
        }
    }

    private void signal(Cpu c) {
        c.step("signals", m -> {
            access(m);
            m[SIGNAL] = 1;
        });
    }

    private void use(Cpu c) {
        if (add(c)) {
            begins(c);
            ends(c);
            drop(c);
        }
    }

    private static boolean add(Cpu c) {
        return (c.change(STATE, s -> (s & CLOSED) != 0 ? s : s + PIN) & CLOSED) == 0;
    }

    private void drop(Cpu c) {
        int s = c.change(STATE, old -> old - PIN) - PIN;
        if ((s & CLOSED) != 0 && s < PIN) {
            release(c);
        }
    }

    private void close(Cpu c) {
        if ((c.change(STATE, s -> (s & CLOSED) != 0 ? s : s + CLOSED + PIN) & CLOSED) != 0) {
            return;
        }
        int o = c.load(OWNER);
        if (mutant != Mutant.CLOSES_SILENTLY && o != 0 && c.load(inside(o)) == SLEEPING) {
            signal(c);
        }
        drop(c);
    }

    private void release(Cpu c) {
        c.lock(LOCK);
        barrier(c);
        int o = c.load(OWNER);
        boolean inside = o != 0 && mutant != Mutant.RELEASES_WITHOUT_LOOKING && c.load(inside(o)) != OUTSIDE;
        if (!inside) {
            int before = c.change(STATE, s -> s | RELEASED);
            if ((before & RELEASED) == 0 || mutant == Mutant.FORGETS_THE_RELEASE) {
                c.myCheck(this::closeNow);
            }
        }
        c.unlock(LOCK);
    }

    private void closeNow(byte[] m) {
        if (m[OPEN] == 0) {
            throw new Violation("it is released twice");
        }
        for (int t = 0; t < threads.size(); t++) {
            if (m[of(t, USING)] != 0) {
                throw new Violation("it is released while thread " + t + " uses it");
            }
        }
        m[OPEN] = 0;
    }
}
