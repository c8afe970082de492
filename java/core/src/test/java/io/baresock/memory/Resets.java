package io.baresock.memory;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.Socket;
import io.baresock.internal.Interposer;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.ForwardingBackend;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The peer breaks the connection after a receive has found more bytes, and before it takes them: another thread has them. */
final class Resets {

    private static final long LONG = Patience.NANOS;

    private Resets() {}

    private static final class Breaks extends ForwardingBackend {
        private @Nullable Socket peer;
        private int receives;

        Breaks(Backend real, @Nullable Socket peer) {
            super(real);
            this.peer = peer;
        }

        @Override
        public int recv(int fd, long address, int length, int flags) {
            breakBeforeTheSecond();
            return super.recv(fd, address, length, flags);
        }

        @Override
        public int recvmsg(int fd, long message, int flags) {
            breakBeforeTheSecond();
            return super.recvmsg(fd, message, flags);
        }

        @Override
        public int recvPiece(int fd, long address, int length, int flags, long piece) {
            breakBeforeTheSecond();
            return super.recvPiece(fd, address, length, flags, piece);
        }

        @Override
        public int recvmsgPiece(int fd, long message, int flags, long piece) {
            breakBeforeTheSecond();
            return super.recvmsgPiece(fd, message, flags, piece);
        }

        private void breakBeforeTheSecond() {
            if (++receives == 2 && peer != null) {
                peer.close(); // with a byte that it did not read: a reset
            }
        }

        @Override
        public int pollOne(int fd, int events, long nanos) {
            return receives == 1 ? POLLIN : super.pollOne(fd, events, nanos); // what the other thread takes
        }
    }

    private interface Receive {
        int from(Socket s) throws ErrnoException;
    }

    public static void main(String[] args) throws Exception {
        Breaks[] backend = new Breaks[1];
        Interposer.install(real -> backend[0] = new Breaks(real, null));
        Receive[] receives = {
            s -> s.recv(ByteBuffer.allocateDirect(8), MSG_WAITALL, LONG),
            s -> s.recv(ByteBuffer.allocate(8), MSG_WAITALL, LONG),
            s -> s.recvmsg(new Message().add(ByteBuffer.allocateDirect(8)), MSG_WAITALL, LONG),
            s -> s.recvmsg(new Message().add(ByteBuffer.allocate(8)), MSG_WAITALL, LONG),
        };
        for (int i = 0; i < receives.length; i++) {
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            pair[0].send(new byte[3]);
            pair[1].send(new byte[1]);
            backend[0].peer = pair[0];
            backend[0].receives = 0;
            int n = receives[i].from(pair[1]);
            if (n != 3 || backend[0].receives != 2) {
                throw new AssertionError(i + ": " + n + " after " + backend[0].receives + " receives");
            }
            int errno = 0;
            try {
                pair[1].recv(new byte[8]);
            } catch (ErrnoException e) {
                errno = e.errno();
            }
            if (errno != ECONNRESET) {
                throw new AssertionError(i + ": errno " + errno);
            }
            pair[1].close();
        }
    }
}
