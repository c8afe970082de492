package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.Multicast;
import io.baresock.option.SocketOptions;

/** Receives a multicast feed from one source only (SSM), and reports gaps in its numbers. usage: FeedHandler GROUP SOURCE INTERFACE COUNT */
public class FeedHandler {
    public static void main(String[] args) throws ErrnoException {
        Sockaddr group = Sockaddr.inet(args[0], 0);
        Sockaddr source = Sockaddr.inet(args[1], 0);
        long expected = Long.parseLong(args[3]);
        try (Socket socket = Socket.open(AF_INET, SOCK_DGRAM, 0);
                MessageBatch batch = new MessageBatch(32, 2048)) {
            socket.setOption(SocketOptions.SO_REUSEADDR, true); // other programs may take the same feed
            socket.setOption(SocketOptions.SO_RCVBUF, 1 << 20);
            socket.bind(group); // only datagrams to the group, not others to the same port
            Multicast.join(socket, group, source, if_nametoindex(args[2]));
            System.out.println("listening on " + socket.localAddress());
            for (long next = 0; next < expected; ) {
                int n = socket.recvmmsg(batch, MSG_WAITFORONE);
                for (int i = 0; i < n; i++) {
                    long number = batch.payload(i).getLong(); // the feed begins each datagram with its number
                    if (number > next) {
                        System.out.println("lost " + next + " to " + (number - 1));
                    }
                    next = Math.max(next, number + 1);
                }
            }
            System.out.println("received up to " + (expected - 1));
        }
    }
}
