package io.baresock.vthread;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.SOCK_DGRAM;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.vthread.Virtual.Task;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Threads that are all blocked in recv, each on a socket of its own, until each gets its own message. */
public final class ManyProgram {

    private ManyProgram() {}

    /** Prints how many threads got their message, after another thread has run while all of them waited. */
    public static void main(String[] args) throws Exception {
        int many = Integer.parseInt(args[0]);
        List<Socket> sockets = new ArrayList<>();
        List<Task<Integer>> tasks = new ArrayList<>();
        try {
            for (int i = 0; i < many; i++) {
                Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
                sockets.add(s);
                tasks.add(Virtual.call(() -> receive(s)));
            }
            for (Task<Integer> t : tasks) {
                t.awaitParked();
            }
            String free = Virtual.call(() -> "a carrier is free").get();
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                order.add(i);
            }
            Collections.shuffle(order);
            try (Socket sender = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
                ByteBuffer b = ByteBuffer.allocateDirect(Integer.BYTES);
                for (int i : order) {
                    sender.sendto(b.clear().putInt(i).flip(), 0, sockets.get(i).localAddress());
                }
            }
            int right = 0;
            for (int i = 0; i < many; i++) {
                right += tasks.get(i).get() == i ? 1 : 0;
            }
            System.out.println(free + ", " + right + " messages");
        } finally {
            sockets.forEach(Socket::close);
        }
    }

    private static int receive(Socket s) throws Exception {
        ByteBuffer b = ByteBuffer.allocate(64);
        int n = s.recv(b, 0);
        return n == Integer.BYTES ? b.flip().getInt() : -1 - n;
    }
}
