package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;
import static io.baresock.option.Metadata.DROPS;
import static io.baresock.option.Metadata.TIMESTAMP;

import io.baresock.ErrnoException;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.Metadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Prints of each datagram how long ago the kernel took it, and how many were dropped before. usage: ReceiveTimes COUNT */
public class ReceiveTimes {
    public static void main(String[] args) throws ErrnoException {
        int expected = Integer.parseInt(args[0]);
        try (Socket socket = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
                MessageBatch batch = new MessageBatch(16, 2048)) {
            Metadata.receive(socket, TIMESTAMP, DROPS); // both come as control messages
            System.out.println("listening on " + socket.localAddress());
            for (int seen = 0; seen < expected; ) {
                int n = socket.recvmmsg(batch, MSG_WAITFORONE);
                long now = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now()); // the clock of the times
                for (int i = 0; i < n; i++, seen++) {
                    long taken = batch.receivedNanos(i); // -1: the kernel took no time
                    System.out.println(batch.bytes(i) + " bytes, age " + (taken < 0 ? "unknown" : now - taken + " ns")
                            + ", dropped so far " + Math.max(0, batch.dropCount(i)));
                }
            }
        }
    }
}
