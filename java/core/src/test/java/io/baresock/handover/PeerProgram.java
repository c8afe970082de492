package io.baresock.handover;

import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_STREAM;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Connects to the address it is given, waits for the end of the stream, and ends. */
final class PeerProgram {

    private PeerProgram() {}

    public static void main(String[] args) throws IOException {
        try (Socket s = Socket.open(AF_UNIX, SOCK_STREAM, 0)) {
            s.connect(Sockaddr.parse(args[0]));
            if (s.recv(ByteBuffer.allocate(1), 0) != 0) {
                throw new AssertionError("no end");
            }
        }
    }
}
