package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.TcpInfo;
import io.baresock.option.TcpInfo.Field;
import java.nio.ByteBuffer;

/** Sends for a while and prints what the kernel knows of the connection. usage: WatchTcp ADDRESS COUNT */
public class WatchTcp {
    public static void main(String[] args) throws ErrnoException {
        Sockaddr to = Sockaddr.parse(args[0]);
        TcpInfo info = new TcpInfo(); // used again for every look
        try (Socket socket = Socket.open(to.family(), SOCK_STREAM, 0)) {
            socket.connect(to);
            ByteBuffer data = ByteBuffer.allocateDirect(100_000);
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                socket.sendFully(data.clear());
                info.read(socket);
                System.out.println("rtt " + info.get(Field.RTT) + " us, window " + info.get(Field.SND_CWND)
                        + " segments, lost " + info.get(Field.LOST) + ", sent again " + info.get(Field.TOTAL_RETRANS)
                        + (info.has(Field.NOTSENT_BYTES) ? ", not sent yet " + info.get(Field.NOTSENT_BYTES) : ""));
            }
        }
    }
}
