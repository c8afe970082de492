package io.baresock.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through every interleaving of a few threads that share memory, and through everything that the processor may do with their
 * stores. A {@link Model} writes the threads as the source has them; each access to what is shared is one step. A step runs the thread's
 * operation from its beginning, with the answers that it had so far: so the place where a thread stands is the list of these answers.
 *
 * <p>Stores that are not volatile go to a buffer of the thread's and reach the memory later, in the thread's order on x86, in any order
 * that Java and aarch64 allow on {@link Processor#ARM}: stores to one place in order, a release store after all that is before it. Nothing
 * more is needed, since all loads of what others write are volatile: such a load is never earlier than the load before it, and one that is
 * earlier than a store is the same as that store being late. {@code membarrier(2)} empties the buffers of all other threads, one by one.
 */
final class Interleavings {

    /** Whose rules hold. */
    enum Processor {
        /** Stores become visible in the thread's order. */
        X86,
        /** Stores to two places, and what a call does with what is guarded, may pass each other unless there is a release between. */
        ARM
    }

    /** What is wrong, found by a step or at an end. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1;

        Violation(String what) {
            super(what, null, false, false);
        }
    }

    /** What the threads do. */
    interface Model {
        /** How many threads there are. */
        int threads();

        /** The memory at the beginning; a number from -128 to 127 each. */
        byte[] memory();

        /** How many operations a thread has. */
        int operations(int thread);

        /** One of them; true if it is to be done once more. */
        boolean run(Cpu cpu, int operation);

        /** An access by a call to what is guarded, at the moment at which it happens. */
        void access(byte[] memory);

        /** Nothing moves any more. */
        void end(byte[] memory);
    }

    private static final int MOST_BUFFERED = 3;
    private static final int ACCESS = 127; // in place of a location
    private static final int RELEASE = 64; // added to a location

    private enum Stop {
        /** The step is made. */
        STEP,
        /** The thread cannot go on yet. */
        BLOCKED,
        /** The same, and it may stay so. */
        WAITS
    }

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
        final Stop why;

        Stopped(Stop why) {
            super(null, null, false, false);
            this.why = why;
        }
    }

    private static final class State {
        final byte[] memory;
        final int[] operation;
        final byte[][] answers;
        final byte[][] buffer; // location, value; location, value; ...

        State(byte[] memory, int[] operation, byte[][] answers, byte[][] buffer) {
            this.memory = memory;
            this.operation = operation;
            this.answers = answers;
            this.buffer = buffer;
        }

        State copy() {
            return new State(memory.clone(), operation.clone(), answers.clone(), buffer.clone());
        }

        String key() {
            ByteArrayOutputStream out = new ByteArrayOutputStream(96);
            out.writeBytes(memory);
            for (int t = 0; t < operation.length; t++) {
                out.write(operation[t]);
                out.write(answers[t].length);
                out.writeBytes(answers[t]);
                out.write(buffer[t].length);
                out.writeBytes(buffer[t]);
            }
            return out.toString(StandardCharsets.ISO_8859_1);
        }

        static State of(String key, int locations, int threads) {
            byte[] all = key.getBytes(StandardCharsets.ISO_8859_1);
            State s = new State(
                    Arrays.copyOf(all, locations), new int[threads], new byte[threads][], new byte[threads][]);
            int at = locations;
            for (int t = 0; t < threads; t++) {
                s.operation[t] = all[at++];
                int n = all[at++];
                s.answers[t] = Arrays.copyOfRange(all, at, at += n);
                n = all[at++];
                s.buffer[t] = Arrays.copyOfRange(all, at, at += n);
            }
            return s;
        }
    }

    private final Model model;
    private final Processor processor;
    private final int most;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<String> states = new ArrayList<>();
    private final List<Integer> from = new ArrayList<>();
    private final List<String> how = new ArrayList<>();
    private final ArrayDeque<Integer> toDo = new ArrayDeque<>();
    private int[] edges = new int[1 << 16]; // from, to; from, to; ...
    private int edgeCount;
    private final List<Integer> ends = new ArrayList<>();

    /** At most so many states, else it is an error of the test. */
    Interleavings(Model model, Processor processor, int most) {
        this.model = model;
        this.processor = processor;
        this.most = most;
    }

    int states() {
        return states.size();
    }

    /** Goes through all; what was found to be wrong, with the steps that lead there, or null. */
    @Nullable
    String explore() {
        int n = model.threads();
        byte[][] none = new byte[n][0];
        add(-1, "", new State(model.memory(), new int[n], none, none.clone()));
        int at = 0;
        String step = "";
        try {
            while (!toDo.isEmpty()) {
                at = toDo.poll();
                State s = state(at);
                int before = edgeCount;
                for (int t = 0; t < n; t++) {
                    step = "thread " + t;
                    commits(at, s, t);
                    steps(at, s, t);
                }
                if (edgeCount == before) {
                    step = "the end";
                    atEnd(s);
                    ends.add(at);
                }
            }
            step = "";
            at = withoutEnd();
            if (at >= 0) {
                throw new Violation("it goes on for ever");
            }
        } catch (Violation v) {
            return v.getMessage() + trace(at) + "\n  " + step + ": " + v.getMessage();
        }
        return null;
    }

    private State state(int id) {
        return State.of(states.get(id), model.memory().length, model.threads());
    }

    private void add(int before, String step, State s) {
        String key = s.key();
        Integer id = ids.get(key);
        if (id == null) {
            id = states.size();
            if (id >= most) {
                throw new IllegalStateException("more than " + most + " states");
            }
            ids.put(key, id);
            states.add(key);
            from.add(before);
            how.add(step);
            toDo.add(id);
        }
        if (before >= 0 && before != id) {
            if (edgeCount == edges.length) {
                edges = Arrays.copyOf(edges, edgeCount * 2);
            }
            edges[edgeCount++] = before;
            edges[edgeCount++] = id;
        }
    }

    private String trace(int end) {
        List<String> steps = new ArrayList<>();
        for (int at = end; at > 0; at = from.get(at)) {
            steps.add(how.get(at));
        }
        Collections.reverse(steps);
        return "\n  " + String.join("\n  ", steps);
    }

    /** A state from which no end can be reached, or -1. */
    private int withoutEnd() {
        int n = states.size();
        int[] first = new int[n + 1]; // of the states before each
        for (int i = 1; i < edgeCount; i += 2) {
            first[edges[i] + 1]++;
        }
        for (int i = 0; i < n; i++) {
            first[i + 1] += first[i];
        }
        int[] before = new int[edgeCount / 2];
        int[] used = first.clone();
        for (int i = 0; i < edgeCount; i += 2) {
            before[used[edges[i + 1]]++] = edges[i];
        }
        boolean[] good = new boolean[n];
        ArrayDeque<Integer> queue = new ArrayDeque<>(ends);
        ends.forEach(e -> good[e] = true);
        while (!queue.isEmpty()) {
            int at = queue.poll();
            for (int i = first[at]; i < first[at + 1]; i++) {
                if (!good[before[i]]) {
                    good[before[i]] = true;
                    queue.add(before[i]);
                }
            }
        }
        for (int i = 0; i < n; i++) {
            if (!good[i]) {
                return i;
            }
        }
        return -1;
    }

    private void atEnd(State s) {
        for (int t = 0; t < model.threads(); t++) {
            if (s.operation[t] < model.operations(t)) {
                Cpu cpu = new Cpu(s.copy(), t, 0);
                if (cpu.step() != Stop.WAITS) {
                    throw new Violation("thread " + t + " waits for a lock for ever");
                }
            }
        }
        model.end(s.memory);
    }

    private void steps(int id, State s, int t) {
        if (s.operation[t] >= model.operations(t)) {
            return;
        }
        int branches = 1;
        for (int b = 0; b < branches; b++) {
            Cpu cpu = new Cpu(s.copy(), t, b);
            if (cpu.step() == Stop.STEP) {
                add(id, "thread " + t + cpu.what, cpu.state);
            }
            branches = cpu.branches;
        }
    }

    private void commits(int id, State s, int t) {
        byte[] b = s.buffer[t];
        for (int i = 0; i < b.length; i += 2) {
            if (mayCommit(b, i)) {
                State next = s.copy();
                commit(next, t, i);
                add(id, "thread " + t + "'s store to " + (b[i] & 63) + " is seen", next);
            }
            if (processor == Processor.X86) {
                return;
            }
        }
    }

    private static boolean mayCommit(byte[] b, int i) {
        if (i > 0 && b[i] != ACCESS && (b[i] & RELEASE) != 0) {
            return false;
        }
        for (int j = 0; j < i; j += 2) {
            if (b[j] == b[i] || (b[j] != ACCESS && b[i] != ACCESS && (b[j] & 63) == (b[i] & 63))) {
                return false;
            }
        }
        return true;
    }

    private void commit(State s, int t, int i) {
        byte[] b = s.buffer[t];
        byte[] left = new byte[b.length - 2];
        System.arraycopy(b, 0, left, 0, i);
        System.arraycopy(b, i + 2, left, i, b.length - i - 2);
        s.buffer[t] = left;
        if (b[i] == ACCESS) {
            model.access(s.memory);
        } else {
            s.memory[b[i] & 63] = b[i + 1];
        }
    }

    private void flush(State s, int t) {
        while (s.buffer[t].length > 0) {
            commit(s, t, 0);
        }
    }

    /** A change of one place that nobody can come between. */
    interface Change {
        int apply(int old);
    }

    /** What a thread can do. Operations whose name begins with "my" cannot be seen by others and are no step. */
    final class Cpu {
        final int thread;
        private final State state;
        private final int branch;
        private int branches = 1;
        private int position;
        private boolean stepped;
        private String what = "";

        private Cpu(State state, int thread, int branch) {
            this.state = state;
            this.thread = thread;
            this.branch = branch;
        }

        private Stop step() {
            try {
                boolean again = model.run(this, state.operation[thread]);
                state.answers[thread] = new byte[0];
                if (!again) {
                    state.operation[thread]++;
                }
                return Stop.STEP;
            } catch (Stopped s) {
                return s.why;
            }
        }

        private boolean isKnown() {
            return position < state.answers[thread].length;
        }

        private int known() {
            return state.answers[thread][position++];
        }

        private int answer(int value) {
            byte[] a = state.answers[thread];
            byte[] longer = Arrays.copyOf(a, a.length + 1);
            longer[a.length] = (byte) value;
            state.answers[thread] = longer;
            position++;
            return value;
        }

        /** Begins a step, or ends this one before it. */
        private void begin(String name, int location) {
            if (stepped) {
                throw new Stopped(Stop.STEP);
            }
            stepped = true;
            what = " " + name + " " + location;
        }

        private int read(int location) {
            byte[] b = state.buffer[thread];
            for (int i = b.length - 2; i >= 0; i -= 2) {
                if (b[i] != ACCESS && (b[i] & 63) == location) {
                    return b[i + 1];
                }
            }
            return state.memory[location];
        }

        private void buffer(int location, int value) {
            byte[] b = state.buffer[thread];
            if (b.length >= MOST_BUFFERED * 2) {
                throw new Stopped(Stop.BLOCKED); // one of them has to be seen first
            }
            byte[] longer = Arrays.copyOf(b, b.length + 2);
            longer[b.length] = (byte) location;
            longer[b.length + 1] = (byte) value;
            state.buffer[thread] = longer;
            answer(0);
        }

        /** A volatile load. */
        int load(int location) {
            if (isKnown()) {
                return known();
            }
            begin("loads", location);
            what += " = " + read(location);
            return answer(read(location));
        }

        /** A load of what nobody else writes now: this thread's own, or with the lock. */
        int myLoad(int location) {
            return isKnown() ? known() : answer(read(location));
        }

        /** A store of what nobody else looks at now, or that only the model has. */
        void myStore(int location, int value) {
            if (isKnown()) {
                known();
                return;
            }
            state.memory[location] = (byte) value;
            answer(0);
        }

        /** An opaque store. */
        void myOpaque(int location, int value) {
            if (isKnown()) {
                known();
            } else {
                buffer(location, value);
            }
        }

        /** A release store. */
        void myRelease(int location, int value) {
            if (isKnown()) {
                known();
            } else {
                buffer(location + RELEASE, value);
            }
        }

        /** A call uses what is guarded. */
        void myAccess() {
            if (isKnown()) {
                known();
            } else {
                buffer(ACCESS, 0);
            }
        }

        /** Says what the model finds wrong in the memory as it is. */
        void myCheck(Check check) {
            if (isKnown()) {
                known();
            } else {
                check.check(state.memory);
                answer(0);
            }
        }

        /** A volatile store. */
        void store(int location, int value) {
            change(location, old -> value);
        }

        /** A read-modify-write with volatile semantics, or a loop of compare-and-set, which is the same; returns what was there. */
        int change(int location, Change change) {
            if (isKnown()) {
                return known();
            }
            begin("changes", location);
            flush(state, thread);
            int old = state.memory[location];
            state.memory[location] = (byte) change.apply(old);
            what += ": " + old + " to " + state.memory[location];
            return answer(old);
        }

        /** A full fence. */
        void fence() {
            if (isKnown()) {
                known();
                return;
            }
            begin("has a fence", 0);
            flush(state, thread);
            answer(0);
        }

        /** {@code membarrier(2)}. */
        void barrier() {
            fence();
            for (int k = 0; k < model.threads(); k++) {
                if (k != thread) {
                    empty(k);
                }
            }
        }

        private void empty(int k) {
            if (isKnown()) {
                known();
                return;
            }
            begin("has the barrier reach thread", k);
            flush(state, k);
            answer(0);
        }

        void lock(int location) {
            if (isKnown()) {
                known();
                return;
            }
            begin("locks", location);
            if (state.memory[location] != 0) {
                throw new Stopped(Stop.BLOCKED);
            }
            flush(state, thread);
            state.memory[location] = 1;
            answer(0);
        }

        void unlock(int location) {
            store(location, 0);
        }

        /** Waits until the place no longer has that value; it may be for ever. Returns the value it has then. */
        int await(int location, int not) {
            if (isKnown()) {
                return known();
            }
            begin("has waited for", location);
            if (state.memory[location] == not) {
                throw new Stopped(Stop.WAITS);
            }
            return answer(state.memory[location]);
        }

        /** Any number from 0 to {@code n - 1}: all are tried. */
        int choose(int n) {
            if (isKnown()) {
                return known();
            }
            begin("chooses", branch);
            branches = n;
            return answer(branch);
        }

        /** A step of its own in which the model looks and writes as it likes. */
        void step(String name, Check change) {
            if (isKnown()) {
                known();
                return;
            }
            begin(name, 0);
            change.check(state.memory);
            answer(0);
        }
    }

    /** Looks at the memory, and may change what only the model has. */
    interface Check {
        void check(byte[] memory);
    }
}
