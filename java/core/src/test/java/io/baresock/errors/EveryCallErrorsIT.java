package io.baresock.errors;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.Errno;
import io.baresock.ErrorQueue;
import io.baresock.Gso;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every public function of {@code Bsd} that takes a descriptor, found by reflection: none can be added without its errors. */
@DisplayName("every call that takes a descriptor says what is wrong with it: rows Z1, Z11")
class EveryCallErrorsIT extends ErrnoTable {

    private static final Set<String> DESCRIPTORS = Set.of("fd", "newfd", "inFd", "outFd");

    /** What a pipe is to the calls that do not say ENOTSOCK, each as its man page has it. */
    private static final Map<String, IntPredicate> ON_A_PIPE = Map.ofEntries(
            Map.entry("close", r -> r == 0), // these take any descriptor
            Map.entry("own", r -> r == 0),
            Map.entry("dup", r -> r >= 0),
            Map.entry("dup2", r -> r >= 0),
            Map.entry("fcntl", r -> r >= 0),
            Map.entry("ioctl", r -> r == 0 || r == -EFAULT), // the form with an address has none here
            Map.entry("poll", r -> r == 0),
            Map.entry("readv", r -> r == -EAGAIN || r == 0), // 0: the form with an address has no vector here
            Map.entry("writev", r -> r == -EBADF), // the end that is for reading
            Map.entry("sockatmark", r -> r == -ENOTTY),
            Map.entry("sendfile", r -> r == -EBADF), // as a destination
            Map.entry("splice", r -> r == -EBADF), // as source and as destination
            Map.entry("FD_SET", r -> r == 0),
            Map.entry("FD_CLR", r -> r == 0),
            Map.entry("FD_ISSET", r -> r == 0));

    /** Calls without a system call to fail. */
    private static final Map<String, String> NO_ERRORS = Map.of(
            "FD_SET", "changes a set; select tells",
            "FD_CLR", "changes a set",
            "FD_ISSET", "reads a set");

    /** Calls that refuse for another reason first. */
    private static final Map<String, Integer> OTHER_THAN_EBADF = Map.of("dup2", EPERM); // newfd was not opened here

    private static List<Method> functions() {
        List<Method> calls = Arrays.stream(Bsd.class.getMethods())
                .filter(m -> Modifier.isStatic(m.getModifiers()))
                .filter(m -> Arrays.stream(m.getParameters()).anyMatch(EveryCallErrorsIT::isDescriptor))
                .toList();
        assertTrue(calls.size() >= 40, calls.size() + " calls take a descriptor");
        return calls;
    }

    private static boolean isDescriptor(Parameter p) {
        assertTrue(p.isNamePresent(), "compiled without -parameters");
        return p.getType() == int.class && DESCRIPTORS.contains(p.getName());
    }

    /** The call, with a descriptor and for all else something that is not to blame. */
    private static long call(Method m, int fd) throws ReflectiveOperationException {
        Object[] arguments = Arrays.stream(m.getParameters())
                .map(p -> isDescriptor(p) ? fd : argument(m.getName(), p))
                .toArray();
        Object r = m.invoke(null, arguments);
        return r instanceof Number n ? n.longValue() : 0;
    }

    private static Object argument(String call, Parameter p) {
        Class<?> type = p.getType();
        if (type == int.class) {
            return number(call, p.getName());
        }
        if (type == long.class) {
            return switch (p.getName()) {
                case "request" -> FIONREAD;
                case "inOffset", "outOffset", "offset" -> -1L;
                case "count" -> 1L;
                default -> 0L; // no wait; an empty range of memory
            };
        }
        if (type == ByteBuffer.class) {
            return ByteBuffer.allocate(16);
        }
        if (type == ByteBuffer[].class) {
            return new ByteBuffer[] {ByteBuffer.allocate(1)};
        }
        if (type == int[].class) {
            return new int[2];
        }
        if (type == Sockaddr.class) {
            return Sockaddr.loopback4(9);
        }
        if (type == MessageBatch.class) {
            return new MessageBatch(1, 1, 0).length(0, 1).range(0, 1);
        }
        if (type == ErrorQueue.class) {
            return new ErrorQueue(1, 1);
        }
        if (type == Gso.class) {
            return new Gso();
        }
        return type == SockaddrStorage.class
                ? new SockaddrStorage()
                : type == Message.class ? new Message().add(ByteBuffer.allocate(1)) : new io.baresock.FdSet();
    }

    private static int number(String call, String name) {
        return switch (name) {
            case "cmd" -> F_GETFD;
            case "level" -> SOL_SOCKET;
            case "name" -> SO_RCVBUF;
            case "events" -> POLLPRI;
            case "iovcnt", "length" -> 0;
            case "value", "segmentSize" -> 1;
            default -> call.equals("splice") ? SPLICE_F_NONBLOCK : 0;
        };
    }

    private static String text(Method m) {
        return m.getName()
                + Arrays.toString(Stream.of(m.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toArray());
    }

    @TestFactory
    Stream<DynamicTest> everyCall_saysEbadf_ofWhatIsNotOpen() {
        return functions().stream()
                .filter(m -> !NO_ERRORS.containsKey(m.getName()))
                .filter(m -> !text(m).equals("poll[int, int, long]")) // POLLNVAL is its EBADF: DescriptorErrorsIT
                .flatMap(m -> Stream.of(BAD, CLOSED)
                        .map(fd -> DynamicTest.dynamicTest(text(m) + " of " + fd, () -> {
                            int expected = OTHER_THAN_EBADF.getOrDefault(m.getName(), EBADF);
                            long r = call(m, fd);
                            assertEquals(Errno.name(expected), r < 0 ? Errno.name((int) -r) : "result " + r);
                        })));
    }

    @TestFactory
    Stream<DynamicTest> everyCall_saysEnotsock_ofAPipe_orTakesIt() {
        return functions().stream()
                .map(m -> DynamicTest.dynamicTest(text(m), () -> {
                    openAll();
                    try {
                        fcntl(pipe[0], F_SETFL, O_NONBLOCK);
                        int r = (int) call(m, pipe[0]);
                        IntPredicate expected = ON_A_PIPE.getOrDefault(m.getName(), n -> n == -ENOTSOCK);
                        assertTrue(expected.test(r), () -> r < 0 ? Errno.name(-r) : "result " + r);
                        if (m.getName().equals("dup")) {
                            keep(r);
                        }
                    } finally {
                        closeAll();
                    }
                }));
    }

    @Test
    void everyCall_hasRows() throws ReflectiveOperationException {
        Set<String> without = new TreeSet<>();
        functions().forEach(m -> without.add(m.getName()));
        assertTrue(without.containsAll(NO_ERRORS.keySet()), "listed, but not there");
        without.removeAll(NO_ERRORS.keySet());
        Set<String> unknown = new TreeSet<>();
        for (ErrnoTable table : List.of(
                new ErrorsIT(),
                new DataErrorsIT(),
                new BatchErrorsIT(),
                new OptionErrorsIT(),
                new DescriptorErrorsIT())) {
            for (Method m : table.getClass().getDeclaredMethods()) {
                if (m.isAnnotationPresent(TestFactory.class)) {
                    m.invoke(table);
                }
            }
            unknown.addAll(table.calls());
            without.removeAll(table.calls());
        }
        assertEquals(Set.of(), without, "calls without a row");
        Arrays.stream(Bsd.class.getMethods()).map(Method::getName).forEach(unknown::remove);
        assertEquals(Set.of(), unknown, "rows of calls that do not exist");
    }
}
