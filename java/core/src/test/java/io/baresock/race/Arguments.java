package io.baresock.race;

import io.baresock.Sockaddr;
import io.baresock.SocketOption;
import io.baresock.option.SocketOptions;
import io.baresock.option.TcpOptions;
import java.lang.reflect.Array;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Makes an argument for any parameter, most of them bad. The name of the parameter says what a number means. A descriptor is one of this
 * test's own: a call on a number that belongs to the JVM would break the JVM, and rightly. An address of memory is one that the kernel
 * refuses.
 */
final class Arguments {

    /** Above the limit of this process, so it is never open. */
    private static final int NEVER_OPEN = 1_000_000;

    private static final Set<String> DESCRIPTORS = Set.of("fd", "newfd", "inFd", "outFd", "programFd", "file");
    private static final Set<String> ADDRESSES = Set.of("address", "iov");
    private static final Set<String> TIMES =
            Set.of("timeoutNanos", "nanos", "nanosFromNow", "sec", "usec", "seconds", "usecs");
    private static final int[] INTS = {
        5, 6, 8, 15, 16, 17, 63, 64, 65, 255, 1000, 65535, 65536, -1, -2, 1 << 29, Integer.MIN_VALUE, Integer.MAX_VALUE
    };
    private static final long[] LONGS = {0, 1, 1000, 65_536, -1, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE};
    /** Not -1: select(2) without a descriptor would wait for ever, and no other thread could end it. */
    private static final long[] SHORT_TIMES = {0, 0, 1, 1000, 100_000, 1_000_000};

    private static final long[] BAD_ADDRESSES = {0, 1, 16, 4095, -1, -4096, Long.MIN_VALUE, Long.MAX_VALUE};
    private static final String[] TEXTS = {
        "",
        "lo",
        "127.0.0.1",
        "127.0.0.1:0",
        "[::1]:0",
        "unix:@baresock-fuzz",
        "localhost",
        "http",
        "tcp",
        "\n",
        "\0",
        "%n%s",
        "\ud800",
        "a".repeat(107),
        "a".repeat(5000)
    };
    private static final SocketOption<?>[] OPTIONS = {
        SocketOptions.SO_RCVBUF,
        SocketOptions.SO_RCVTIMEO,
        SocketOptions.SO_LINGER,
        SocketOptions.SO_BINDTODEVICE,
        TcpOptions.TCP_NODELAY
    };

    private final Random random;
    private final Pool pool;

    Arguments(Random random, Pool pool) {
        this.random = random;
        this.pool = pool;
    }

    /** One for the parameter, or null. */
    Object of(Parameter p) {
        if (p.getParameterizedType() instanceof ParameterizedType generic
                && Collection.class.isAssignableFrom(p.getType())) {
            List<Object> elements = new ArrayList<>();
            for (int n = random.nextInt(4); n > 0; n--) {
                elements.add(value((Class<?>) generic.getActualTypeArguments()[0], p.getName()));
            }
            return p.getType() == List.class ? elements : new HashSet<>(elements);
        }
        return Collection.class.isAssignableFrom(p.getType()) ? null : value(p.getType(), p.getName());
    }

    private Object value(Class<?> type, String name) {
        if (type.isPrimitive()) {
            return primitive(type, name);
        } else if (random.nextInt(25) == 0) {
            return null;
        } else if (type.isArray()) {
            Object array = Array.newInstance(type.getComponentType(), random.nextInt(5));
            for (int i = 0; i < Array.getLength(array); i++) {
                Object element = value(type.getComponentType(), name);
                Array.set(array, i, element);
            }
            return array;
        }
        Object known = pool.one(type);
        return known != null ? known : made(type);
    }

    private Object primitive(Class<?> type, String name) {
        if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == byte.class) {
            return (byte) random.nextInt();
        } else if (type == int.class) {
            if (DESCRIPTORS.contains(name)) {
                return descriptor();
            } else if (TIMES.contains(name)) {
                return (int) one(SHORT_TIMES);
            }
            return random.nextInt(3) > 0 ? random.nextInt(6) : INTS[random.nextInt(INTS.length)];
        } else if (ADDRESSES.contains(name)) {
            return one(BAD_ADDRESSES);
        }
        return one(TIMES.contains(name) ? SHORT_TIMES : LONGS);
    }

    private long one(long[] from) {
        return from[random.nextInt(from.length)];
    }

    private int descriptor() {
        int fd = random.nextInt(8) == 0 ? -1 : pool.descriptor();
        return fd >= 0 || random.nextBoolean() ? fd : random.nextBoolean() ? NEVER_OPEN : one(INTS_OUT_OF_RANGE);
    }

    private static final int[] INTS_OUT_OF_RANGE = {Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 29, -2};

    private int one(int[] from) {
        return from[random.nextInt(from.length)];
    }

    /** A new one, null if this cannot make any. */
    Object made(Class<?> type) {
        if (type.isEnum()) {
            Object[] all = type.getEnumConstants();
            return all[random.nextInt(all.length)];
        } else if (type == String.class) {
            return TEXTS[random.nextInt(TEXTS.length)];
        } else if (type == ByteBuffer.class) {
            return buffer();
        } else if (type == Duration.class) {
            return random.nextInt(20) == 0 ? Duration.ofSeconds(Long.MIN_VALUE) : Duration.ofNanos(one(SHORT_TIMES));
        } else if (type == Path.class) {
            return Path.of("/proc", "x".repeat(random.nextInt(200))); // nobody can make a file there
        } else if (type == Charset.class) {
            return random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16;
        } else if (type == SocketAddress.class) {
            return new InetSocketAddress("127.0.0.1", random.nextInt(65536));
        } else if (type == SocketOption.class) {
            return OPTIONS[random.nextInt(OPTIONS.length)];
        } else if (type == Sockaddr.class) {
            return Sockaddr.parse("127.0.0.1:0");
        } else if (type == Object.class) {
            return random.nextBoolean() ? Integer.valueOf(random.nextInt(5)) : "an attachment";
        } else if (type.isInterface()) {
            return Proxy.newProxyInstance(
                    Arguments.class.getClassLoader(), new Class<?>[] {type}, (p, m, a) -> nothing(m.getReturnType()));
        }
        return null; // the pool has none yet
    }

    /** A callback that does nothing. */
    private static Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        } else if (type == int.class) {
            return 0;
        }
        return type == long.class ? 0L : null;
    }

    private ByteBuffer buffer() {
        int size = random.nextInt(8) == 0 ? 0 : random.nextInt(5000);
        ByteBuffer b = random.nextBoolean() ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        b.limit(random.nextInt(size + 1));
        b.position(random.nextInt(b.limit() + 1));
        b.order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        return random.nextInt(8) == 0 ? b.asReadOnlyBuffer() : b;
    }
}
