package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.nio.ByteBuffer;

/** Hands a listening socket to the next process, so no connection is refused meanwhile. usage: HotRestart PATH [next] */
public class HotRestart {
    public static void main(String[] args) throws ErrnoException {
        Sockaddr meeting = Sockaddr.unix(args[0]);
        if (args.length == 1) {
            Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)
                    .bind(Sockaddr.loopback4(0))
                    .listen(SOMAXCONN);
            System.out.println("listening on " + listener.localAddress());
            handOver(listener, meeting);
        } else {
            try (Socket listener = takeOver(meeting);
                    Socket client = listener.accept()) {
                client.sendFully("hello from the next process\n".getBytes(UTF_8));
            }
        }
    }

    /** The kernel puts a copy of the descriptor into the message. So this process may close its own afterwards. */
    private static void handOver(Socket listener, Sockaddr meeting) throws ErrnoException {
        try (listener;
                Socket door = Socket.open(AF_UNIX, SOCK_STREAM, 0).bind(meeting).listen(1);
                Message message = new Message(1, 64)) {
            System.out.println("waiting at " + meeting);
            try (Socket next = door.accept()) {
                message.add(ByteBuffer.wrap(new byte[] {1})).control().rights(listener);
                next.sendmsg(message);
            }
        }
        System.out.println("handed over");
    }

    private static Socket takeOver(Sockaddr meeting) throws ErrnoException {
        try (Socket old = Socket.open(AF_UNIX, SOCK_STREAM, 0);
                Message message = new Message(1, 64)) { // its close would close a descriptor that is not taken
            old.connect(meeting);
            message.add(ByteBuffer.allocateDirect(1));
            old.recvmsg(message);
            Socket listener = message.takeSocket(0);
            System.out.println("took over " + listener.localAddress());
            return listener;
        }
    }
}
