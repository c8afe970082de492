package io.baresock.race;

import io.baresock.Bsd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The objects and descriptors that earlier calls gave, for later calls to take. A few of each class; one more replaces another. */
final class Pool {

    private static final int OF_A_CLASS = 6;
    private static final int DESCRIPTORS = 12;

    private final Random random;
    private final Map<Class<?>, List<Object>> objects = new HashMap<>();
    private final List<Integer> descriptors = new ArrayList<>();

    Pool(Random random) {
        this.random = random;
    }

    /** One of the class, null if there is none. */
    synchronized Object one(Class<?> type) {
        List<Object> all = objects.get(type);
        return all == null ? null : all.get(random.nextInt(all.size()));
    }

    /** Returns the object that has to go for it, null if none has to. */
    synchronized Object add(Class<?> type, Object value) {
        List<Object> all = objects.computeIfAbsent(type, t -> new ArrayList<>());
        for (Object o : all) {
            if (o == value) {
                return null;
            }
        }
        if (all.size() < OF_A_CLASS) {
            all.add(value);
            return null;
        }
        return all.set(random.nextInt(OF_A_CLASS), value);
    }

    /** All that can be closed: what waits ends then. */
    synchronized List<AutoCloseable> closeable() {
        List<AutoCloseable> all = new ArrayList<>();
        for (List<Object> of : objects.values()) {
            for (Object o : of) {
                if (o instanceof AutoCloseable c) {
                    all.add(c);
                }
            }
        }
        return all;
    }

    /** Takes all that can be closed out. */
    synchronized void forgetCloseable() {
        objects.values().removeIf(of -> of.get(0) instanceof AutoCloseable);
    }

    /** An open descriptor that no object owns, -1 if there is none. */
    synchronized int descriptor() {
        return descriptors.isEmpty() ? -1 : descriptors.get(random.nextInt(descriptors.size()));
    }

    /** Keeps an open descriptor. It closes another one if there are many. */
    synchronized void keep(int fd) {
        if (descriptors.size() == DESCRIPTORS) {
            int old = descriptors.remove(random.nextInt(DESCRIPTORS));
            int result = Bsd.close(old);
            if (result != 0) {
                throw new AssertionError("close(" + old + "): " + result);
            }
        }
        descriptors.add(fd);
    }

    /** The descriptor is closed, or an object owns it. */
    synchronized void forget(int fd) {
        descriptors.remove((Integer) fd);
    }

    synchronized List<Integer> descriptors() {
        return new ArrayList<>(descriptors);
    }
}
