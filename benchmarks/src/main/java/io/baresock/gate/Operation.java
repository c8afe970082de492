package io.baresock.gate;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.io.IOException;
import java.util.Map;

/**
 * An operation with a gate on its cost.
 *
 * @param name for messages
 * @param systemCalls the system calls of one run, by strace's names: exactly these and no others
 * @param window how many runs are one window of the gate on allocation
 * @param body one run, which checks its own results
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

    /** One send and one receive. On 64-bit machines Linux has no separate system calls for send(2) and recv(2). */
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

    static Socket udp() throws IOException {
        return Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
    }

    @Override
    public String toString() {
        return name;
    }
}
