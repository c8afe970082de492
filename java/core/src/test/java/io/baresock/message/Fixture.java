package io.baresock.message;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Errno;
import io.baresock.Message;
import io.baresock.ReceivedControl;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.testkit.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the tests of messages share. */
final class Fixture {

    private Fixture() {}

    static int ok(int result) {
        assertTrue(result >= 0, () -> result + " = -" + Errno.name(-result));
        return result;
    }

    static Sockaddr nameOf(int fd) {
        SockaddrStorage a = new SockaddrStorage();
        ok(getsockname(fd, a));
        return a.toSockaddr();
    }

    /** A datagram socket bound to a free port of an address. */
    static int udp(String address) {
        boolean four = address.indexOf(':') < 0;
        int fd = ok(socket(four ? AF_INET : AF_INET6, SOCK_DGRAM, 0));
        ok(bind(fd, four ? Sockaddr.inet(address, 0) : Sockaddr.inet6(address, 0)));
        return fd;
    }

    static int[] unixPair(int type) {
        int[] sv = new int[2];
        ok(socketpair(AF_UNIX, type, 0, sv));
        return sv;
    }

    static void on(int fd, int level, int name) {
        ok(setsockopt(fd, level, name, 1));
    }

    static void close(int... fds) {
        for (int fd : fds) {
            ok(io.baresock.Bsd.close(fd));
        }
    }

    static ByteBuffer ascii(String s) {
        return ByteBuffer.wrap(s.getBytes(US_ASCII));
    }

    /** A message with one buffer of 64 bytes. */
    static Message receiver() {
        return new Message().add(ByteBuffer.allocateDirect(64));
    }

    /** A message that sends one byte. */
    static Message sender() {
        return new Message().add(ascii("x"));
    }

    /** The calling thread's directory in /proc. */
    static Path thisTask() {
        try {
            return Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when that thread sleeps in recvmsg(2); fails if it never does. */
    static void awaitRecvmsg(Path task) throws IOException {
        // <asm/unistd_64.h> of x86_64; <asm-generic/unistd.h>, which aarch64 and riscv64 share
        String recvmsg = System.getProperty("os.arch").equals("amd64") ? "47 " : "212 ";
        long deadline = System.nanoTime() + Patience.NANOS;
        String call = "";
        while (!call.startsWith(recvmsg)) {
            assertTrue(System.nanoTime() < deadline, "not in recvmsg but in " + call);
            Thread.onSpinWait();
            call = Files.readString(task.resolve("syscall"));
        }
    }

    /** Sends one byte to fd and receives it. */
    static ReceivedControl through(int from, int fd, Message out, Message in) {
        out.clearBuffers().add(ascii("x")).to(nameOf(fd));
        assertEquals(1, sendmsg(from, out, 0));
        in.clearBuffers().add(ByteBuffer.allocate(64));
        assertEquals(1, recvmsg(fd, in, 0));
        assertFalse(in.isControlTruncated());
        return in.received();
    }
}
