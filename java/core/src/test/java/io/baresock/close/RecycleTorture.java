package io.baresock.close;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.SOCK_DGRAM;
import static io.baresock.Bsd.SOCK_NONBLOCK;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.SocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Threads send on UDP sockets while another closes and opens them, so that the same few descriptor numbers go round. Each
 * socket is connected to the sink of its slot, and each datagram says which slot's socket it was sent on: one that arrives
 * at another sink went out through a recycled number, and is a stranger.
 */
final class RecycleTorture implements AutoCloseable {

    /** A socket under torture: guarded, or a double that is not. */
    interface Victim {
        /** Sends; false if it was closed already. */
        boolean send(ByteBuffer datagram);

        void close();
    }

    /** Makes a victim that is connected to a sink. */
    interface Opener {
        Victim open(Sockaddr sink) throws ErrnoException;
    }

    /** What came of it. */
    record Counts(long operations, long sent, long received, long strangers, long reopened) {}

    private static final int SLOTS = 8;
    private static final int SENDERS = 2;
    private static final int SENDS_BETWEEN_DRAINS = 32;

    private final Opener opener;
    private final List<Socket> sinks = new ArrayList<>();
    private final AtomicReferenceArray<Victim> victims = new AtomicReferenceArray<>(SLOTS);
    private final AtomicLong operations = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong strangers = new AtomicLong();
    private final AtomicBoolean stop = new AtomicBoolean();
    private long reopened;

    RecycleTorture(Opener opener) throws ErrnoException {
        this.opener = opener;
        for (int i = 0; i < SLOTS; i++) {
            Socket sink = Socket.open(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
            sinks.add(sink.setOption(SocketOptions.SO_RCVBUF, 1 << 20).bind(Sockaddr.loopback4(0)));
        }
        for (int i = 0; i < SLOTS; i++) {
            victims.set(i, open(i));
        }
    }

    private Victim open(int slot) throws ErrnoException {
        return opener.open(sinks.get(slot).localAddress());
    }

    /** Runs until there were so many sends, or as many strangers; fails if that takes longer than the bound. */
    Counts run(long enoughOperations, long enoughStrangers) throws Exception {
        List<CallThread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(CallThread.start(() -> send(enoughOperations, enoughStrangers)));
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10 * CallThread.BOUND_SECONDS);
        while (senders.stream().anyMatch(t -> !t.isDone())) {
            if (System.nanoTime() - deadline > 0) {
                stop.set(true);
                throw new AssertionError("only " + operations + " operations in time");
            }
            swapTwo();
        }
        for (CallThread sender : senders) {
            sender.await();
        }
        drain(ByteBuffer.allocateDirect(64));
        return new Counts(operations.get(), sent.get(), received.get(), strangers.get(), reopened);
    }

    /** Closes two and opens them again in any order: either may get the other's number, since the lowest free one is given. */
    private void swapTwo() throws ErrnoException {
        int one = ThreadLocalRandom.current().nextInt(SLOTS);
        int other = (one + 1 + ThreadLocalRandom.current().nextInt(SLOTS - 1)) % SLOTS;
        victims.get(one).close();
        victims.get(other).close();
        victims.set(other, open(other));
        victims.set(one, open(one));
        reopened += 2;
    }

    private int send(long enoughOperations, long enoughStrangers) throws ErrnoException {
        ByteBuffer datagram = ByteBuffer.allocateDirect(Integer.BYTES);
        ByteBuffer arrived = ByteBuffer.allocateDirect(64);
        while (!stop.get() && operations.get() < enoughOperations && strangers.get() < enoughStrangers) {
            int accepted = 0;
            for (int i = 0; i < SENDS_BETWEEN_DRAINS; i++) {
                int slot = ThreadLocalRandom.current().nextInt(SLOTS);
                accepted += victims.get(slot).send(datagram.clear().putInt(slot).flip()) ? 1 : 0;
            }
            sent.addAndGet(accepted);
            operations.addAndGet(SENDS_BETWEEN_DRAINS);
            drain(arrived);
        }
        return 0;
    }

    /** Empties the sinks, before any of them is full and drops what would tell. */
    private void drain(ByteBuffer b) throws ErrnoException {
        for (int slot = 0; slot < SLOTS; slot++) {
            while (sinks.get(slot).recv(b.clear(), 0) != Socket.WOULD_BLOCK) {
                received.incrementAndGet();
                if (b.flip().remaining() != Integer.BYTES || b.getInt() != slot) {
                    strangers.incrementAndGet();
                }
            }
        }
    }

    @Override
    public void close() {
        stop.set(true);
        for (int i = 0; i < SLOTS; i++) {
            victims.get(i).close();
        }
        sinks.forEach(Socket::close);
    }
}
