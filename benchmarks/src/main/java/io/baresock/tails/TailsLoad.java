package io.baresock.tails;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.gate.Child;
import io.baresock.option.Linger;
import io.baresock.option.SocketOptions;
import io.baresock.option.TcpOptions;
import io.baresock.poll.Poller;
import io.baresock.poll.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The load, in a process of its own: one thread, a closed loop. Each connection asks, and asks again when it is answered; the time of
 * each is kept. A {@link Question} is one load, and {@link Tails} is its answer.
 */
final class TailsLoad {

    /** How many connections may wait to be accepted: as many as the kernel allows. */
    static final int BACKLOG = 4096;

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
    private static final int PIECE = 1 << 17; // of what a greedy connection sends

    private final Sockaddr server;
    private final Workload workload;
    private final Poller poller = Poller.open(1024);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(Request.SIZE);
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE).putInt(0, Request.DROP);
    private final Histogram times = new Histogram(PATIENCE, 3);
    private final Histogram besides = new Histogram(PATIENCE, 3);
    private final Histogram between = new Histogram(3);
    private final Connection[] all;
    private boolean counts;
    private int greeted; // of the connections that count
    private boolean begun;
    private long answers;
    private long pieces; // of the greedy connection

    private TailsLoad(int port, Workload workload) throws IOException {
        this.server = Sockaddr.loopback4(port);
        this.workload = workload;
        all = new Connection[workload.connections() + workload.besides()];
    }

    /**
     * A load that is asked for.
     *
     * @param port of the server
     * @param settle milliseconds before the load counts
     * @param millis milliseconds that count
     */
    record Question(int port, long settle, long millis, Workload workload) {}

    public static void main(String[] args) throws IOException {
        Child.answer(Question.class, q -> new TailsLoad(q.port(), q.workload()).run(q.settle(), q.millis()));
    }

    private Tails run(long settleMillis, long millis) throws IOException {
        try {
            for (int i = 0; i < all.length; i++) {
                all[i] = new Connection(i >= workload.connections() ? workload.beside() : Workload.Beside.NOTHING);
                all[i].open();
            }
            long patience = System.nanoTime() + PATIENCE;
            // All begin together: a connection that nobody serves would make it easier for the rest.
            while (greeted < workload.connections()) {
                turn(1);
                if (System.nanoTime() - patience > 0) {
                    throw new IOException("only " + greeted + " connections were accepted");
                }
            }
            begun = true;
            for (Connection c : all) {
                if (c.greeted) {
                    c.ask();
                }
            }
            turn(settleMillis);
            counts = true;
            long nanos = turn(millis);
            for (Connection c : all) {
                c.stillWaits();
            }
            if (workload.beside() == Workload.Beside.GREEDY && pieces == 0) {
                throw new IOException("the greedy connection could send nothing");
            }
            return Tails.of(
                    nanos,
                    times,
                    besides,
                    between,
                    Arrays.stream(all)
                            .limit(workload.connections())
                            .mapToLong(c -> c.count)
                            .toArray());
        } finally {
            for (Connection c : all) {
                if (c != null && c.socket != null) {
                    c.socket.close();
                }
            }
            poller.close();
        }
    }

    /** Answers for so long; how long it was. */
    private long turn(long millis) throws IOException {
        long start = System.nanoTime();
        long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
        long now = start;
        while (now - end < 0) {
            if (poller.poll(Math.min(end - now, PATIENCE)) == 0 && end - now > PATIENCE) {
                throw new IOException("no answer for a minute");
            }
            while (poller.next()) {
                if (poller.attachment() instanceof Connection c) {
                    c.answered();
                }
            }
            now = System.nanoTime();
        }
        return now - start;
    }

    /** One that asks again and again. */
    private final class Connection {
        private final Workload.Beside kind;
        private final ByteBuffer request;
        private @Nullable Socket socket;
        private @Nullable Registration registration;
        private boolean greeted;
        private long asked;
        private long before; // answers of all
        private long count;

        Connection(Workload.Beside kind) {
            this.kind = kind;
            request = Request.of(
                    switch (kind) {
                        case SLOW -> Workload.SLOW_MICROS;
                        case TIMERS -> -Workload.SLEEP_MICROS;
                        default -> workload.micros();
                    });
        }

        void open() throws IOException {
            Socket s = Socket.open(Bsd.AF_INET, Bsd.SOCK_STREAM, 0);
            socket = s;
            greeted = false;
            asked = System.nanoTime();
            s.connect(server);
            s.setNonblocking(true).setOption(TcpOptions.TCP_NODELAY, true);
            if (kind == Workload.Beside.ACCEPTS) { // there are not enough ports to leave one in TIME_WAIT each time
                s.setOption(SocketOptions.SO_LINGER, new Linger(true, 0));
            }
            registration = poller.register(s, Poller.READABLE, this);
        }

        void answered() throws IOException {
            Socket s = socket;
            if (s == null) {
                return;
            }
            if (kind == Workload.Beside.GREEDY && greeted) {
                pieces += s.send(piece.clear(), 0) > 0 ? 1 : 0;
                return;
            }
            int n = s.recv(answer.clear(), 0);
            if (n != Request.SIZE) { // so few bytes are never in parts on the loopback
                throw new IOException("not an answer: " + n + " bytes");
            }
            if (greeted || kind == Workload.Beside.ACCEPTS) {
                record(System.nanoTime() - asked);
            }
            if (kind == Workload.Beside.ACCEPTS) {
                s.close();
                open();
                return;
            }
            if (!greeted) {
                greeted = true;
                TailsLoad.this.greeted += kind == Workload.Beside.NOTHING ? 1 : 0;
            }
            if (begun) {
                ask();
            }
        }

        void ask() throws IOException {
            asked = System.nanoTime();
            before = answers;
            if (kind == Workload.Beside.GREEDY && registration != null) {
                registration.interest(Poller.WRITABLE); // from now on it sends whenever there is room
            } else if (socket != null) {
                socket.send(request.clear(), 0);
            }
        }

        /** One that is never answered is the slowest of all. */
        void stillWaits() {
            if (kind == Workload.Beside.GREEDY) {
                return;
            }
            long nanos = System.nanoTime() - asked;
            Histogram of = kind == Workload.Beside.NOTHING ? times : besides;
            if (nanos > of.getMaxValue()) {
                of.recordValue(nanos);
            }
        }

        private void record(long nanos) {
            if (!counts) {
                answers += kind == Workload.Beside.NOTHING ? 1 : 0;
                return;
            }
            count++;
            switch (kind) {
                case NOTHING -> {
                    answers++;
                    times.recordValue(Math.min(nanos, PATIENCE));
                    between.recordValue(answers - before);
                }
                case TIMERS -> besides.recordValue(Math.max(0, nanos - Workload.SLEEP_MICROS * 1000L));
                default -> besides.recordValue(Math.min(nanos, PATIENCE));
            }
        }
    }
}
