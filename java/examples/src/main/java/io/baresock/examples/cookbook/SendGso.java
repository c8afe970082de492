package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Gso;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.nio.ByteBuffer;

/** Sends a large buffer as datagrams of 1200 bytes; the kernel cuts it. usage: SendGso ADDRESS COUNT */
public class SendGso {
    private static final int SIZE = 1200;

    public static void main(String[] args) throws ErrnoException {
        Sockaddr to = Sockaddr.parse(args[0]);
        ByteBuffer data = ByteBuffer.allocateDirect(SIZE * Integer.parseInt(args[1]));
        Gso gso = new Gso().onPlain((peer, errno) -> System.out.println("no segmentation to " + peer));
        try (Socket socket = Socket.open(to.family(), SOCK_DGRAM, 0)) {
            while (data.hasRemaining()) {
                socket.sendSegments(gso, data, SIZE, 0, to); // moves the buffer's position past what was sent
            }
        }
        System.out.println("datagrams: " + (gso.segments() + gso.singles()));
    }
}
