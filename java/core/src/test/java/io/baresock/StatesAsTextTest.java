package io.baresock;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.arch.ExportedTypes;
import io.baresock.async.EventLoop;
import io.baresock.async.LoopTimer;
import io.baresock.async.Status;
import io.baresock.bpf.BpfAssembler;
import io.baresock.bpf.ReuseportGroup;
import io.baresock.poll.Poller;
import io.baresock.zerocopy.TransmitIds;
import io.baresock.zerocopy.ZeroCopyBuffer;
import io.baresock.zerocopy.ZeroCopyPool;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledInNativeImage;

/** What objects with a state say of it: open, in use and closed. */
class StatesAsTextTest {

    /** Whether objects of a class are more than their identity: it can be made or got, and has methods of its own. */
    private static boolean hasState(Class<?> type) {
        boolean isSaid =
                type.isInterface() || type.isEnum() || type.isRecord() || Throwable.class.isAssignableFrom(type);
        return !isSaid
                && Arrays.stream(type.getMethods())
                        .anyMatch(m -> m.getDeclaringClass() != Object.class && !Modifier.isStatic(m.getModifiers()));
    }

    @Test
    @DisabledInNativeImage // which has not all methods to look at
    void everyPublicTypeWithAState_hasAText() throws Exception {
        Set<String> silent = new TreeSet<>();
        int seen = 0;
        for (Class<?> type : ExportedTypes.all()) {
            if (hasState(type)) {
                seen++;
                if (type.getMethod("toString").getDeclaringClass() == Object.class) {
                    silent.add(type.getName());
                }
            }
        }
        assertEquals(Set.of(), silent);
        assertTrue(seen > 20, seen + " types");
    }

    @Test
    void message() {
        Message m = new Message(4, 64);
        m.add(ByteBuffer.allocate(1)).control().append(SOL_SOCKET, 1, 2);
        assertEquals(
                "Message[1 of 4 buffers, ControlBuilder[1 control messages, " + CMSG_SPACE(4)
                        + " bytes], ReceivedControl[0 control messages]]",
                m.toString());
        m.close();
        assertEquals("Message[closed]", m.toString());
        assertEquals("ControlBuilder[closed]", m.control().toString());
        assertEquals("ReceivedControl[closed]", m.received().toString());
    }

    @Test
    void loopBuilder() {
        assertEquals("EventLoop.Builder[engine AUTO]", EventLoop.builder().toString());
        assertEquals(
                "EventLoop.Builder[engine EPOLL, daemon]",
                EventLoop.builder().engine(EventLoop.Engine.EPOLL).daemon(true).toString());
    }

    @Test
    void batch() {
        MessageBatch b = new MessageBatch(8, 16).range(2, 3);
        assertEquals("MessageBatch[slots 2 to 5 of 8]", b.toString());
        b.close();
        assertEquals("MessageBatch[closed]", b.toString());
    }

    @Test
    void setsOfDescriptors() {
        FdSet set = new FdSet();
        assertEquals("FdSet[]", set.toString());
        set.set(3);
        set.set(700);
        assertEquals("FdSet[3, 700]", set.toString());
        for (int fd = 0; fd < 16; fd++) {
            set.set(fd);
        }
        assertEquals("FdSet[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, ... 17 in all]", set.toString());
        PollFds fds = new PollFds();
        fds.add(-1, POLLIN);
        assertEquals("PollFds[1 entries, 0 ready]", fds.toString());
    }

    @Test
    void errorQueue() {
        assumeTrue(Baresock.hasConstant("MSG_ERRQUEUE"), "there is no error queue");
        ErrorQueue q = new ErrorQueue(4, 16);
        assertEquals("ErrorQueue[0 entries, room for 4]", q.toString());
        q.close();
        assertEquals("ErrorQueue[closed]", q.toString());
    }

    @Test
    void counts() {
        assertEquals("Gso[0 segments, 0 singles, 0 plain destinations]", new Gso().toString());
        TransmitIds ids = TransmitIds.stream();
        ids.sent(3);
        assertEquals("TransmitIds[stream, next 3]", ids.toString());
        assertEquals("TransmitIds[datagrams, next 0]", TransmitIds.datagrams().toString());
    }

    @Test
    void zeroCopy() throws ErrnoException {
        assumeTrue(Baresock.hasConstant("MSG_ZEROCOPY"), "there is no MSG_ZEROCOPY");
        try (Socket s = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            ZeroCopyPool pool = ZeroCopyPool.open(s, 2, 64);
            ZeroCopyBuffer b = pool.acquire();
            assertEquals("ZeroCopyBuffer[OWNED, 0 sends under way]", String.valueOf(b));
            assertEquals("ZeroCopyPool[" + s + ", 1 of 2 buffers free, 0 lent]", pool.toString());
            pool.close();
            assertEquals("ZeroCopyPool[" + s + ", closed]", pool.toString());
        }
    }

    @Test
    void bpf() {
        try (ReuseportGroup group = new ReuseportGroup(Sockaddr.inet("127.0.0.1", 0), 1)) {
            assertEquals("ReuseportGroup[127.0.0.1:0, 0 sockets]", group.toString());
        }
        assertEquals(
                "BpfAssembler[1 instructions, labels [end]]",
                new BpfAssembler().label("end").returnConstant(0).toString());
    }

    @Test
    void loop() throws ErrnoException {
        try (EventLoop loop = EventLoop.create()) {
            LoopTimer t = loop.schedule(() -> {}, 0);
            assertEquals("LoopTimer[in 0 ns, " + loop + "]", t.toString());
            assertTrue(t.cancel());
            assertEquals("LoopTimer[cancelled, EventLoop[created, 0 sockets]]", t.toString());
            assertEquals("Status[unused]", new Status().toString());
        }
        try (Poller poller = Poller.open()) {
            assertEquals("Poller[0 registrations]", poller.toString());
        }
    }
}
