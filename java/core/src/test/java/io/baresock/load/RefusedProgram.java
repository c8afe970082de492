package io.baresock.load;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.MessageBatch;
import io.baresock.Socket;
import io.baresock.async.EventLoop;
import java.util.Map;
import java.util.stream.Collectors;

/** Tries what filters refuse, and says what comes of each, one line each. */
final class RefusedProgram {

    static final String WORKS = "works";
    private static final String LINE = "tried ";

    private RefusedProgram() {}

    /** What the program has printed, by what it tried. */
    static Map<String, String> read(String output) {
        return output.lines()
                .filter(l -> l.startsWith(LINE))
                .map(l -> l.substring(LINE.length()).split(" ", 2))
                .collect(Collectors.toMap(p -> p[0], p -> p[1]));
    }

    private interface Attempt {
        AutoCloseable open() throws ErrnoException;
    }

    private static void attempt(String what, Attempt attempt) throws Exception {
        String said = WORKS;
        try {
            attempt.open().close();
        } catch (ErrnoException e) {
            said = e.getMessage();
        }
        System.out.println(LINE + what + " " + said);
    }

    public static void main(String[] args) throws Exception {
        attempt("loop", EventLoop.builder().engine(EventLoop.Engine.IO_URING)::create);
        attempt("vsock", () -> Socket.open(AF_VSOCK, SOCK_STREAM, 0));
        attempt("netlink", () -> Socket.open(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
        try (MessageBatch batch = MessageBatch.withRing(4, 64)) {
            System.out.println(LINE + "batch " + batch.whyNoRing());
        }
    }
}
