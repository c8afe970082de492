package io.baresock.examples.guide;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.CanOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Frames of a CAN bus. */
public class CanFrames {
    /** A raw socket on an interface such as can0, for identifiers 0x100 to 0x1FF. */
    static Socket open(String name) throws ErrnoException {
        int index = if_nametoindex(name);
        if (index < 0) {
            throw new ErrnoException("if_nametoindex(" + name + ")", -index);
        }
        Socket socket = Socket.open(AF_CAN, SOCK_RAW, CAN_RAW);
        try {
            socket.setOption(CanOptions.CAN_RAW_FILTER, new int[] {0x100, 0x700}); // an identifier and a mask
            return socket.bind(Sockaddr.can(index));
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    /** A struct can_frame: identifier, length, three bytes of nothing, eight of data. */
    static ByteBuffer frame(int id, byte... data) {
        ByteBuffer b = ByteBuffer.allocateDirect(CAN_MTU).order(ByteOrder.nativeOrder());
        return b.putInt(id).put((byte) data.length).position(8).put(data).rewind();
    }
}
