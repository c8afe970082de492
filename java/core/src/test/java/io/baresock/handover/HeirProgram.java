package io.baresock.handover;

import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_STREAM;

import io.baresock.Message;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Receives a listener over a control connection, says so, and answers its clients until the control connection ends. */
final class HeirProgram {

    static final byte[] ANSWER = {'n', 'e', 'w'};

    private HeirProgram() {}

    public static void main(String[] args) throws IOException {
        try (Socket control = Socket.open(AF_UNIX, SOCK_STREAM, 0);
                Message m = new Message()) {
            control.connect(Sockaddr.parse(args[0]));
            control.recvmsg(m.add(ByteBuffer.allocate(1)), 0);
            Socket listener = m.takeSocket(0);
            Thread server = new Thread(() -> RestartIT.serve(listener, ANSWER), "heir");
            server.setDaemon(true);
            server.start();
            control.send(ByteBuffer.wrap(ANSWER), 0);
            while (control.recv(ByteBuffer.allocate(1), 0) > 0) {
                // until the end
            }
            listener.close();
        }
    }
}
