package io.baresock.load;

import static io.baresock.Bsd.*;

import io.baresock.Baresock;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.testkit.Allocations;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Calls functions by the default backend until they go by FFM, and prints what {@link AutoIT} reads. */
final class AutoProgram {

    static final int LIMIT = Integer.getInteger("baresock.jni.calls", 0);

    /** Fewer than a limit when taken as often as {@link Allocations} takes them at the most. */
    private static final int CALLS = 10;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(64);
    private final int[] value = new int[1];
    private final int fd;
    private final Sockaddr name;
    private final Socket unbound;

    private AutoProgram() throws Exception {
        fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
        bind(fd, Sockaddr.inet("127.0.0.1", 0));
        SockaddrStorage own = new SockaddrStorage();
        getsockname(fd, own);
        name = own.toSockaddr();
        unbound = new Socket().socket(AF_INET, SOCK_DGRAM, 0);
    }

    public static void main(String[] args) throws Exception {
        new AutoProgram().run();
    }

    private void run() throws Exception {
        say("backend", Baresock.backend());
        int[] before = counts();
        for (int i = 0; i < CALLS; i++) {
            recvNothing();
        }
        say("counted by JNI", Arrays.toString(changes(before)));
        say("bytes by JNI", Allocations.leastBytes(CALLS, this::recvNothing));
        say("bytes of an option by JNI", Allocations.leastBytes(CALLS, this::option));
        List<String> byJni = results();
        say("results", byJni);
        say("limit", "is not reached");
        for (int i = 0; i < LIMIT; i++) {
            recvNothing();
            results();
        }
        awaitLinked();
        say("limit", "was reached");
        before = counts();
        say("results", results());
        say("counted by FFM", changes(before).length);
        say("bytes by FFM", Allocations.leastBytes(CALLS, this::recvNothing));
        say("bytes of an option by FFM", Allocations.leastBytes(CALLS, this::option));
    }

    private static void say(String what, Object value) {
        System.out.println(what + ": " + value);
    }

    private void recvNothing() {
        if (recv(fd, bytes.clear(), 0) != -EAGAIN) {
            throw new AssertionError("something came");
        }
    }

    private void option() {
        if (getsockopt(fd, SOL_SOCKET, SO_TYPE, value) != 0 || value[0] != SOCK_DGRAM) {
            throw new AssertionError("type " + value[0]);
        }
    }

    /** Values, negative errno and an exception of six functions. */
    private List<String> results() {
        List<String> all = new ArrayList<>();
        all.add("sendto " + sendto(fd, bytes.clear().putInt(0, 4711).limit(12), 0, name));
        all.add("recv " + recv(fd, bytes.clear(), 0) + " " + bytes.getInt(0));
        all.add("recv " + recv(fd, bytes.clear(), 0));
        all.add("recv " + recv(-1, bytes.clear(), 0));
        all.add("getsockopt " + getsockopt(fd, SOL_SOCKET, SO_TYPE, value) + " " + value[0]);
        all.add("getsockopt " + getsockopt(fd, SOL_SOCKET, 4711, value));
        all.add("setsockopt " + setsockopt(fd, SOL_SOCKET, 4711, 1));
        all.add("poll " + poll(fd, POLLIN, 0));
        try {
            unbound.bind(name);
            all.add("bound");
        } catch (ErrnoException e) {
            all.add(e.getMessage() + " " + e.errno());
        }
        return all;
    }

    /** How often each function was called by JNI; the class is of JDK 22. */
    private static int[] counts() throws ReflectiveOperationException {
        Field counts = Class.forName("io.baresock.internal.backend.FirstCalls").getDeclaredField("COUNTS");
        counts.setAccessible(true);
        return ((int[]) counts.get(null)).clone();
    }

    /** By how much counts have changed since then. */
    private static int[] changes(int[] since) throws ReflectiveOperationException {
        int[] now = counts();
        Arrays.setAll(now, i -> now[i] - since[i]);
        return Arrays.stream(now).filter(change -> change != 0).toArray();
    }

    /** A call that reaches the limit has started such a thread before it returns. */
    private static void awaitLinked() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("baresock-link")) {
                thread.join();
            }
        }
    }
}
