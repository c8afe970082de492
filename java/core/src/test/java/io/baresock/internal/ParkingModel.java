package io.baresock.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@link ParkedCalls}, {@link Followers} and {@link SharedPoller} by hand as an explicit model: every interleaving of a few waiters, a
 * sender, the daemon and a closer, one step for each part with a lock and each system call. Followed to the end it shows that no wake-up
 * is lost, that somebody leads while anybody waits, and that a poller that ended and the next one lose nothing between them.
 *
 * <p>The kernel's side: a one-shot level-triggered list of descriptors, and the outer poller that has that list's descriptor.
 */
final class ParkingModel {

    /** What could be written in another way, and then would be wrong: the model has to find it. */
    enum Mutant {
        /** The code as it is. */
        NONE,
        /** A waiter leaves the followers before it is out of its queue. */
        LEAVES_BEFORE_UNLINKING,
        /** A waiter asks for its event before it has joined. */
        ARMS_BEFORE_JOINING,
        /** A leader that leaves does not unpark the next one. */
        NEXT_LEADER_IS_NOT_UNPARKED,
        /** A call that ends does not have the next one woken. */
        HANDS_NOTHING_ON,
        /** The daemon ends though somebody waits. */
        ENDS_WITHOUT_LOOKING,
        /** What the last poller was asked for counts for the next one. */
        KEEPS_WHAT_WAS_ARMED,
        /** A poller that ends takes the next one down from its place. */
        TAKES_THE_NEXT_ONE_DOWN,
        /** A leader parks and does not ask the daemon to look. */
        DAEMON_IS_NOT_ASKED,
        /** Whether it is closed is looked at before the waiter is in the queue. */
        LOOKS_FOR_CLOSED_TOO_EARLY
    }

    /** What is tried. */
    record Config(int waiters, int descriptors, int units, int idleEnds, boolean givesUp, boolean closes) {}

    // a waiter's places
    private static final int TRY = 0;
    private static final int QUEUE = 1;
    private static final int CHECK = 2;
    private static final int JOIN = 3;
    private static final int ARM = 4;
    private static final int LOOK = 5;
    private static final int DELIVER = 6;
    private static final int UNPARK_WOKEN = 7;
    private static final int ASK_DAEMON = 8;
    private static final int PARK = 9;
    private static final int UNLINK = 10;
    private static final int LEAVE = 11;
    private static final int UNPARK_NEXT = 12;
    private static final int HAND_ON = 13;
    private static final int DONE = 14;

    // the daemon's
    private static final int WAITS = 0;
    private static final int TELLS = 1;
    private static final int UNPARKS = 2;
    private static final int MAY_END = 3;
    private static final int NOT_THERE = 4;

    // the closer's
    private static final int MARK = 0;
    private static final int COUNT = 1;
    private static final int WAKE = 2;
    private static final int UNPARK = 3;
    private static final int CLOSED = 4;

    private static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1;

        Violation(String what) {
            super(what);
        }
    }

    /** All there is; small numbers, so that it is a key as it stands. Waiters and pollers count from 1, 0 is none. */
    private static final class State {
        private static final int WAITER = 10; // bytes of each
        private static final int AT_DESCRIPTOR = 16;

        final Config config;
        final byte[] b;

        State(Config config, byte[] b) {
            this.config = config;
            this.b = b;
        }

        static State first(Config c) {
            int w = c.waiters;
            State s = new State(c, new byte[AT_DESCRIPTOR + w * (WAITER + 1) + c.descriptors * (8 + w)]);
            for (int d = 0; d < c.descriptors; d++) {
                s.toSend(d, c.units);
            }
            s.idle(c.idleEnds);
            s.daemon(NOT_THERE);
            return s;
        }

        State copy() {
            return new State(config, b.clone());
        }

        String key() {
            return new String(b, StandardCharsets.ISO_8859_1);
        }

        // one of each
        int shared() {
            return b[0];
        }

        void shared(int v) {
            b[0] = (byte) v;
        }

        int epoch() {
            return b[1];
        }

        void epoch(int v) {
            b[1] = (byte) v;
        }

        boolean ended() {
            return b[2] != 0;
        }

        void ended(boolean v) {
            b[2] = (byte) (v ? 1 : 0);
        }

        boolean outerArmed() {
            return b[3] != 0;
        }

        void outerArmed(boolean v) {
            b[3] = (byte) (v ? 1 : 0);
        }

        int daemon() {
            return b[4];
        }

        void daemon(int v) {
            b[4] = (byte) v;
        }

        int daemonsTarget() {
            return b[5];
        }

        void daemonsTarget(int v) {
            b[5] = (byte) v;
        }

        int ending() { // a poller that nobody joins any more, and that has still to leave its place
            return b[6];
        }

        void ending(int v) {
            b[6] = (byte) v;
        }

        int idle() {
            return b[7];
        }

        void idle(int v) {
            b[7] = (byte) v;
        }

        int leader() {
            return b[8];
        }

        void leader(int v) {
            b[8] = (byte) v;
        }

        boolean joined() { // since the daemon looked
            return b[9] != 0;
        }

        void joined(boolean v) {
            b[9] = (byte) (v ? 1 : 0);
        }

        int followers() {
            return b[10];
        }

        void followers(int v) {
            b[10] = (byte) v;
        }

        int closer() {
            return b[11];
        }

        void closer(int v) {
            b[11] = (byte) v;
        }

        int closersTarget() {
            return b[12];
        }

        void closersTarget(int v) {
            b[12] = (byte) v;
        }

        // of a waiter, 1 and up
        private int at(int w, int field) {
            return AT_DESCRIPTOR + (w - 1) * WAITER + field;
        }

        int pc(int w) {
            return b[at(w, 0)];
        }

        void pc(int w, int v) {
            b[at(w, 0)] = (byte) v;
        }

        boolean flag(int w, int field) {
            return b[at(w, field)] != 0;
        }

        void flag(int w, int field, boolean v) {
            b[at(w, field)] = (byte) (v ? 1 : 0);
        }

        int number(int w, int field) {
            return b[at(w, field)];
        }

        void number(int w, int field, int v) {
            b[at(w, field)] = (byte) v;
        }

        // the followers, oldest first
        private int followerAt(int i) {
            return AT_DESCRIPTOR + config.waiters * WAITER + i;
        }

        int follower(int i) {
            return b[followerAt(i)];
        }

        void addFollower(int w) {
            b[followerAt(followers())] = (byte) w;
            followers(followers() + 1);
        }

        void removeFollower(int w) {
            int n = followers();
            for (int i = 0; i < n; i++) {
                if (follower(i) == w) {
                    System.arraycopy(b, followerAt(i + 1), b, followerAt(i), n - i - 1);
                    b[followerAt(n - 1)] = 0;
                    followers(n - 1);
                    return;
                }
            }
            throw new Violation("a waiter leaves that has not joined");
        }

        // of a descriptor, 0 and up
        private int on(int d, int field) {
            return AT_DESCRIPTOR + config.waiters * (WAITER + 1) + d * (8 + config.waiters) + field;
        }

        int data(int d) {
            return b[on(d, 0)];
        }

        void data(int d, int v) {
            b[on(d, 0)] = (byte) v;
        }

        int toSend(int d) {
            return b[on(d, 1)];
        }

        void toSend(int d, int v) {
            b[on(d, 1)] = (byte) v;
        }

        boolean armed(int d) {
            return b[on(d, 2)] != 0;
        }

        void armed(int d, boolean v) {
            b[on(d, 2)] = (byte) (v ? 1 : 0);
        }

        boolean kernelArmed(int d) {
            return b[on(d, 3)] != 0;
        }

        void kernelArmed(int d, boolean v) {
            b[on(d, 3)] = (byte) (v ? 1 : 0);
        }

        int home(int d) {
            return b[on(d, 4)];
        }

        void home(int d, int v) {
            b[on(d, 4)] = (byte) v;
        }

        int lock(int d) {
            return b[on(d, 5)];
        }

        void lock(int d, int v) {
            b[on(d, 5)] = (byte) v;
        }

        boolean closed(int d) {
            return b[on(d, 6)] != 0;
        }

        void close(int d) {
            b[on(d, 6)] = 1;
        }

        int queued(int d) {
            return b[on(d, 7)];
        }

        int inQueue(int d, int i) {
            return b[on(d, 8 + i)];
        }

        void enqueue(int d, int w) {
            b[on(d, 8 + queued(d))] = (byte) w;
            b[on(d, 7)]++;
        }

        boolean dequeue(int d, int w) {
            int n = queued(d);
            for (int i = 0; i < n; i++) {
                if (inQueue(d, i) == w) {
                    System.arraycopy(b, on(d, 8 + i + 1), b, on(d, 8 + i), n - i - 1);
                    b[on(d, 8 + n - 1)] = 0;
                    b[on(d, 7)]--;
                    return true;
                }
            }
            return false;
        }

        boolean ready(int d) {
            return kernelArmed(d) && data(d) > 0;
        }

        boolean anyReady() {
            for (int d = 0; d < config.descriptors; d++) {
                if (ready(d)) {
                    return true;
                }
            }
            return false;
        }

        int descriptorOf(int w) {
            return (w - 1) % config.descriptors;
        }
    }

    // fields of a waiter
    private static final int WOKEN = 1;
    private static final int PERMIT = 2;
    private static final int FETCHED = 3; // events, by descriptor
    private static final int TARGET = 4; // whom it is about to unpark
    private static final int GAVE_UP = 5;
    private static final int HAS = 6; // got its unit
    private static final int JOINED = 7; // the poller it has joined

    private final Config config;
    private final Mutant mutant;
    private final Set<String> seen = new HashSet<>();
    private final ArrayDeque<State> toDo = new ArrayDeque<>();
    private boolean mustGoOn; // the state that is looked at has a step that will be made in the end

    ParkingModel(Config config, Mutant mutant) {
        this.config = config;
        this.mutant = mutant;
    }

    int states() {
        return seen.size();
    }

    /** Goes through all; what was found to be wrong, or null. */
    @Nullable
    String explore(int most) {
        add(State.first(config));
        try {
            for (State s = toDo.poll(); s != null; s = toDo.poll()) {
                check(s);
                mustGoOn = false;
                steps(s);
                if (!mustGoOn) {
                    checkEnd(s);
                }
                if (seen.size() > most) {
                    throw new IllegalStateException("more than " + most + " states");
                }
            }
        } catch (Violation v) {
            return v.getMessage();
        }
        return null;
    }

    private void add(State s) {
        if (seen.add(s.key())) {
            toDo.push(s);
        }
    }

    private void step(State s, Consumer<State> change) {
        mustGoOn = true;
        maybe(s, change);
    }

    /** A step that need not come: a timeout, of a waiter or of the daemon. */
    private void maybe(State s, Consumer<State> change) {
        State next = s.copy();
        change.accept(next);
        add(next);
    }

    private void check(State s) {
        if (s.followers() > 0 && s.leader() == 0) {
            throw new Violation("somebody waits and nobody leads");
        }
        for (int i = 0; i < s.followers(); i++) {
            if (s.number(s.follower(i), JOINED) != s.shared()) {
                throw new Violation("the poller of a waiter is not there");
            }
        }
    }

    /** Nothing moves any more: who waits has nothing to wait for. */
    private void checkEnd(State s) {
        for (int w = 1; w <= config.waiters; w++) {
            int d = s.descriptorOf(w);
            if (s.pc(w) != DONE && s.pc(w) != PARK) {
                throw new Violation("a waiter is stuck at " + s.pc(w));
            }
            if (s.pc(w) == PARK && (s.data(d) > 0 || s.closed(d))) {
                throw new Violation("a wake-up is lost");
            }
        }
    }

    private void steps(State s) {
        for (int d = 0; d < config.descriptors; d++) {
            send(s, d);
        }
        for (int w = 1; w <= config.waiters; w++) {
            waiter(s, w, s.descriptorOf(w));
        }
        daemon(s);
        if (config.closes) {
            closer(s);
        }
    }

    private void send(State s, int d) {
        if (s.toSend(d) > 0) {
            step(s, n -> {
                n.toSend(d, n.toSend(d) - 1);
                n.data(d, n.data(d) + 1);
            });
        }
    }

    // ---- a waiter: Socket.recv, ParkedCalls ----

    private void waiter(State s, int w, int d) {
        switch (s.pc(w)) {
            case TRY -> step(s, n -> tryIt(n, w, d));
            case QUEUE -> {
                if (s.lock(d) == 0) {
                    step(s, n -> queue(n, w, d));
                }
            }
            case CHECK -> step(s, n -> checkClosed(n, w, d));
            case JOIN -> join(s, w);
            case ARM -> step(s, n -> arm(n, w, d));
            case LOOK -> look(s, w);
            case DELIVER -> deliver(s, w);
            case UNPARK_WOKEN -> step(s, n -> {
                n.flag(n.number(w, TARGET), PERMIT, true);
                n.number(w, TARGET, 0);
                n.pc(w, n.number(w, FETCHED) == 0 ? LOOK : DELIVER);
            });
            case ASK_DAEMON -> step(s, n -> {
                n.outerArmed(mutant != Mutant.DAEMON_IS_NOT_ASKED);
                n.pc(w, PARK);
            });
            case PARK -> park(s, w);
            case UNLINK -> {
                if (s.lock(d) == 0) {
                    step(s, n -> {
                        if (!n.flag(w, WOKEN)) {
                            n.dequeue(d, w);
                        }
                        n.pc(w, mutant == Mutant.LEAVES_BEFORE_UNLINKING ? afterWait(n, w) : LEAVE);
                    });
                }
            }
            case LEAVE -> step(s, n -> leave(n, w));
            case UNPARK_NEXT -> step(s, n -> {
                if (n.number(w, TARGET) != 0 && mutant != Mutant.NEXT_LEADER_IS_NOT_UNPARKED) {
                    n.flag(n.number(w, TARGET), PERMIT, true);
                }
                n.number(w, TARGET, 0);
                n.pc(w, mutant == Mutant.LEAVES_BEFORE_UNLINKING ? UNLINK : afterWait(n, w));
            });
            case HAND_ON -> handOn(s, w, d);
            default -> {}
        }
    }

    private void tryIt(State n, int w, int d) {
        if (n.data(d) > 0) {
            n.data(d, n.data(d) - 1);
            n.flag(w, HAS, true);
            n.pc(w, HAND_ON);
        } else if (n.closed(d)) {
            n.pc(w, HAND_ON);
        } else {
            n.pc(w, mutant == Mutant.LOOKS_FOR_CLOSED_TOO_EARLY ? CHECK : QUEUE);
        }
    }

    private void queue(State n, int w, int d) {
        n.lock(d, w);
        n.flag(w, WOKEN, false);
        n.enqueue(d, w);
        n.pc(w, mutant == Mutant.LOOKS_FOR_CLOSED_TOO_EARLY ? afterCheck() : CHECK);
    }

    private int afterCheck() {
        return mutant == Mutant.ARMS_BEFORE_JOINING ? ARM : JOIN;
    }

    private void checkClosed(State n, int w, int d) {
        if (mutant == Mutant.LOOKS_FOR_CLOSED_TOO_EARLY) {
            n.pc(w, n.closed(d) ? HAND_ON : QUEUE);
        } else if (n.closed(d)) {
            n.dequeue(d, w);
            n.lock(d, 0);
            n.pc(w, HAND_ON);
        } else {
            n.pc(w, afterCheck());
        }
    }

    /** SharedPoller.join, in one step: its loop goes on until it is in. */
    private void join(State s, int w) {
        if (!isJoinable(s) && s.ending() != 0 && s.shared() != s.ending()) {
            return; // one old daemon at a time is enough
        }
        step(s, n -> {
            startIfNeeded(n);
            n.addFollower(w);
            n.joined(true);
            n.number(w, JOINED, n.shared());
            if (n.leader() == 0) {
                n.leader(w);
            }
            if (mutant == Mutant.ARMS_BEFORE_JOINING) {
                n.lock(n.descriptorOf(w), 0);
                n.pc(w, LOOK);
            } else {
                n.pc(w, ARM);
            }
        });
    }

    private static boolean isJoinable(State s) {
        return s.shared() != 0 && !s.ended();
    }

    private static void startIfNeeded(State n) {
        if (isJoinable(n)) {
            return;
        }
        n.epoch(n.epoch() + 1);
        n.shared(n.epoch());
        n.ended(false);
        n.outerArmed(false);
        n.daemon(WAITS);
        n.joined(true);
        for (int d = 0; d < n.config.descriptors; d++) {
            n.kernelArmed(d, false);
        }
    }

    private void arm(State n, int w, int d) {
        if (mutant == Mutant.ARMS_BEFORE_JOINING) {
            startIfNeeded(n);
        }
        armFor(n, d);
        if (mutant == Mutant.ARMS_BEFORE_JOINING) {
            n.pc(w, JOIN);
        } else {
            n.lock(d, 0);
            n.pc(w, LOOK);
        }
    }

    /** ParkedCalls.arm, with somebody in the queue. */
    private void armFor(State n, int d) {
        if (n.shared() == 0) {
            throw new Violation("there is no poller to ask");
        }
        if (n.home(d) != n.shared()) {
            n.home(d, n.shared());
            n.armed(d, mutant == Mutant.KEEPS_WHAT_WAS_ARMED && n.armed(d));
        }
        if (!n.armed(d)) {
            n.armed(d, true);
            n.kernelArmed(d, true);
        }
    }

    private void look(State s, int w) {
        if (s.flag(w, WOKEN)) {
            step(s, n -> n.pc(w, mutant == Mutant.LEAVES_BEFORE_UNLINKING ? LEAVE : UNLINK));
            return;
        }
        giveUp(s, w);
        step(s, n -> {
            if (n.leader() != w) {
                n.pc(w, PARK);
                return;
            }
            int fetched = 0;
            for (int d = 0; d < config.descriptors; d++) {
                if (n.ready(d)) {
                    fetched |= 1 << d;
                    n.kernelArmed(d, false);
                }
            }
            n.number(w, FETCHED, fetched);
            n.pc(w, fetched == 0 ? ASK_DAEMON : DELIVER);
        });
    }

    private void giveUp(State s, int w) {
        if (config.givesUp) {
            maybe(s, n -> {
                n.flag(w, GAVE_UP, true);
                n.pc(w, mutant == Mutant.LEAVES_BEFORE_UNLINKING ? LEAVE : UNLINK);
            });
        }
    }

    private void deliver(State s, int w) {
        int d = Integer.numberOfTrailingZeros(s.number(w, FETCHED));
        if (s.lock(d) != 0) {
            return;
        }
        step(s, n -> {
            n.number(w, FETCHED, n.number(w, FETCHED) & ~(1 << d));
            n.armed(d, false);
            int woken = wakeFirst(n, d); // who want the same are handed on to
            n.number(w, TARGET, woken == w ? 0 : woken);
            n.pc(w, n.number(w, TARGET) != 0 ? UNPARK_WOKEN : n.number(w, FETCHED) == 0 ? LOOK : DELIVER);
        });
    }

    private static int wakeFirst(State n, int d) {
        if (n.queued(d) == 0) {
            return 0;
        }
        int woken = n.inQueue(d, 0);
        n.dequeue(d, woken);
        n.flag(woken, WOKEN, true);
        return woken;
    }

    private void park(State s, int w) {
        if (s.flag(w, PERMIT)) {
            step(s, n -> {
                n.flag(w, PERMIT, false);
                n.pc(w, LOOK);
            });
        } else {
            giveUp(s, w);
        }
    }

    private void leave(State n, int w) {
        n.removeFollower(w);
        n.number(w, JOINED, 0);
        if (n.leader() == w) {
            n.leader(n.followers() == 0 ? 0 : n.follower(n.followers() - 1));
            n.number(w, TARGET, n.leader());
        }
        n.pc(w, UNPARK_NEXT);
    }

    private static int afterWait(State n, int w) {
        return n.flag(w, GAVE_UP) && !n.flag(w, WOKEN) ? HAND_ON : TRY;
    }

    private void handOn(State s, int w, int d) {
        if (s.queued(d) == 0 || mutant == Mutant.HANDS_NOTHING_ON) {
            step(s, n -> n.pc(w, DONE));
        } else if (s.lock(d) == 0) {
            step(s, n -> {
                armFor(n, d);
                n.pc(w, DONE);
            });
        }
    }

    // ---- the daemon: SharedPoller.lookAfter ----

    private void daemon(State s) {
        if (s.ending() != 0) {
            step(s, n -> {
                if (n.shared() == n.ending() || mutant == Mutant.TAKES_THE_NEXT_ONE_DOWN) {
                    n.shared(0);
                }
                n.ending(0);
            });
        }
        switch (s.daemon()) {
            case WAITS -> {
                if (s.outerArmed() && s.anyReady()) {
                    step(s, n -> {
                        n.outerArmed(false);
                        n.daemon(TELLS);
                    });
                } else if (s.idle() > 0 && s.ending() == 0) {
                    maybe(s, n -> n.daemon(MAY_END));
                }
            }
            case TELLS -> step(s, n -> {
                n.daemonsTarget(n.leader());
                n.daemon(n.leader() == 0 ? WAITS : UNPARKS);
            });
            case UNPARKS -> step(s, n -> {
                n.flag(n.daemonsTarget(), PERMIT, true);
                n.daemonsTarget(0);
                n.daemon(WAITS);
            });
            case MAY_END -> step(s, n -> {
                boolean ends = mutant == Mutant.ENDS_WITHOUT_LOOKING || n.followers() == 0 && !n.joined();
                n.joined(false);
                if (ends) {
                    n.ended(true);
                    n.ending(n.shared());
                    n.idle(n.idle() - 1);
                    n.daemon(NOT_THERE);
                } else {
                    n.daemon(WAITS);
                }
            });
            default -> {}
        }
    }

    // ---- who closes the first descriptor: FdGuard.close, ParkedCalls.wakeAll ----

    private void closer(State s) {
        switch (s.closer()) {
            case MARK -> step(s, n -> {
                n.close(0);
                n.closer(COUNT);
            });
            case COUNT -> step(s, n -> n.closer(n.queued(0) > 0 ? WAKE : CLOSED));
            case WAKE -> {
                if (s.lock(0) == 0) {
                    step(s, n -> {
                        n.closersTarget(wakeFirst(n, 0));
                        n.closer(UNPARK);
                    });
                }
            }
            case UNPARK -> step(s, n -> {
                if (n.closersTarget() != 0) {
                    n.flag(n.closersTarget(), PERMIT, true);
                }
                n.closersTarget(0);
                n.closer(COUNT);
            });
            default -> {}
        }
    }

    /** Small ones that together reach every step. */
    static List<Config> configs() {
        return Arrays.asList(
                new Config(2, 1, 1, 2, true, false),
                new Config(2, 1, 2, 2, true, true),
                new Config(2, 1, 1, 1, false, true),
                new Config(2, 2, 1, 2, true, false),
                new Config(3, 1, 2, 1, false, false),
                new Config(3, 2, 2, 1, false, false));
    }
}
