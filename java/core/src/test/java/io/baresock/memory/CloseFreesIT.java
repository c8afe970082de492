package io.baresock.memory;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ControlBuilder;
import io.baresock.ErrnoException;
import io.baresock.ErrorQueue;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.ReceivedControl;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.internal.call.Descriptor;
import io.baresock.testkit.Patience;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has a close gives its native memory back there and then, and cannot be used any more. */
@DisplayName("close() gives native memory back")
@EnabledOnOs(OS.LINUX)
class CloseFreesIT {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "batch",
                "message",
                "errorQueue",
                "zeroCopyPool",
                "poller",
                "eventLoop",
                "addresses",
                "storages",
                "growing",
                "gso"
            })
    void moreThanFits_canBeMadeOneAfterTheOther_withoutACollector(String kind) {
        Program.run(Closers.class, kind);
    }

    /** Numbers that stay, and what may be called at any time. */
    private static final Set<String> STAYS = Set.of(
            "close",
            "capacity",
            "hasRing",
            "whyNoRing",
            "bufferSize",
            "equals",
            "hashCode",
            "toString",
            "getClass",
            "notify",
            "notifyAll",
            "wait",
            "from",
            "control",
            "received");

    private static Object argument(Class<?> type) {
        if (type == int.class) {
            return 1;
        }
        if (type == long.class) {
            return 1L;
        }
        if (type == ByteBuffer.class) {
            return ByteBuffer.allocateDirect(0);
        }
        if (type == SockaddrStorage.class) {
            return new SockaddrStorage();
        }
        if (type == byte[].class) {
            return new byte[1];
        }
        if (type == int[].class) {
            return new int[0];
        }
        if (type == Socket[].class) {
            return new Socket[0];
        }
        if (type == ReceivedControl.class) {
            return new Message().received();
        }
        return type == Sockaddr.class ? Sockaddr.inet("127.0.0.1", 1) : null;
    }

    /** Calls every public method; returns those that did not refuse. */
    private static List<String> notRefused(Object closed) {
        List<String> wrong = new ArrayList<>();
        int called = 0;
        for (Method m : closed.getClass().getMethods()) {
            if (Modifier.isStatic(m.getModifiers()) || m.isSynthetic() || STAYS.contains(m.getName())) {
                continue;
            }
            Object[] arguments = Arrays.stream(m.getParameterTypes())
                    .map(CloseFreesIT::argument)
                    .toArray();
            called++;
            try {
                m.setAccessible(true);
                wrong.add(m + " returned " + m.invoke(closed, arguments));
            } catch (InvocationTargetException e) {
                if (!(e.getCause() instanceof IllegalStateException)) {
                    wrong.add(m + " threw " + e.getCause());
                }
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        }
        assertTrue(called > 10, closed.getClass() + " has " + called + " methods");
        return wrong;
    }

    @Test
    void everyMethod_ofABatch_isRefusedAfterClose() {
        MessageBatch b = new MessageBatch(2, 8);
        b.close();
        assertEquals(List.of(), notRefused(b));
        MessageBatch other = new MessageBatch(2, 8);
        Object control = other.control(0).clear();
        Object received = other.received(0);
        other.close();
        assertEquals(List.of(), notRefused(control));
        assertEquals(List.of(), notRefused(received));
    }

    @Test
    void everyMethod_ofAMessage_isRefusedAfterClose() {
        Message m = new Message();
        m.close();
        assertEquals(List.of(), notRefused(m));
        assertEquals(List.of(), notRefused(m.control()));
        assertEquals(List.of(), notRefused(m.received()));
    }

    @Test
    void everyMethod_ofAnErrorQueue_isRefusedAfterClose() {
        ErrorQueue q = new ErrorQueue(2, 8);
        q.close();
        assertEquals(List.of(), notRefused(q));
    }

    @Test
    void calls_areRefusedAfterClose() throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1]) {
            MessageBatch batch = new MessageBatch(2, 8);
            batch.close();
            assertThrows(IllegalStateException.class, () -> a.sendmmsg(batch, 0));
            assertThrows(IllegalStateException.class, () -> b.recvmmsg(batch, MSG_DONTWAIT));
            Message m = new Message();
            m.close();
            assertThrows(IllegalStateException.class, () -> a.sendmsg(m, 0));
            ErrorQueue q = new ErrorQueue(2, 8);
            q.close();
            assertThrows(IllegalStateException.class, () -> a.errors(q));
        }
    }

    @Test
    void aViewThatTheUserKept_throws_orReadsZeros() {
        MessageBatch batch = new MessageBatch(2, 4096);
        ByteBuffer kept = batch.buffer(1).slice();
        kept.put(0, (byte) 7);
        batch.close();
        MessageBatch next = new MessageBatch(2, 4096);
        next.buffer(1).put(0, (byte) 9);
        if (Arenas.ARE_THERE) {
            assertThrows(IllegalStateException.class, () -> kept.get(0));
        } else {
            assertEquals(0, kept.get(0));
        }
        next.close();
    }

    /** A call that another thread has is inside of the memory: it ends with an exception, and frees. */
    @Test
    void closedDuringACall_theCallGoesOn_andThenThrows() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1]) {
            MessageBatch batch = new MessageBatch(1, 65_536);
            Throwable[] thrown = new Throwable[1];
            Thread receiver = new Thread(() -> {
                try {
                    b.recvmmsg(batch, 0);
                } catch (Throwable t) {
                    thrown[0] = t;
                }
            });
            receiver.start();
            Calls.awaitInside(batch::count, () -> batch.range(0, 0));
            batch.close();
            assertThrows(IllegalStateException.class, () -> batch.length(0));
            a.send(new byte[] {1}, 0, 1, 0);
            receiver.join();
            assertEquals(IllegalStateException.class, thrown[0].getClass(), String.valueOf(thrown[0]));
        }
    }

    private static final int COLLECTIONS = 50;

    /** Collects garbage until something that became garbage later than the rest is found. */
    private static void collect() {
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        for (int i = 0; i < COLLECTIONS && garbage.get() != null; i++) {
            System.gc();
        }
        assertNull(garbage.get());
    }

    private static <T> T keep(MessageBatch batch, List<WeakReference<Object>> owner, T part) {
        owner.add(new WeakReference<>(batch));
        return part;
    }

    private static ControlBuilder controlOf(Message m, List<WeakReference<Object>> owner) {
        owner.add(new WeakReference<>(m));
        return m.control().append(SOL_SOCKET, SCM_RIGHTS, 1);
    }

    private static ReceivedControl receivedOf(Message m, List<WeakReference<Object>> owner) {
        owner.add(new WeakReference<>(m));
        return m.received();
    }

    private static ControlBuilder controlOf(MessageBatch m, List<WeakReference<Object>> owner) {
        return keep(m, owner, m.control(0).append(SOL_SOCKET, SCM_RIGHTS, 1));
    }

    private static ReceivedControl receivedOf(MessageBatch m, List<WeakReference<Object>> owner) {
        return keep(m, owner, m.received(0));
    }

    @Test
    void whatHasAnObjectsControlData_keepsTheObject() {
        List<WeakReference<Object>> owners = new ArrayList<>();
        ControlBuilder control = controlOf(new Message(), owners);
        ReceivedControl received = receivedOf(new Message(), owners);
        ControlBuilder controlOfBatch = controlOf(new MessageBatch(1, 1), owners);
        ReceivedControl receivedOfBatch = receivedOf(new MessageBatch(1, 1), owners);
        collect();
        for (WeakReference<Object> owner : owners) {
            assertNotNull(owner.get());
        }
        assertEquals(1, control.count());
        assertEquals(0, received.count());
        assertEquals(1, controlOfBatch.count());
        assertEquals(0, receivedOfBatch.count());
    }

    /** A batch that is garbage was not closed: its payload is as alive as a slice of a buffer that is garbage. */
    @Test
    void aPayload_outlivesAForgottenBatch() throws Exception {
        List<WeakReference<Object>> owners = new ArrayList<>();
        MessageBatch batch = new MessageBatch(1, 8);
        ByteBuffer payload = keep(batch, owners, batch.buffer(0).put(0, (byte) 7));
        batch = null;
        collect();
        assertNull(owners.get(0).get());
        CountDownLatch later = new CountDownLatch(1); // what the cleaner had to do for the batch is done before
        Descriptor.CLEANER.register(new Object(), later::countDown);
        long start = System.nanoTime();
        while (later.getCount() > 0 && System.nanoTime() - start < Patience.NANOS) {
            System.gc();
            Thread.onSpinWait();
        }
        assertEquals(0, later.getCount());
        assertEquals(7, payload.get(0));
    }
}
