package io.baresock.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.Socket;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The requests to io_uring, with answers of a kernel in each order: the real one has the rare ones only now and then. */
@EnabledOnOs(OS.LINUX)
class IoUringRequestsIT {

    private static final byte ADD = 6; // IORING_OP_POLL_ADD
    private static final byte REMOVE = 7; // IORING_OP_POLL_REMOVE

    private static final Pattern OPCODE = Pattern.compile("opcode=(\\d+),");

    private final List<Byte> requests = new ArrayList<>();
    private final List<Integer> told = new ArrayList<>();
    private Socket socket;
    private Readiness readiness;
    private IoRegistration registration;
    private boolean cancelled;

    private final class Tells implements Readiness.Events {
        @Override
        public void ready(int what) {
            told.add(what);
        }

        @Override
        public void closed() {}

        @Override
        public void shutDown() {}
    }

    /** Netty's part: after the cancel it takes no more requests. */
    private final class Registration implements IoRegistration {
        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals")
        public <T> T attachment() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long submit(IoOps ops) {
            assertFalse(cancelled, "a request after the end");
            Matcher m = OPCODE.matcher(ops.toString()); // its method is not public
            assertTrue(m.find(), ops::toString);
            requests.add(Byte.valueOf(m.group(1)));
            return 1;
        }

        @Override
        public boolean isValid() {
            return !cancelled;
        }

        @Override
        public boolean cancel() {
            boolean was = cancelled;
            cancelled = true;
            return !was;
        }
    }

    private IoEventLoop loop() {
        return (IoEventLoop) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {IoEventLoop.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "isCompatible" -> IoUringIoHandle.class.isAssignableFrom((Class<?>) arguments[0]);
                        case "newPromise" -> new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
                        case "register" -> ImmediateEventExecutor.INSTANCE.newSucceededFuture(registration);
                        case "inEventLoop" -> true;
                        case "execute" -> {
                            ((Runnable) arguments[0]).run();
                            yield null;
                        }
                        default -> throw new UnsupportedOperationException(method.toString());
                    };
                });
    }

    @BeforeEach
    void begin() throws Exception {
        socket = Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0);
        registration = new Registration();
        readiness = Readiness.register(loop(), socket, new Tells()).getNow();
        readiness.interest(Readiness.READABLE);
        assertRequests(ADD);
    }

    @AfterEach
    void end() {
        socket.close();
        readiness.unregistered();
    }

    /** What was asked since the last such call. */
    private void assertRequests(int... expected) {
        List<Byte> all = new ArrayList<>();
        for (int e : expected) {
            all.add((byte) e);
        }
        assertEquals(all, requests);
        requests.clear();
    }

    private void answer(byte request, int result) {
        readiness.handle(registration, new IoUringIoEvent(result, 0, request, 0L));
    }

    @Test
    void anInterestThatIsOverIsCancelled_andMayComeAgain() {
        readiness.interest(0);
        assertRequests(REMOVE);
        answer(REMOVE, 0);
        answer(ADD, -Bsd.ECANCELED);
        assertRequests();
        readiness.interest(Readiness.READABLE);
        assertRequests(ADD);
        answer(ADD, Bsd.POLLIN);
        assertEquals(List.of(Readiness.READABLE), told);
        assertRequests(ADD);
    }

    @Test
    void aCancelThatTheKernelRefusesIsTriedAgain() {
        readiness.interest(Readiness.READABLE | Readiness.WRITABLE);
        assertRequests(REMOVE);
        answer(REMOVE, -Bsd.EALREADY); // it was being woken, and goes on
        assertRequests(REMOVE);
        answer(REMOVE, -Bsd.EALREADY);
        assertRequests(REMOVE);
        answer(ADD, -Bsd.ECANCELED);
        assertRequests(ADD);
        answer(REMOVE, 0);
        assertRequests();
        answer(ADD, Bsd.POLLOUT);
        assertEquals(List.of(Readiness.WRITABLE), told);
        assertRequests(ADD);
    }

    @Test
    void aRefusedCancelOfARequestThatEndsIsForgotten() {
        readiness.interest(0);
        assertRequests(REMOVE);
        answer(ADD, Bsd.POLLIN); // nobody wants it any more, and the listener looks at its interest itself
        answer(REMOVE, -Bsd.EALREADY);
        assertRequests();
        answer(REMOVE, -Bsd.ENOENT);
        assertRequests();
    }

    @Test
    void theEndWaitsForTheRequest() {
        readiness.leave();
        assertRequests(REMOVE);
        answer(REMOVE, -Bsd.EALREADY);
        assertRequests(REMOVE);
        assertFalse(cancelled);
        answer(REMOVE, 0);
        assertRequests();
        assertFalse(cancelled);
        answer(ADD, -Bsd.ECANCELED);
        assertTrue(cancelled);
        assertRequests();
        assertEquals(List.of(), told);
    }

    @Test
    void aCloseAfterARefusedCancelEndsToo() {
        readiness.interest(0);
        assertRequests(REMOVE);
        answer(REMOVE, -Bsd.EALREADY);
        assertRequests(REMOVE);
        socket.close();
        answer(REMOVE, -Bsd.EALREADY);
        assertRequests(REMOVE);
        answer(ADD, -Bsd.ECANCELED);
        assertTrue(cancelled);
    }

    @Test
    void withoutARequestTheEndIsAtOnce() {
        readiness.interest(0);
        answer(REMOVE, 0);
        answer(ADD, -Bsd.ECANCELED);
        assertFalse(cancelled);
        readiness.leave();
        assertTrue(cancelled);
        assertRequests(REMOVE);
    }
}
