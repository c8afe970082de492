package io.baresock.memory;

import static io.baresock.Bsd.*;

import io.baresock.Bsd;
import io.baresock.Message;
import io.baresock.Socket;
import io.baresock.internal.Interposer;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.ForwardingBackend;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Another thread receives what a message has looked at, just before it looks again. */
final class Peeks {

    private static final long BRIEF = 20_000_000;

    private Peeks() {}

    private static final class Takes extends ForwardingBackend {
        private int looks;

        Takes(Backend real) {
            super(real);
        }

        @Override
        public int recvmsg(int fd, long message, int flags) {
            if (++looks == 2 && Bsd.recv(fd, ByteBuffer.allocateDirect(100), MSG_DONTWAIT) != 3) {
                throw new AssertionError("the bytes are not there");
            }
            return super.recvmsg(fd, message, flags);
        }
    }

    public static void main(String[] args) throws Exception {
        Takes[] backend = new Takes[1];
        Interposer.install(real -> backend[0] = new Takes(real));
        for (boolean direct : new boolean[] {false, true}) {
            Socket[] pair = PeekIT.connection();
            pair[0].send("abc".getBytes(StandardCharsets.US_ASCII));
            ByteBuffer one = direct ? ByteBuffer.allocateDirect(2) : ByteBuffer.allocate(2);
            ByteBuffer two = direct ? ByteBuffer.allocateDirect(8) : ByteBuffer.allocate(8);
            backend[0].looks = 0;
            try (Message m = new Message().add(one).add(two)) {
                int n = pair[1].recvmsg(m, MSG_PEEK | MSG_WAITALL, BRIEF);
                String got = "" + (char) one.get(0) + (char) one.get(1) + (char) two.get(0);
                if (n != 3 || one.position() != 2 || two.position() != 1 || !got.equals("abc")) {
                    throw new AssertionError(n + ", " + one + ", " + two + ", " + got);
                }
            }
            if (backend[0].looks < 2) {
                throw new AssertionError("it did not look again");
            }
        }
    }
}
