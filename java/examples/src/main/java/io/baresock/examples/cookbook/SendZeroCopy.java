package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.ErrorQueue;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.zerocopy.ZeroCopyBuffer;
import io.baresock.zerocopy.ZeroCopyPool;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Sends from memory that the kernel does not copy, and waits until it is free again. usage: SendZeroCopy ADDRESS COUNT */
public class SendZeroCopy {
    private static final int SIZE = 64 * 1024;

    public static void main(String[] args) throws ErrnoException {
        Sockaddr to = Sockaddr.parse(args[0]);
        try (Socket socket = Socket.open(to.family(), SOCK_STREAM, 0);
                ErrorQueue queue = new ErrorQueue(32, 0)) {
            socket.connect(to);
            try (ZeroCopyPool pool = ZeroCopyPool.open(socket, 4, SIZE)) {
                for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                    ZeroCopyBuffer buffer = pool.acquire();
                    while (buffer == null) { // the kernel still reads all of them
                        takeCompletions(socket, queue, pool);
                        buffer = pool.acquire();
                    }
                    ByteBuffer data = buffer.buffer(); // fill it here
                    while (data.hasRemaining()) {
                        buffer.send(0); // on TCP it may send a part; after the last byte the buffer is the kernel's
                    }
                }
                while (pool.lent() > 0) {
                    takeCompletions(socket, queue, pool);
                }
                System.out.println("not copied " + pool.zeroCopied() + ", copied after all " + pool.copied());
            }
        }
    }

    private static void takeCompletions(Socket socket, ErrorQueue queue, ZeroCopyPool pool) throws ErrnoException {
        socket.poll(0, Duration.ofSeconds(1)); // an entry of the queue ends the wait
        socket.errors(queue);
        pool.completed(queue);
    }
}
