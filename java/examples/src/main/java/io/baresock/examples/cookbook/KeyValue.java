package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.baresock.Sockaddr;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.Status;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Keeps values: "set KEY VALUE" and "get KEY", a line each. A client may send many commands before it reads an answer. */
public class KeyValue {
    private static final int LONGEST_LINE = 65_536;
    private static final Map<String, String> VALUES =
            new HashMap<>(); // used by the loop's thread only, so there is no lock

    private final AsyncSocket client;
    private final ByteBuffer in = ByteBuffer.allocate(LONGEST_LINE);
    private boolean receiving;

    private KeyValue(AsyncSocket client) {
        this.client = client.onWritable(c -> work());
    }

    public static void main(String[] args) throws Exception {
        try (EventLoop loop = EventLoop.start("values")) {
            loop.exceptionHandler((thread, error) -> error.printStackTrace());
            AsyncSocket listener = loop.open(AF_INET, SOCK_STREAM, 0);
            listener.socket().bind(Sockaddr.loopback4(0));
            listener.listen(SOMAXCONN).accept((status, connection) -> {
                if (connection != null) {
                    new KeyValue(connection).work();
                }
            });
            System.out.println("listening on " + listener.socket().localAddress());
            while (System.in.read() != -1) { // until standard input ends
            }
        }
    }

    /** Answers what has come, until too many answers wait. Then onWritable goes on, and the client is not read meanwhile. */
    private void work() {
        if (receiving) {
            return; // its callback does the work
        }
        in.flip();
        for (int end = endOfLine(); end >= 0 && client.isWritable(); end = endOfLine()) {
            String line = new String(in.array(), in.position(), end - in.position(), UTF_8);
            in.position(end + 1);
            client.send(ByteBuffer.wrap(answer(line.strip()).getBytes(UTF_8)), this::sent);
        }
        in.compact(); // the rest stays
        if (!client.isWritable()) {
            System.out.println("bytes that wait: " + client.queuedBytes());
        } else if (in.hasRemaining()) {
            receiving = true;
            client.recv(in, this::received);
        } else {
            client.close(); // a line that is too long
        }
    }

    private void received(Status status, ByteBuffer data) {
        receiving = false;
        if (status.isSuccess() && !status.isEnd()) {
            work();
        } else {
            client.close();
        }
    }

    private void sent(Status status) {
        if (!status.isSuccess()) {
            client.close();
        }
    }

    private int endOfLine() {
        for (int i = in.position(); i < in.limit(); i++) {
            if (in.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static String answer(String line) {
        String[] words = line.split(" ", 3);
        if (words[0].equals("get") && words.length == 2) {
            return VALUES.getOrDefault(words[1], "") + "\n";
        }
        if (words[0].equals("set") && words.length == 3) {
            VALUES.put(words[1], words[2]);
            return "ok\n";
        }
        return "what?\n";
    }
}
