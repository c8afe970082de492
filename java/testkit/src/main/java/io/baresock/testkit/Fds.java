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

    static { // with the first socket of a JVM, JDK 17 may open another one for later use
        try (DatagramChannel first = DatagramChannel.open()) {
            first.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Fds() {}

    /** The sockets, pollers, wake descriptors and process descriptors. The JDK opens and closes files and jars at any time. */
    public static List<String> open() throws IOException {
        try (Stream<Path> fds = Files.list(DIRECTORY)) {
            return fds.map(Fds::target).filter(Fds::isOurs).sorted().toList();
        }
    }

    /** Whether this number is one of those. */
    public static boolean isOpen(int fd) {
        return isOurs(target(DIRECTORY.resolve(Integer.toString(fd))));
    }

    /**
     * Fails if others than these are open. Fewer are no fault: the cleaner may at any time close what an earlier test of this JVM
     * forgot.
     */
    public static void assertNoOthersThan(List<String> known) throws IOException {
        List<String> others = new ArrayList<>(open());
        others.removeAll(known);
        assertEquals(List.of(), others);
    }

    /**
     * Waits until no others than these are open. After a program has ended, a thread of the JDK closes its pipes a little later. Fewer are
     * no fault.
     */
    public static void awaitNoOthersThan(List<String> known) throws IOException {
        long start = System.nanoTime();
        while (!known.containsAll(open()) && System.nanoTime() - start < BOUND) {
            // No event says that a descriptor is closed, and listing all of them is too slow for a spin.
            LockSupport.parkNanos(LOOK_AGAIN);
        }
        assertNoOthersThan(known);
    }

    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd) + " as " + fd.getFileName();
        } catch (IOException e) {
            return ""; // it is closed by now; the descriptor that lists the directory always is
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
