package io.baresock.memory;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/** Arenas of the FFM API, which JDK 22 has, for tests that are compiled for 17. */
final class Arenas implements AutoCloseable {

    static final boolean ARE_THERE = Runtime.version().feature() >= 22;

    private final AutoCloseable arena;

    static boolean areThere() {
        return ARE_THERE;
    }

    private Arenas(Object arena) {
        this.arena = (AutoCloseable) arena;
    }

    static Arenas shared() {
        return new Arenas(call("ofShared", null));
    }

    static Arenas confined() {
        return new Arenas(call("ofConfined", null));
    }

    static ByteBuffer ofGlobal(int size) {
        return new Arenas(call("global", null)).allocate(size);
    }

    static ByteBuffer ofAutomatic(int size) {
        return new Arenas(call("ofAuto", null)).allocate(size);
    }

    ByteBuffer allocate(int size) {
        try {
            Class<?> type = Class.forName("java.lang.foreign.Arena");
            Object segment = type.getMethod("allocate", long.class, long.class).invoke(arena, (long) size, 8L);
            return (ByteBuffer) Class.forName("java.lang.foreign.MemorySegment")
                    .getMethod("asByteBuffer")
                    .invoke(segment);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Object call(String method, Object on) {
        try {
            Method m = Class.forName("java.lang.foreign.Arena").getMethod(method);
            return m.invoke(on);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            arena.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
