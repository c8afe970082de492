package io.baresock.demo;

import io.baresock.Baresock;
import io.baresock.bench.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A contestant's process. Reads lines {@code TRANSPORT COUNT}, plays a round for each and answers with the histogram of its
 * round trips; ends with its input. One transport a process, so that the JIT sees one kind of socket.
 */
final class Worker {

    private Worker() {}

    public static void main(String[] args) throws IOException {
        Contestant contestant = Contestant.valueOf(args[0]);
        boolean bare = contestant == Contestant.FFM || contestant == Contestant.JNI;
        if (bare && !Baresock.backend().equals(contestant.id())) {
            throw new IllegalStateException(contestant.label() + " runs on " + Baresock.backend());
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        String first = in.readLine();
        if (first == null) {
            return;
        }
        Transport transport = Transport.valueOf(first.split(" ")[0]);
        try (PingPong pingPong = PingPong.open(contestant, transport)) {
            for (String line = first; line != null; line = in.readLine()) {
                System.out.println(round(pingPong, Integer.parseInt(line.split(" ")[1])));
            }
        }
    }

    private static String round(PingPong pingPong, int count) throws IOException {
        long[] nanos = new long[count];
        pingPong.run(nanos);
        Histogram histogram = histogram();
        for (long n : nanos) {
            histogram.recordValue(Math.min(Math.max(n, 1), histogram.getHighestTrackableValue()));
        }
        ByteBuffer encoded = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(encoded);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(encoded.array(), length));
    }

    /** Nanoseconds up to ten seconds, three digits. */
    static Histogram histogram() {
        return new Histogram(TimeUnit.SECONDS.toNanos(10), 3);
    }
}
