package io.baresock.aeron;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.driver.MediaDriver;
import io.aeron.logbuffer.Header;
import io.baresock.testkit.Patience;
import java.nio.file.Path;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.UnsafeBuffer;

/** A client of {@link CountingService} with a media driver of its own, on Baresock's endpoints. */
final class ClusterClient implements AutoCloseable {

    final CountedEndpoints endpoints = new CountedEndpoints();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[Long.BYTES]);
    private final MediaDriver driver;
    private final AeronCluster cluster;
    private long answered;
    private boolean isSent;

    ClusterClient(Path dir, String ingress, ErrorHandler errors) {
        driver = MediaDriver.launch(endpoints.in(ClusterNode.driverContext(dir, errors)));
        try {
            cluster = AeronCluster.connect(new AeronCluster.Context()
                    .aeronDirectoryName(driver.aeronDirectoryName())
                    .ingressChannel("aeron:udp")
                    .ingressEndpoints(ingress)
                    .egressChannel("aeron:udp?endpoint=127.0.0.1:0")
                    .egressListener(new Answers())
                    .messageTimeoutNs(Patience.NANOS)
                    .newLeaderTimeoutNs(Patience.NANOS)
                    .errorHandler(errors));
        } catch (RuntimeException e) {
            driver.close();
            throw e;
        }
    }

    private final class Answers implements EgressListener {
        @Override
        public void onMessage(
                long clusterSessionId, long timestamp, DirectBuffer buffer, int offset, int length, Header header) {
            answered = Math.max(answered, buffer.getLong(offset));
        }

        @Override
        public void onNewLeader(
                long clusterSessionId, long leadershipTermId, int leaderMemberId, String ingressEndpoints) {
            isSent = false; // the old leader may have lost it
        }
    }

    /** Begins to send a number. */
    void begin(long number) {
        message.putLong(0, number);
        isSent = false;
    }

    /** Sends the number if there is a leader, takes answers, and says whether the number is answered. */
    boolean isAnswered() {
        cluster.pollEgress();
        if (!isSent) {
            isSent = cluster.offer(message, 0, Long.BYTES) > 0;
        }
        return answered == message.getLong(0);
    }

    @Override
    public void close() {
        CloseHelper.closeAll(cluster, driver);
    }
}
