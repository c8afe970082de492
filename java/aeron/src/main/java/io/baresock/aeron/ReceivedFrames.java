package io.baresock.aeron;

import static io.aeron.logbuffer.FrameDescriptor.frameType;
import static io.aeron.protocol.HeaderFlyweight.HDR_TYPE_DATA;
import static io.aeron.protocol.HeaderFlyweight.HDR_TYPE_PAD;
import static io.aeron.protocol.HeaderFlyweight.HDR_TYPE_RTTM;
import static io.aeron.protocol.HeaderFlyweight.HDR_TYPE_SETUP;

import io.aeron.driver.media.ReceiveChannelEndpoint;
import io.aeron.protocol.DataHeaderFlyweight;
import io.aeron.protocol.RttMeasurementFlyweight;
import io.aeron.protocol.SetupFlyweight;
import io.baresock.MessageBatch;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** The datagrams that one call of recvmmsg brought, each with one of Aeron's frames. One thread uses it; any thread closes it. */
final class ReceivedFrames implements AutoCloseable {

    /** As many as the C driver takes at most ({@code aeron.receiver.io.vector.capacity}). */
    static final int CAPACITY = 16;

    private static final int CONTROL = 64; // for SO_TIMESTAMPNS
    private static final int ROOM = 1 << 16; // Aeron's longest frame has 32 bytes less

    private final MessageBatch batch = new MessageBatch(CAPACITY, 0, CONTROL);
    // Not the batch's own memory, which is free when it is closed.
    private final ByteBuffer[] rooms = new ByteBuffer[CAPACITY];
    private final UnsafeBuffer[] frames = new UnsafeBuffer[CAPACITY];
    private final SockaddrStorage from = new SockaddrStorage();
    private final SourceAddresses sources;
    private final DataHeaderFlyweight data = new DataHeaderFlyweight();
    private final SetupFlyweight setup = new SetupFlyweight();
    private final RttMeasurementFlyweight rtt = new RttMeasurementFlyweight();

    ReceivedFrames(SourceAddresses sources) {
        this.sources = sources;
        ByteBuffer all = BufferUtil.allocateDirectAligned(CAPACITY * ROOM, BitUtil.CACHE_LINE_LENGTH);
        for (int i = 0; i < CAPACITY; i++) {
            rooms[i] = all.slice(i * ROOM, ROOM);
            frames[i] = new UnsafeBuffer(rooms[i]);
            batch.memory(i, rooms[i]);
        }
    }

    /** Receives what is there, without waiting. */
    void receive(Socket socket) throws IOException {
        socket.recvmmsg(batch, 0, 0);
    }

    /** How many datagrams the last call brought. */
    int count() {
        return batch.count();
    }

    int length(int i) {
        return batch.length(i);
    }

    long receivedNanos(int i) {
        return batch.receivedNanos(i);
    }

    private InetSocketAddress source(int i) {
        batch.source(i, from);
        return sources.of(from);
    }

    /** Copies a datagram into Aeron's buffer. Returns its sender. */
    InetSocketAddress copy(int i, ByteBuffer to) {
        to.put(rooms[i].clear().limit(batch.length(i)));
        return source(i);
    }

    /** Hands a datagram to the endpoint, as Aeron's {@code DataTransportPoller} does. */
    void handTo(ReceiveChannelEndpoint endpoint, int i) {
        UnsafeBuffer frame = frames[i];
        int length = batch.length(i);
        if (!endpoint.isValidFrame(frame, length)) {
            return;
        }
        InetSocketAddress source = source(i);
        endpoint.receiveHook(frame, length, source);
        switch (frameType(frame, 0)) {
            case HDR_TYPE_DATA, HDR_TYPE_PAD -> {
                data.wrap(frame);
                endpoint.onDataPacket(data, frame, length, source, 0);
            }
            case HDR_TYPE_SETUP -> {
                setup.wrap(frame);
                endpoint.onSetupMessage(setup, frame, length, source, 0);
            }
            case HDR_TYPE_RTTM -> {
                rtt.wrap(frame);
                endpoint.onRttMeasurement(rtt, frame, length, source, 0);
            }
            default -> {} // none of a receiver's
        }
    }

    @Override
    public void close() {
        batch.close();
    }
}
