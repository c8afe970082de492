package io.baresock.latency;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** Asks and times the answers: round trips. */
final class Client implements AutoCloseable {

    /** How long to wait for an answer, or for the last ones: beyond that it is lost. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    /** A sleep may take this much longer than asked for, so the rest of a wait is spun. */
    private static final long SLEEP_ERROR = TimeUnit.MICROSECONDS.toNanos(100);

    private final Load load;
    private final long patience;
    private final Messages messages;
    private final Recorder recorder = new Recorder(TimeUnit.MINUTES.toNanos(10), 3);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private volatile boolean sending;

    Client(Endpoint endpoint, Load load) throws IOException {
        this(endpoint, load, PATIENCE);
    }

    /** One that waits so many nanoseconds for an answer. */
    Client(Endpoint endpoint, Load load, long patience) throws IOException {
        this.load = load;
        this.patience = patience;
        messages = new Messages(endpoint.connect(), endpoint.transport() != Endpoint.Transport.UDP, load.spin());
    }

    Recorder recorder() {
        return recorder;
    }

    long sent() {
        return sent.get();
    }

    long received() {
        return received.get();
    }

    /** Does it all. */
    void run() throws IOException, InterruptedException {
        if (load.rate() == 0) {
            pingPong();
        } else {
            openLoop();
        }
    }

    private void record(long latency, boolean counts) {
        received.incrementAndGet();
        if (counts) {
            recorder.recordValue(Math.max(0, latency));
        }
    }

    private void pingPong() throws IOException {
        ByteBuffer out = message();
        ByteBuffer in = ByteBuffer.allocateDirect(Header.MOST);
        long start = System.nanoTime();
        for (long sequence = 1; ; sequence++) {
            long before = System.nanoTime();
            if (before - start >= load.nanos()) {
                return;
            }
            Header.question(out, sequence, load.size());
            messages.send(out);
            sent.incrementAndGet();
            if (answer(in, sequence, before + patience)) {
                record(System.nanoTime() - before, before - start >= load.warmUp());
            }
        }
    }

    /** Waits for the answer to that; one that comes too late for its own question is passed over. */
    private boolean answer(ByteBuffer in, long sequence, long deadline) throws IOException {
        while (messages.receive(in, deadline)) {
            if (Header.isAnswer(in) && Header.sequence(in) == sequence) {
                return true;
            }
        }
        return false;
    }

    private ByteBuffer message() {
        return ByteBuffer.allocateDirect(load.size());
    }

    /**
     * Sends by the clock. Latency is counted from when a message was to be sent, not from when it was: when the sender
     * is held up, by a full socket or by a pause, the messages that are late because of it say so (no coordinated omission).
     */
    private void openLoop() throws IOException, InterruptedException {
        long start = System.nanoTime();
        sending = true;
        FutureTask<@Nullable Void> work = new FutureTask<>(() -> sendByTheClock(start));
        Thread sender = new Thread(work, "sender");
        sender.start();
        try {
            receiveAll(start);
        } finally {
            sender.join();
        }
        try {
            work.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private @Nullable Void sendByTheClock(long start) throws IOException {
        try {
            ByteBuffer out = message();
            for (long sequence = 1; load.intended(sequence) < load.nanos(); sequence++) {
                waitUntil(start + load.intended(sequence));
                Header.question(out, sequence, load.size());
                messages.send(out);
                sent.incrementAndGet();
            }
            return null;
        } finally {
            sending = false;
        }
    }

    private void waitUntil(long time) {
        long left = time - System.nanoTime();
        while (left > 0) {
            if (!load.spin() && left > SLEEP_ERROR) {
                LockSupport.parkNanos(left - SLEEP_ERROR);
            } else {
                Thread.onSpinWait();
            }
            left = time - System.nanoTime();
        }
    }

    private void receiveAll(long start) throws IOException {
        ByteBuffer in = ByteBuffer.allocateDirect(Header.MOST);
        long last = System.nanoTime();
        while (sending || received.get() < sent.get()) {
            boolean came = messages.receive(in, System.nanoTime());
            long now = System.nanoTime();
            if (came && Header.isAnswer(in)) {
                long intended = load.intended(Header.sequence(in));
                record(now - start - intended, intended >= load.warmUp());
                last = now;
            } else if (!sending && now - last > patience) {
                return;
            }
        }
    }

    @Override
    public void close() {
        messages.close();
    }
}
