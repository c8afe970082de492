package io.baresock.option;

import io.baresock.SocketOption;
import java.nio.ByteBuffer;

/** {@code struct linger}: two ints. */
final class LingerOption extends SocketOption<Linger> {

    LingerOption(String label, int level, int name) {
        super(label, level, name, Linger.class, 2 * Integer.BYTES);
    }

    @Override
    protected void encode(Linger value, ByteBuffer out) {
        out.putInt(value.on() ? 1 : 0).putInt(value.seconds());
    }

    @Override
    protected Linger decode(ByteBuffer in) {
        return new Linger(in.getInt() != 0, in.getInt());
    }
}
