package io.baresock.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The open descriptors of this process: fd(4), proc(5). */
public final class Fds {

    private static final Path DIRECTORY = Path.of(Files.exists(Path.of("/proc/self/fd")) ? "/proc/self/fd" : "/dev/fd");

    private static final long BOUND = Patience.NANOS;
    private static final long LOOK_AGAIN = 10_000_000L;

    static { // with the first socket of a JVM the JDK (17) may open one of its own, for later use
        try (DatagramChannel first = DatagramChannel.open()) {
            first.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Fds() {}

    /** Those that are sockets, pollers, wake or process descriptors; files and jars are the JDK's, which opens and closes them as it likes. */
    public static List<String> open() throws IOException {
        try (Stream<Path> fds = Files.list(DIRECTORY)) {
            return fds.map(Fds::target).filter(Fds::isOurs).sorted().toList();
        }
    }

    /**
     * Fails if any is open but these. Fewer are no fault: what an earlier test of this JVM forgot, its cleaner closes at
     * any time.
     */
    public static void assertNoOthersThan(List<String> known) throws IOException {
        List<String> others = new ArrayList<>(open());
        others.removeAll(known);
        assertEquals(List.of(), others);
    }

    /**
     * Waits until none is open but these. Not all must be: pipes to a program that has ended are closed by a thread of the
     * JDK's, a little later.
     */
    public static void awaitNoOthersThan(List<String> known) throws IOException {
        long start = System.nanoTime();
        while (!known.containsAll(open()) && System.nanoTime() - start < BOUND) {
            // Nothing tells when a descriptor is closed, and listing them all is too much for a spin.
            LockSupport.parkNanos(LOOK_AGAIN);
        }
        assertNoOthersThan(known);
    }

    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd) + " as " + fd.getFileName();
        } catch (IOException e) {
            return ""; // closed meanwhile: the one that lists the directory is among them
        }
    }

    private static boolean isOurs(String target) {
        return target.startsWith("socket:")
                || target.contains("eventfd")
                || target.contains("eventpoll")
                || target.contains("pidfd")
                || target.contains("io_uring")
                || target.startsWith("pipe:");
    }
}
