package io.baresock.internal;

import io.baresock.internal.Interleavings.Cpu;
import io.baresock.internal.Interleavings.Model;
import io.baresock.internal.Interleavings.Violation;
import java.util.List;

/**
 * {@link OwnedGuard} and {@link Interruptions} by hand, method by method, for {@link Interleavings}. What it holds them to: nothing is
 * released while a call uses it, nor twice, nor after it was given away; once it was closed it is released when the last call has left, and no
 * call sleeps for ever; no interruption reaches a thread that has left.
 */
final class OwnedGuardModel implements Model {

    /** What could be written in another way, and then would be wrong: the model has to find it. */
    enum Mutant {
        /** The code as it is. */
        NONE,
        /** Who looks what the owner has in flight has no barrier for all threads. */
        HAS_NO_BARRIER,
        /** The threads are interrupted after the lock was given back. */
        KICKS_WITHOUT_THE_LOCK,
        /** An owner that leaves a closed guard does not take the lock. */
        LEAVES_WITHOUT_THE_LOCK,
        /** Who begins to wait counts, and so looks whether it was closed, without the lock of the list. */
        LOOKS_TOO_EARLY,
        /** Who believes to be the last does not look inside. */
        RELEASES_WITHOUT_LOOKING,
        /** That it was released is not remembered. */
        FORGETS_THE_RELEASE,
        /** The owner does not look whether it still is one. */
        ENTERS_WITHOUT_LOOKING,
        /** An owner that finds it closed takes its pin back, and does not look whether it was the last. */
        TAKES_BACK_SILENTLY,
        /** An owner that was revoked counts as the others do, but is not on the list of those that wait. */
        FALLS_BACK_WITHOUT_A_WAIT,
        /** Somebody else becomes the owner though the owner is inside. */
        TAKES_OVER_WITHOUT_LOOKING,
        /** The threads are interrupted once. */
        INTERRUPTS_ONCE,
        /** Who closes interrupts the list, and not the owner. */
        FORGETS_THE_OWNER,
        /** It is given away though the owner may be inside. */
        DETACHES_WITHOUT_REVOKING,
        /** It is given away, and does not count as released. */
        DETACHES_UNRELEASED,
        /** Who gives it away has no pin while the watches run. */
        DETACHES_WITHOUT_A_PIN,
        /** That the owner has left may be seen before what its call did. */
        LEAVES_UNORDERED,
        /** Who closes has no pin of its own. */
        CLOSES_WITHOUT_A_PIN
    }

    /** What a thread does. */
    enum Op {
        /** A call that does not wait. */
        USE,
        /** A call that may sleep. */
        WAIT,
        /** A call that may sleep, within one that does not: a user's function with the descriptor. */
        WAIT_WITHIN,
        /** A call that may sleep within another that may. */
        WAIT_TWICE,
        /** Closes it. */
        CLOSE,
        /** Closes it within a call: a user's function with the descriptor. */
        CLOSE_WITHIN,
        /** Gives it away. */
        DETACH,
        /** The thread that repeats interruptions. */
        REPEAT
    }

    // bits of the state, without the subclass's
    private static final int CLOSED = 1;
    private static final int PIN = 2;

    // of Owner.inside
    private static final int WAITS = 1;
    private static final int ENTERED = 2;

    // pins
    private static final int NONE = 0;
    private static final int SHARED = 1;
    private static final int OWNED = 2;
    private static final int SLEEPER = 3; // ASLEEP in the code
    private static final int ON_THE_LIST = 4;

    private static final int OWNERS = 2; // that a thread may have

    // locations
    private static final int STATE = 0;
    private static final int LOCK = 1;
    private static final int OWNER = 2; // 0, or one more than the number of the object
    private static final int RELEASED = 3;
    private static final int OPEN = 4; // the descriptor
    private static final int GIVEN = 5; // away
    private static final int REPEATS = 6;
    private static final int FIRST = 7;
    private static final int LISTED = 0; // of each thread: how often it is on the list
    private static final int USING = 1; // calls
    private static final int INTERRUPTIBLE = 2; // in a call that may be
    private static final int SLEEPS = 3; // 1 in a system call, 2 and interrupted
    private static final int MADE = 4; // owner objects
    private static final int OF_A_THREAD = 5;

    private static final int NOT_ASLEEP = 0;
    private static final int ASLEEP = 1;
    private static final int INTERRUPTED = 2;

    private final Mutant mutant;
    private final boolean owned;
    private final List<List<Op>> threads;

    /** Thread 0 is the owner at first, or nobody is. */
    OwnedGuardModel(Mutant mutant, boolean owned, List<List<Op>> threads) {
        this.mutant = mutant;
        this.owned = owned;
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

    private static int threadOf(int owner) {
        return (owner - 1) / OWNERS;
    }

    private static boolean isMine(Cpu c, int owner) {
        return owner != 0 && threadOf(owner) == c.thread;
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
        if (m[OPEN] == 0 || m[GIVEN] != 0) {
            throw new Violation("a call uses what was released");
        }
    }

    @Override
    public void end(byte[] m) {
        boolean closed = (m[STATE] & CLOSED) != 0;
        boolean inside = false;
        for (int t = 0; t < threads.size(); t++) {
            inside |= m[of(t, USING)] != 0;
            if (closed && m[of(t, SLEEPS)] == ASLEEP) {
                throw new Violation("a call sleeps though it was closed");
            }
        }
        if (closed && !inside && m[GIVEN] == 0 && m[OPEN] != 0) {
            throw new Violation("it was closed, and is never released");
        }
    }

    @Override
    public boolean run(Cpu c, int operation) {
        switch (threads.get(c.thread).get(operation)) {
            case USE -> use(c);
            case WAIT -> waitIn(c);
            case WAIT_WITHIN -> waitWithin(c);
            case WAIT_TWICE -> waitTwice(c);
            case CLOSE -> close(c);
            case CLOSE_WITHIN -> closeWithin(c);
            case DETACH -> detach(c);
            case REPEAT -> {
                repeat(c);
                return true;
            }
        }
        return false;
    }

    // ---- calls ----

    private void use(Cpu c) {
        within(c, pin(c), () -> {});
    }

    private void waitIn(Cpu c) {
        mayBeInterrupted(c, 1);
        within(c, pinWaiting(c), () -> sleep(c));
        mayBeInterrupted(c, -1);
    }

    private void waitWithin(Cpu c) {
        within(c, pin(c), () -> waitIn(c));
    }

    private void waitTwice(Cpu c) {
        mayBeInterrupted(c, 1);
        within(c, pinWaiting(c), () -> waitIn(c));
        mayBeInterrupted(c, -1);
    }

    private void closeWithin(Cpu c) {
        within(c, pin(c), () -> close(c));
    }

    /** {@link OwnedGuard#use}. */
    private void within(Cpu c, int pin, Runnable call) {
        if (pin != NONE) {
            begins(c);
            call.run();
            ends(c);
            unpin(c, pin);
        }
    }

    private static void mayBeInterrupted(Cpu c, int more) {
        int at = of(c.thread, INTERRUPTIBLE);
        c.myStore(at, c.myLoad(at) + more);
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

    /** The system call has something to do at once, or it sleeps until an interruption. */
    private static void sleep(Cpu c) {
        int at = of(c.thread, SLEEPS);
        if (c.choose(2) == 0) {
            return;
        }
        c.myStore(at, ASLEEP);
        c.await(at, ASLEEP);
        c.myStore(at, NOT_ASLEEP);
        c.myCheck(m -> {
            if ((m[STATE] & CLOSED) == 0) {
                throw new Violation("it was interrupted, and is not closed");
            }
        });
    }

    // ---- OwnedGuard: pins ----

    private int pin(Cpu c) {
        int o = c.load(OWNER);
        if (isMine(c, o)) {
            return enter(c, o, ENTERED) ? OWNED : share(c);
        }
        mayTakeOver(c);
        return share(c);
    }

    private int pinWaiting(Cpu c) {
        int o = c.load(OWNER);
        if (isMine(c, o)) {
            if ((c.myLoad(inside(o)) & WAITS) == 0) {
                if (enter(c, o, WAITS)) {
                    return SLEEPER;
                }
                if (mutant == Mutant.FALLS_BACK_WITHOUT_A_WAIT) {
                    return share(c);
                }
            }
        } else {
            mayTakeOver(c);
        }
        boolean early = mutant == Mutant.LOOKS_TOO_EARLY;
        if (early && !add(c)) {
            return NONE;
        }
        c.lock(LOCK);
        boolean listed = early || add(c);
        if (listed) {
            list(c, 1);
        }
        c.unlock(LOCK);
        return listed ? ON_THE_LIST : NONE;
    }

    private void unpin(Cpu c, int pin) {
        if (pin == OWNED || pin == SLEEPER) {
            int o = c.load(OWNER);
            if (!isMine(c, o)) {
                throw new Violation("the owner is another one while the owner is inside");
            }
            leave(c, o, pin == OWNED ? ENTERED : WAITS);
            return;
        }
        if (pin == ON_THE_LIST) {
            c.lock(LOCK);
            list(c, -1);
            c.unlock(LOCK);
        }
        drop(c);
    }

    private static void list(Cpu c, int more) {
        int at = of(c.thread, LISTED);
        c.myStore(at, c.myLoad(at) + more);
    }

    private boolean enter(Cpu c, int o, int how) {
        c.myOpaque(inside(o), c.myLoad(inside(o)) + how);
        if (!isClosed(c) && (mutant == Mutant.ENTERS_WITHOUT_LOOKING || c.load(revoked(o)) == 0)) {
            return true;
        }
        if (mutant == Mutant.TAKES_BACK_SILENTLY) {
            c.myRelease(inside(o), c.myLoad(inside(o)) - how);
        } else {
            leave(c, o, how);
        }
        return false;
    }

    private void leave(Cpu c, int o, int how) {
        int inside = c.myLoad(inside(o)) - how;
        if (mutant == Mutant.LEAVES_UNORDERED) {
            c.myOpaque(inside(o), inside);
        } else {
            c.myRelease(inside(o), inside);
        }
        if (isClosed(c)) {
            leaveClosed(c, inside);
        }
    }

    private void leaveClosed(Cpu c, int inside) {
        boolean locks = mutant != Mutant.LEAVES_WITHOUT_THE_LOCK;
        if (locks) {
            c.lock(LOCK);
        }
        boolean last = c.load(STATE) < PIN && inside == 0;
        if (locks) {
            c.unlock(LOCK);
        }
        if (last) {
            release(c);
        }
    }

    private static int share(Cpu c) {
        return add(c) ? SHARED : NONE;
    }

    /** Which pin is the 64th is not of interest: any may be. */
    private void mayTakeOver(Cpu c) {
        if (c.myLoad(of(c.thread, MADE)) < OWNERS && c.choose(2) == 1 && !isClosed(c)) {
            takeOver(c);
        }
    }

    private void takeOver(Cpu c) {
        c.lock(LOCK);
        if (!isClosed(c) && revoke(c)) {
            int made = c.myLoad(of(c.thread, MADE));
            c.myStore(of(c.thread, MADE), made + 1);
            c.store(OWNER, c.thread * OWNERS + made + 1);
        }
        c.unlock(LOCK);
    }

    private boolean revoke(Cpu c) {
        int o = c.load(OWNER);
        if (o == 0) {
            return true;
        }
        c.store(revoked(o), 1);
        if (lookInside(c, o) != 0 && mutant != Mutant.TAKES_OVER_WITHOUT_LOOKING) {
            c.store(revoked(o), 0);
            return false;
        }
        c.store(OWNER, 0);
        return true;
    }

    private int lookInside(Cpu c, int o) {
        if (!isMine(c, o)) {
            if (mutant == Mutant.HAS_NO_BARRIER) {
                c.fence();
            } else {
                c.barrier();
            }
        }
        return c.load(inside(o));
    }

    // ---- Guard ----

    private static boolean isClosed(Cpu c) {
        return (c.load(STATE) & CLOSED) != 0;
    }

    private static boolean add(Cpu c) {
        return (c.change(STATE, s -> (s & CLOSED) != 0 ? s : s + PIN) & CLOSED) == 0;
    }

    private void drop(Cpu c) {
        if (c.change(STATE, s -> s - PIN) - PIN == CLOSED) {
            release(c);
        }
    }

    private void close(Cpu c) {
        int own = mutant == Mutant.CLOSES_WITHOUT_A_PIN ? 0 : PIN;
        if ((c.change(STATE, s -> (s & CLOSED) != 0 ? s : s + CLOSED + own) & CLOSED) != 0) {
            return;
        }
        c.step("wakes those that wait", this::access); // runs the watches, asks for SO_LINGER: with the descriptor
        if (interruptWaits(c) && mutant != Mutant.INTERRUPTS_ONCE) {
            c.store(REPEATS, 1);
        }
        if (own != 0) {
            drop(c);
        } else {
            leaveClosed(c, 0);
        }
    }

    private void release(Cpu c) {
        if (mayRelease(c)) {
            c.step("releases", m -> {
                if (m[OPEN] == 0) {
                    throw new Violation("it is released twice");
                }
                if (m[GIVEN] != 0) {
                    throw new Violation("it is released after it was given away");
                }
                unused(m);
                m[OPEN] = 0;
            });
        }
    }

    private void unused(byte[] m) {
        for (int t = 0; t < threads.size(); t++) {
            if (m[of(t, USING)] != 0) {
                throw new Violation("it is released while thread " + t + " uses it");
            }
        }
    }

    private boolean mayRelease(Cpu c) {
        c.lock(LOCK);
        int o = c.load(OWNER);
        boolean looks = o != 0 && mutant != Mutant.RELEASES_WITHOUT_LOOKING;
        boolean released = mutant != Mutant.FORGETS_THE_RELEASE && c.myLoad(RELEASED) != 0;
        boolean may = !released && !(looks && lookInside(c, o) != 0);
        if (may) {
            c.myStore(RELEASED, 1);
            c.store(OWNER, 0);
        }
        c.unlock(LOCK);
        return may;
    }

    // ---- interruptions ----

    private boolean interruptWaits(Cpu c) {
        boolean early = mutant == Mutant.KICKS_WITHOUT_THE_LOCK;
        boolean[] kicks = new boolean[threads.size()];
        c.lock(LOCK);
        int o = c.load(OWNER);
        if (o != 0 && mutant != Mutant.FORGETS_THE_OWNER && (lookInside(c, o) & WAITS) != 0) {
            kicks[threadOf(o)] = true;
        }
        for (int t = 0; t < kicks.length; t++) {
            kicks[t] |= c.myLoad(of(t, LISTED)) > 0;
        }
        if (early) {
            c.unlock(LOCK);
        }
        boolean any = false;
        for (int t = 0; t < kicks.length; t++) {
            if (kicks[t]) {
                any = true;
                kick(c, t);
            }
        }
        if (!early) {
            c.unlock(LOCK);
        }
        return any;
    }

    /** A signal that arrives while the thread is not in a system call does nothing. */
    private static void kick(Cpu c, int t) {
        c.step("interrupts thread " + t + ",", m -> {
            if (m[of(t, INTERRUPTIBLE)] == 0) {
                throw new Violation("an interruption reaches a thread that has left");
            }
            if (m[of(t, SLEEPS)] == ASLEEP) {
                m[of(t, SLEEPS)] = INTERRUPTED;
            }
        });
    }

    /** Interruptions.repeat: once more as long as somebody waits. */
    private void repeat(Cpu c) {
        c.await(REPEATS, 0);
        if (!interruptWaits(c)) {
            c.store(REPEATS, 0);
        }
    }

    // ---- detach ----

    private void detach(Cpu c) {
        c.lock(LOCK);
        boolean ownerIsOut = c.load(STATE) < PIN && (mutant == Mutant.DETACHES_WITHOUT_REVOKING || revoke(c));
        if (!ownerIsOut) {
            c.load(STATE); // says whether it is closed or used
            c.unlock(LOCK);
            return;
        }
        int own = mutant == Mutant.DETACHES_WITHOUT_A_PIN ? 0 : PIN;
        int s = c.change(STATE, old -> old == 0 ? CLOSED + own : old);
        c.unlock(LOCK);
        if (s == 0) {
            c.step("runs the watches", this::access); // one may throw
            if (c.choose(2) == 0) {
                giveAway(c, own);
            } else if (own != 0) {
                drop(c);
            } else {
                leaveClosed(c, 0);
            }
        }
    }

    private void giveAway(Cpu c, int own) {
        c.lock(LOCK);
        if (mutant != Mutant.DETACHES_UNRELEASED) {
            c.myStore(RELEASED, 1);
        }
        c.myCheck(m -> {
            unused(m);
            m[GIVEN] = 1;
        });
        c.change(STATE, s -> s - own);
        c.unlock(LOCK);
    }
}
