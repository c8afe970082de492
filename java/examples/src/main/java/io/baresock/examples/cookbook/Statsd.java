package io.baresock.examples.cookbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.handover.UnixDatagramChannel;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends metrics to a DogStatsD server at a path. It never waits for the server. usage: Statsd PATH */
public class Statsd {
    public static void main(String[] args) throws IOException {
        try (UnixDatagramChannel statsd = UnixDatagramChannel.open(Sockaddr.unix(args[0]))) {
            count(statsd, "page.views:1|c|#room:kitchen");
            count(statsd, "page.time:320|ms");
            System.out.println("dropped: " + statsd.dropped());
        }
    }

    private static void count(UnixDatagramChannel statsd, String line) throws IOException {
        try {
            statsd.write(ByteBuffer.wrap(line.getBytes(UTF_8))); // 0: the server is behind, and the line is dropped
        } catch (ErrnoException e) {
            System.err.println(e.getMessage()); // ENOENT, ECONNREFUSED: no server now
        }
    }
}
