package io.baresock.async;

import static io.baresock.Bsd.*;
import static io.baresock.async.Fixture.*;
import static org.junit.jupiter.api.Assertions.*;

import io.baresock.Socket;
import io.baresock.testkit.Allocations;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AllocationsIT {

    private static final int ECHOES = 20_000;

    /** One connection of the server's: receives, sends it back, and again. */
    private static final class Echo implements RecvCallback, SendCallback {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(256);
        private final AsyncSocket socket;
        private final Status recv = new Status();
        private final Status send = new Status();
        private final boolean deadlines;
        private final boolean borrows;

        Echo(AsyncSocket socket, boolean deadlines, boolean borrows) {
            this.socket = socket;
            this.deadlines = deadlines;
            this.borrows = borrows;
        }

        void receive() {
            if (borrows) {
                socket.recv(this, recv);
            } else {
                socket.recv(buffer.clear(), this, recv);
            }
            if (deadlines) {
                recv.deadline(LONG_TIME);
            }
        }

        @Override
        public void received(Status status, ByteBuffer b) {
            if (status.isSuccess() && !status.isEnd()) {
                socket.send(b.flip(), this, send);
            }
        }

        @Override
        public void sent(Status status) {
            if (status.isSuccess()) {
                receive();
            }
        }
    }

    @SuppressWarnings("deprecation") // Thread.threadId() is newer than JDK 17
    private static void echoes(boolean deadlines, boolean borrows) throws Exception {
        try (EventLoop loop = EventLoop.create()) {
            Socket[] pair = connection();
            try (Socket client = pair[0].setNonblocking(true)) {
                Echo echo = new Echo(loop.adopt(pair[1]), deadlines, borrows);
                loop.execute(echo::receive);
                ByteBuffer message = pattern(64);
                ByteBuffer answer = ByteBuffer.allocateDirect(64);
                long thread = Thread.currentThread().getId();
                long least = Allocations.leastBytes(thread, ECHOES, ECHOES - 1, () -> {
                    client.send(message.clear(), 0);
                    answer.clear();
                    while (answer.hasRemaining()) {
                        loop.runOnce(LONG_TIME);
                        client.recv(answer, 0);
                    }
                });
                assertEquals(message.clear(), answer.flip());
                assertEquals(0, least / ECHOES, least + " bytes in " + ECHOES + " echoes");
            }
        }
    }

    @Test
    @DisplayName("G15: a steady echo with statuses of one's own allocates 0 bytes an echo")
    void echo_allocatesNothing() throws Exception {
        echoes(false, false);
    }

    @Test
    @DisplayName("the same with a deadline for each receive")
    void echoWithDeadlines_allocatesNothing() throws Exception {
        echoes(true, false);
    }

    @Test
    @DisplayName("the same with the loop's buffer")
    void echoWithTheLoopsBuffer_allocatesNothing() throws Exception {
        echoes(false, true);
    }
}
