package io.baresock.async;

import static io.baresock.Bsd.*;
import static io.baresock.async.Fixture.*;
import static org.junit.jupiter.api.Assertions.*;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much a turn of a loop does at most, so that nothing waits for longer than a turn. */
class TurnIT {

    private static final int MOST = 100;
    private static final int BURST = 100_000;

    private EventLoop loop;
    private final List<Socket> peers = new ArrayList<>();

    @BeforeEach
    void open() throws ErrnoException {
        loop = EventLoop.builder().tasksPerTurn(MOST).create();
    }

    @AfterEach
    void close() {
        loop.close();
        peers.forEach(Socket::close);
    }

    private AsyncSocket connected() throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        peers.add(pair[0]);
        return loop.adopt(pair[1]);
    }

    @Test
    void aBurstOfTasks_holdsUpNoTimer_andNoSocket() throws Exception {
        int[] ran = {0};
        List<Integer> timer = new ArrayList<>();
        List<Integer> received = new ArrayList<>();
        connected().recv(ByteBuffer.allocateDirect(8), (s, b) -> received.add(ran[0]));
        settle(loop);
        Thread producer = new Thread(() -> {
            loop.execute(() -> loop.schedule(() -> timer.add(ran[0]), 0)); // due while nearly all tasks wait
            for (int i = 0; i < BURST; i++) {
                int number = i;
                loop.execute(() -> assertEquals(number, ran[0]++)); // in their order
            }
        });
        producer.start();
        producer.join();
        peers.get(0).sendFully(text("x"), LONG_TIME);
        for (int before = -1; ran[0] < BURST && ran[0] > before; ) {
            before = ran[0];
            loop.runOnce(0);
            assertTrue(ran[0] - before <= MOST, () -> ran[0] + " tasks");
        }
        assertEquals(BURST, ran[0]);
        assertEquals(1, timer.size());
        assertTrue(timer.get(0) <= 2 * MOST, timer::toString);
        assertEquals(1, received.size());
        assertTrue(received.get(0) <= 2 * MOST, received::toString);
    }

    @Test
    void close_runsTheTasksThatATurnHasLeft() throws Exception {
        int[] ran = {0};
        for (int i = 0; i < 5 * MOST; i++) {
            int number = i;
            loop.execute(() -> assertEquals(number, ran[0]++));
        }
        loop.runOnce(0);
        assertEquals(MOST, ran[0]);
        loop.close();
        assertEquals(5 * MOST, ran[0]);
    }

    @Test
    void timersThatAreDueTogether_areCutToo() throws Exception {
        int[] ran = {0};
        for (int i = 0; i < 5 * MOST; i++) {
            loop.schedule(() -> ran[0]++, 0);
        }
        int turns = 0;
        for (int before = 0; ran[0] < 5 * MOST; before = ran[0]) {
            loop.runOnce(0);
            assertTrue(ran[0] - before <= MOST, ran[0] + " timers");
            assertTrue(++turns <= 20, "none is forgotten");
        }
    }

    @Test
    void callbacksThatCauseMoreAndMore_holdUpNoTimer_andNoSocket() throws Exception {
        int[] told = {0};
        List<Integer> received = new ArrayList<>();
        List<Integer> timer = new ArrayList<>();
        AsyncSocket closed = connected();
        AsyncSocket reads = connected();
        closed.close();
        settle(loop);
        ByteBuffer nothing = ByteBuffer.allocate(1);
        SendCallback[] twice = new SendCallback[1];
        twice[0] = s -> { // EBADF at once: the callbacks double with each round
            told[0]++;
            if (!loop.isClosed()) {
                closed.send(nothing, twice[0]);
                closed.send(nothing, twice[0]);
            }
        };
        reads.recv(ByteBuffer.allocateDirect(8), (s, b) -> received.add(told[0]));
        closed.send(nothing, twice[0]);
        loop.runOnce(0);
        peers.get(1).sendFully(text("x"), LONG_TIME);
        loop.schedule(() -> timer.add(told[0]), 0);
        for (int i = 0; i < 1000 && (received.isEmpty() || timer.isEmpty()); i++) {
            int before = told[0];
            loop.runOnce(0);
            assertTrue(told[0] - before <= MOST, told[0] + " callbacks");
        }
        assertEquals(1, received.size());
        assertEquals(1, timer.size());
        assertTrue(timer.get(0) <= 4 * MOST, timer::toString);
    }

    @Test
    void aGreedyConnection_leavesTheOthersTheirTurn() throws Exception {
        int polite = 20;
        int[] greedy = {0};
        int[] answers = {0};
        RecvCallback goOn = new RecvCallback() {
            @Override
            public void received(Status status, ByteBuffer b) {
                if (status.isSuccess()) {
                    greedy[0]++;
                    status.socket().recv(b.clear(), this);
                }
            }
        };
        AsyncSocket sink = connected();
        for (int i = 0; i < 64; i++) { // many receives at once: each piece could be the next
            sink.recv(ByteBuffer.allocateDirect(1024), goOn);
        }
        RecvCallback echo = new RecvCallback() {
            @Override
            public void received(Status status, ByteBuffer b) {
                if (status.isSuccess()) {
                    answers[0]++;
                    status.socket().recv(this);
                }
            }
        };
        for (int i = 0; i < polite; i++) {
            connected().recv(echo);
        }
        settle(loop);
        ByteBuffer piece = ByteBuffer.allocateDirect(1024);
        int most = 0;
        for (int round = 1; round <= 50; round++) {
            for (int i = 1; i <= polite; i++) {
                peers.get(i).sendFully(text("x"), LONG_TIME);
            }
            int before = greedy[0];
            for (int turn = 0; turn < 20 && answers[0] < round * polite; turn++) {
                while (peers.get(0).send(piece.clear(), MSG_DONTWAIT) > 0) {
                    // as much as it takes, before every turn
                }
                loop.runOnce(0);
            }
            assertEquals(round * polite, answers[0]);
            most = Math.max(most, greedy[0] - before);
        }
        assertTrue(greedy[0] > 50, greedy[0] + " pieces");
        assertTrue(most <= 8 * 16, most + " pieces between two answers of the others");
    }

    @Test
    void badBound_isRefused() {
        EventLoop.Builder builder = EventLoop.builder();
        String why = assertThrows(IllegalArgumentException.class, () -> builder.tasksPerTurn(0))
                .getMessage();
        assertEquals("tasksPerTurn: 0 is less than 1; the default is 1024", why);
        assertEquals("EventLoop.Builder[engine AUTO]", builder.toString());
        assertEquals(
                "EventLoop.Builder[engine AUTO, 5 tasks a turn]",
                builder.tasksPerTurn(5).toString());
    }
}
