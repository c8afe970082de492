package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;
import static io.baresock.option.Metadata.GRO;

import io.baresock.ErrnoException;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.Metadata;

/** Receives datagrams that the kernel has merged (GRO), and splits them. usage: ReceiveGro COUNT */
public class ReceiveGro {
    public static void main(String[] args) throws ErrnoException {
        int expected = Integer.parseInt(args[0]);
        try (Socket socket = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
                MessageBatch batch = new MessageBatch(8, 65_536)) { // a merged piece has up to 64 KiB
            Metadata.receive(socket, GRO);
            System.out.println("listening on " + socket.localAddress());
            long bytes = 0;
            for (int datagrams = 0; datagrams < expected; ) {
                int n = socket.recvmmsg(batch, MSG_WAITFORONE); // waits for one, takes all that are there
                for (int i = 0; i < n; i++) {
                    for (int k = 0; k < batch.datagrams(i); k++, datagrams++) {
                        bytes += batch.datagram(i, k).remaining(); // a view; nothing is copied
                    }
                }
            }
            System.out.println(expected + " datagrams, " + bytes + " bytes");
        }
    }
}
