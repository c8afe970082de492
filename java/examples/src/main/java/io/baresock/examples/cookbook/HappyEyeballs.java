package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.LoopTimer;
import io.baresock.async.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** Connects to the first of several addresses that answers (RFC 8305). usage: HappyEyeballs ADDRESS... */
public class HappyEyeballs {
    private static final Duration HEAD_START = Duration.ofMillis(250);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final EventLoop loop;
    private final Iterator<Sockaddr> rest;
    private final List<AsyncSocket> trying = new ArrayList<>(); // used by the loop's thread only, so there is no lock
    private final CompletableFuture<AsyncSocket> winner = new CompletableFuture<>();
    private final LoopTimer timer;

    /** Runs on the loop's thread, so the timer's task cannot run before the constructor is done. */
    private HappyEyeballs(EventLoop loop, List<Sockaddr> addresses) {
        this.loop = loop;
        rest = addresses.iterator();
        timer = loop.schedule(this::tryNext, Duration.ZERO);
    }

    public static void main(String[] args) throws Exception {
        List<Sockaddr> addresses = Stream.of(args).map(Sockaddr::parse).toList(); // those of a name: getaddrinfoAsync
        try (EventLoop loop = EventLoop.start("eyeballs")) {
            AsyncSocket connection = CompletableFuture.supplyAsync(() -> new HappyEyeballs(loop, addresses), loop)
                    .thenCompose(race -> race.winner)
                    .get();
            System.out.println("connected to " + connection.socket().peerAddress());
        } catch (ExecutionException e) {
            System.out.println(e.getCause().getMessage());
        }
    }

    /** Runs when the last one has had its head start, or has failed. */
    private void tryNext() {
        timer.cancel();
        if (winner.isDone()) {
            return;
        }
        if (rest.hasNext()) {
            timer.again(HEAD_START);
            begin(rest.next());
        } else if (trying.isEmpty()) {
            winner.completeExceptionally(new IllegalStateException("no connection"));
        }
    }

    private void begin(Sockaddr address) {
        try {
            AsyncSocket socket = loop.open(address.family(), SOCK_STREAM, 0);
            trying.add(socket);
            socket.connect(address, (status, s) -> ended(address, status, s)).deadline(LIMIT);
        } catch (ErrnoException e) { // a family that this host does not have
            System.out.println(address + ": " + e.errnoName());
            tryNext();
        }
    }

    private void ended(Sockaddr address, Status status, AsyncSocket socket) {
        trying.remove(socket);
        if (winner.isDone()) {
            socket.close(); // another one was faster
        } else if (status.isSuccess()) {
            winner.complete(socket);
            trying.forEach(AsyncSocket::close); // the callback of each comes with EBADF
        } else {
            System.out.println(address + ": " + status.errnoName());
            socket.close();
            tryNext();
        }
    }
}
