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

/** Sends questions and measures the time until each answer: round trips. */
final class Client implements AutoCloseable {

    /** How long to wait for an answer, or for the last ones; after that it counts as lost. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    /** A sleep may be this much too long, so the rest of a wait is a spin. */
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

    /** A client that waits {@code patience} nanoseconds for an answer. */
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

    /** Runs the whole measurement. */
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

    /** Waits for the answer with that sequence number; late answers to earlier questions are skipped. */
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
     * Sends by the clock. Latency counts from the time when a message was due, not from when it was sent. So if a full socket or a pause
     * delays the sender, the late messages show it (no coordinated omission).
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
