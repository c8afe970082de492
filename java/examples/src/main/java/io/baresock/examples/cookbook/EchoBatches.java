package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;

/** A UDP echo server with two system calls for up to 32 datagrams. */
public class EchoBatches {
    public static void main(String[] args) throws ErrnoException {
        try (Socket socket = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
                MessageBatch batch = new MessageBatch(32, 2048)) {
            System.out.println("listening on " + socket.localAddress());
            while (true) {
                int n = socket.recvmmsg(batch, MSG_WAITFORONE);
                for (int i = 0; i < n; i++) {
                    batch.length(i, batch.bytes(i)).reply(i); // the same bytes, to the sender
                }
                while (batch.count() > 0) {
                    socket.sendmmsg(batch, 0); // count() goes down by what was sent
                }
            }
        }
    }
}
