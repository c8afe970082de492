package io.baresock.memory;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a hand-made option is given to write to and read from is nobody else's. */
@DisplayName("hand-made options get memory of their own")
class OptionMemoryIT {

    private final List<ByteBuffer> kept = new ArrayList<>();

    private final SocketOption<Integer> option =
            new SocketOption<>("SO_RCVBUF", SOL_SOCKET, SO_RCVBUF, Integer.class, 4) {
                @Override
                protected void encode(Integer value, ByteBuffer out) {
                    assertEquals(ByteOrder.nativeOrder(), out.order());
                    assertEquals(0, out.position());
                    out.putInt(value);
                    out.order(ByteOrder.BIG_ENDIAN);
                    kept.add(out);
                }

                @Override
                protected Integer decode(ByteBuffer in) {
                    assertEquals(ByteOrder.nativeOrder(), in.order());
                    kept.add(in);
                    int value = in.getInt();
                    in.order(ByteOrder.BIG_ENDIAN);
                    return value;
                }
            };

    @Test
    void whatItKeeps_neverShowsWhatOthersSend() throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1]) {
            for (int i = 0; i < 10; i++) {
                a.setOption(option, 8192);
                assertEquals(16_384, a.getOption(option));
            }
            byte[] secret = new byte[4096];
            java.util.Arrays.fill(secret, (byte) 0x5A);
            for (int i = 0; i < 10; i++) {
                assertEquals(secret.length, a.send(ByteBuffer.wrap(secret), 0));
                assertEquals(secret.length, b.recv(ByteBuffer.allocate(4096), 0));
                assertEquals(
                        8, writev(a.fd(), ByteBuffer.allocate(4), ByteBuffer.allocate(4))); // needs the native order
                assertEquals(8, b.recv(ByteBuffer.allocate(4096), 0));
            }
            for (ByteBuffer k : kept) {
                k.clear();
                while (k.hasRemaining()) {
                    assertFalse(k.get() == 0x5A);
                }
                k.clear(); // and what it writes is nobody's data
            }
        }
    }
}
