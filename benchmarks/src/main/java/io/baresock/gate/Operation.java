package io.baresock.gate;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.io.IOException;
import java.util.Map;

/**
 * Something whose cost is gated.
 *
 * @param name for messages
 * @param systemCalls what one run costs by strace's names: exactly these and no other
 * @param window how many runs the gate on allocation counts the bytes of at a time
 * @param body one run; checks its own results
 */
public record Operation(String name, Map<String, Integer> systemCalls, int window, Body body) {

    /** An operation of a few microseconds. */
    private static final int WINDOW = 20_000;

    Operation(String name, Map<String, Integer> systemCalls, Body body) {
        this(name, systemCalls, WINDOW, body);
    }

    @FunctionalInterface
    public interface Body {
        void run() throws IOException;
    }

    /** One send and one receive: Linux has no send(2) and recv(2) of their own on 64-bit machines. */
    static Operation echo(String name, Body body) {
        return new Operation(name, Map.of("sendto", 1, "recvfrom", 1), body);
    }

    static Operation one(String name, String systemCall, Body body) {
        return new Operation(name, Map.of(systemCall, 1), body);
    }

    static void expect(int expected, int actual) {
        if (expected != actual) {
            throw new AssertionError("expected " + expected + ", got " + actual);
        }
    }

    /** A UDP socket of the loopback. */
    static Socket udp() throws IOException {
        return Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
    }

    @Override
    public String toString() {
        return name;
    }
}
