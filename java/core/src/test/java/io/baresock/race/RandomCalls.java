package io.baresock.race;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.Bsd;
import io.baresock.Socket;
import io.baresock.async.EventLoop;
import io.baresock.poll.Poller;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * Calls of public methods with random arguments, all of them from one seed. A call may answer with what the documentation has: an
 * exception for an argument, for a state, or for an errno. Anything else is a finding.
 */
final class RandomCalls {

    /** A call to make. */
    interface Call {
        void run() throws Throwable;
    }

    /**
     * Takes a number for a descriptor of this process to read from; a wrong value of an option has a type that no compiler lets through; opens a
     * closed socket again, without the time for its calls that keeps two threads from waiting for ever. */
    private static final Set<String> LEFT_OUT =
            Set.of("sendfile", "sendfileFully", "setOption", "socket", "getClass", "notify", "notifyAll", "wait");

    /** What gives a descriptor that the caller has to close. */
    private static final Set<String> GIVES_A_DESCRIPTOR = Set.of("takeFd", "takePidfd", "detach");

    /** What gives a socket that the caller has to close. */
    private static final Set<String> GIVES_A_SOCKET = Set.of("takeSocket", "accept", "dup");

    private static final Set<Class<? extends Exception>> DOCUMENTED = Set.of(
            IllegalStateException.class,
            IllegalArgumentException.class,
            IndexOutOfBoundsException.class,
            UnsupportedOperationException.class,
            BufferOverflowException.class,
            BufferUnderflowException.class,
            IOException.class);

    /** What has calls that wait as long as they are told. */
    private static final Set<Class<?>> WAITS = Set.of(Socket.class, Poller.class, EventLoop.class);

    private static final int[] INTS = {
        5, 6, 8, 15, 16, 17, 63, 64, 65, 255, 1000, 65535, 65536, -1, -2, 1 << 29, Integer.MIN_VALUE, Integer.MAX_VALUE
    };
    private static final long[] LONGS = {0, 1, 1000, 65_536, -1, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE};
    private static final long[] NANOSECONDS = {0, 0, 1, 1000, 100_000}; // both threads might wait for ever
    private static final String[] TEXTS = {"", "lo", "127.0.0.1", "\n", "a".repeat(5000)};

    private final LongAdder results = new LongAdder();
    private final Random random;
    private final Map<Class<?>, List<?>> values;

    /** What a call gets for an argument of these classes: one of the list. */
    RandomCalls(Random random, Map<Class<?>, List<?>> values) {
        this.random = random;
        this.values = values;
    }

    /** How many calls had a result. */
    long results() {
        return results.sum();
    }

    /** All that can be called on it. */
    List<Call> allOf(Object target) {
        return select(target, Object.class);
    }

    /** What can be called on it that takes one of the class. */
    List<Call> with(Class<?> used, Object target) {
        return select(target, used);
    }

    private List<Call> select(Object target, Class<?> used) {
        List<Call> calls = new ArrayList<>();
        Method[] methods = target.getClass().getMethods();
        Arrays.sort(methods, Comparator.comparing(Method::toGenericString));
        for (Method m : methods) {
            List<Class<?>> types = Arrays.asList(m.getParameterTypes());
            boolean seconds =
                    m.getName().equals("poll") && types.size() == 3; // of Socket: both threads would wait for hours
            boolean may = !Modifier.isStatic(m.getModifiers())
                    && !m.isBridge()
                    && !LEFT_OUT.contains(m.getName())
                    && !seconds;
            if (may && types.stream().allMatch(this::isKnown) && (used == Object.class || types.contains(used))) {
                m.setAccessible(true); // public, of a class that is not
                calls.add(() -> invoke(m, target));
            }
        }
        return calls;
    }

    private void invoke(Method m, Object target) throws Throwable {
        Object[] arguments =
                Arrays.stream(m.getParameterTypes()).map(t -> value(t, target)).toArray();
        Object result;
        try {
            result = m.invoke(target, arguments);
            results.increment();
        } catch (InvocationTargetException e) {
            judge(m, m.getName() + Arrays.deepToString(arguments), e.getCause());
            return;
        }
        if (GIVES_A_DESCRIPTOR.contains(m.getName()) && result instanceof Integer fd && fd >= 0) {
            assertEquals(0, Bsd.close(fd), () -> m + " gave what is not open");
        } else if (GIVES_A_SOCKET.contains(m.getName()) && result instanceof Socket s) {
            s.close();
        }
    }

    /** Makes a call that is written out. */
    static void run(Call call) {
        try {
            call.run();
        } catch (Throwable e) {
            judge("a call", e);
        }
    }

    /** Throws what is no documented answer. A text has no exception: it is for logs and debuggers, whatever the state. */
    static void judge(Executable called, String call, Throwable answer) {
        if (called.getName().equals("toString")) {
            throw new AssertionError(call + ": " + answer, answer);
        }
        judge(call, answer);
    }

    /** Throws what is no documented answer. */
    static void judge(String call, Throwable answer) {
        if (DOCUMENTED.stream().noneMatch(c -> c.isInstance(answer))) {
            throw new AssertionError(call + ": " + answer, answer);
        }
    }

    private boolean isKnown(Class<?> type) {
        return type == int.class
                || type == long.class
                || type == boolean.class
                || type == byte[].class
                || type == int[].class
                || type == String.class
                || type == ByteBuffer.class
                || values.containsKey(type);
    }

    private Object value(Class<?> type, Object target) {
        if (type == int.class) {
            return random.nextInt(3) > 0 ? random.nextInt(5) : INTS[random.nextInt(INTS.length)];
        } else if (type == long.class) {
            long[] from = WAITS.stream().anyMatch(c -> c.isInstance(target)) ? NANOSECONDS : LONGS;
            return from[random.nextInt(from.length)];
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == byte[].class) {
            return new byte[random.nextInt(100)];
        } else if (type == int[].class) {
            return random.ints(random.nextInt(4), 0, 3).toArray();
        } else if (type == String.class) {
            return TEXTS[random.nextInt(TEXTS.length)];
        } else if (type == ByteBuffer.class) {
            return buffer();
        }
        List<?> known = values.get(type);
        return known.get(random.nextInt(known.size()));
    }

    private ByteBuffer buffer() {
        int size = random.nextInt(8) == 0 ? 0 : random.nextInt(5000);
        ByteBuffer b = random.nextBoolean() ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        b.limit(random.nextInt(size + 1));
        b.position(random.nextInt(b.limit() + 1));
        return random.nextInt(8) == 0 ? b.asReadOnlyBuffer() : b;
    }
}
