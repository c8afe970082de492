package io.baresock.memory;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Message;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** MSG_WAITALL, where Baresock itself puts the bytes together. */
@DisplayName("MSG_WAITALL")
class WaitAllIT {

    private static final long LONG = Patience.NANOS;

    @Test
    void anErrorAfterSomeBytes_isToldByTheNextCall() {
        Program.Ended ended = Program.end(List.of(), Resets.class);
        assertEquals(0, ended.status(), ended.output());
    }

    /** recvmsg(2) stops behind bytes that came with descriptors, also if there is no room for those. */
    @Test
    void aMessageWithoutRoomForDescriptors_saysThatSomeCame() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket left = pair[0];
                Socket right = pair[1];
                Message out = new Message().add(ByteBuffer.wrap(new byte[3]));
                Message in = new Message(1, 0).add(ByteBuffer.allocate(8))) {
            out.control().rights(left);
            left.sendmsg(out);
            left.send(new byte[5]);
            assertEquals(3, right.recvmsg(in, MSG_WAITALL, LONG));
            assertTrue(in.isControlTruncated());
            assertEquals(5, right.recvmsg(in, MSG_WAITALL, LONG));
        }
    }
}
