package io.baresock.memory;

import static io.baresock.Bsd.*;

import io.baresock.Socket;
import io.baresock.internal.Interposer;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.ForwardingBackend;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/** During readv and writev another buffer is put into the array. The kernel still uses the old one, so its memory must stay. */
final class Swapped {

    private static final int COLLECTIONS = 5;
    private static final int SIZE = 4;

    private static final ByteBuffer[] GIVEN = new ByteBuffer[2];

    private Swapped() {}

    private static final class Swaps extends ForwardingBackend {
        private WeakReference<ByteBuffer> first = new WeakReference<>(null);
        private int swaps;

        Swaps(Backend real) {
            super(real);
        }

        private void swap() {
            GIVEN[0] = ByteBuffer.allocateDirect(1);
            for (int i = 0; i < COLLECTIONS; i++) {
                System.gc();
            }
            if (first.refersTo(null)) {
                throw new AssertionError("the buffer is gone during the call");
            }
            swaps++;
        }

        @Override
        public int readv(int fd, long iov, int count) {
            swap();
            return super.readv(fd, iov, count);
        }

        @Override
        public int sendmsg(int fd, long message, int flags) {
            swap();
            return super.sendmsg(fd, message, flags);
        }
    }

    public static void main(String[] args) throws Exception {
        Swaps[] backend = new Swaps[1];
        Interposer.install(real -> backend[0] = new Swaps(real));
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        prepare(backend[0]);
        check(writev(pair[0].fd(), GIVEN), 2 * SIZE);
        check(GIVEN[1].position(), SIZE);
        prepare(backend[0]);
        check(readv(pair[1].fd(), GIVEN), 2 * SIZE);
        check(GIVEN[0].position(), 0);
        check(backend[0].swaps, 2);
    }

    private static void prepare(Swaps backend) {
        GIVEN[0] = ByteBuffer.allocateDirect(SIZE);
        GIVEN[1] = ByteBuffer.allocateDirect(SIZE);
        backend.first = new WeakReference<>(GIVEN[0]);
    }

    private static void check(int is, int right) {
        if (is != right) {
            throw new AssertionError(is + " is not " + right);
        }
    }
}
