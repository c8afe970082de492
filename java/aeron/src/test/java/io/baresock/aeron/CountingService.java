package io.baresock.aeron;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import io.baresock.testkit.Patience;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A service that counts: messages have the numbers 1, 2, 3 and so on, and each is answered by its number. A number that comes twice counts
 * once, because a client sends it again when there is a new leader; a number that skips others is not answered.
 */
final class CountingService implements ClusteredService {

    private final UnsafeBuffer answer = new UnsafeBuffer(new byte[Long.BYTES]);
    private @Nullable Cluster cluster;
    private volatile long counted;
    private volatile boolean leads;

    long counted() {
        return counted;
    }

    boolean leads() {
        return leads;
    }

    @Override
    public void onStart(Cluster itsCluster, Image snapshotImage) {
        cluster = itsCluster;
    }

    @Override
    public void onSessionMessage(
            ClientSession session, long timestamp, DirectBuffer buffer, int offset, int length, Header header) {
        long number = buffer.getLong(offset);
        if (number > counted + 1) {
            return;
        }
        counted = Math.max(counted, number);
        answer.putLong(0, number);
        long start = System.nanoTime();
        while (session.offer(answer, 0, Long.BYTES) < 0
                && !session.isClosing()
                && System.nanoTime() - start < Patience.NANOS) {
            cluster.idleStrategy().idle();
        }
    }

    @Override
    public void onRoleChange(Cluster.Role newRole) {
        leads = newRole == Cluster.Role.LEADER;
    }

    @Override
    public void onSessionOpen(ClientSession session, long timestamp) {}

    @Override
    public void onSessionClose(ClientSession session, long timestamp, CloseReason closeReason) {}

    @Override
    public void onTimerEvent(long correlationId, long timestamp) {}

    @Override
    public void onTakeSnapshot(ExclusivePublication snapshotPublication) {}

    @Override
    public void onTerminate(Cluster itsCluster) {}
}
