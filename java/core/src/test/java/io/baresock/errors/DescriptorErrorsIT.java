package io.baresock.errors;

import static io.baresock.Bsd.*;

import io.baresock.FdSet;
import io.baresock.PollFds;
import io.baresock.helper.RegularFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The ERRORS sections of the calls on any descriptor: dup(2), pipe(2), fcntl(2), ioctl(2), sockatmark(3), poll(2), select(2),
 * sendfile(2), splice(2). Rows Z1, Z11.
 */
class DescriptorErrorsIT extends ErrnoTable {

    private static final int STDIN = 0;
    private static final int IFREQ = 40;
    private static final int FEW = 1 << 21;
    private static final int SPLICE_ALL = SPLICE_F_MOVE | SPLICE_F_NONBLOCK | SPLICE_F_MORE | SPLICE_F_GIFT;

    @TestFactory
    List<DynamicTest> dup2_and_pipe2() {
        row("dup", "bad descriptor", EBADF, () -> dup(BAD));
        row("dup", "closed descriptor", EBADF, () -> dup(CLOSED, O_CLOEXEC));
        row("dup", "unknown flags", EINVAL, () -> dup(tcp, O_NONBLOCK));
        row("dup2", "bad descriptor", EBADF, () -> dup2(BAD, tcp));
        row("dup2", "closed descriptor", EBADF, () -> dup2(CLOSED, tcp));
        row("dup2", "onto one that was not opened here", EPERM, () -> dup2(tcp, STDIN));
        row("dup2", "onto one that is not open", EPERM, () -> dup2(tcp, CLOSED));
        row("pipe2", "unknown flags", EINVAL, () -> pipe2(new int[2], O_APPEND));
        return table();
    }

    @TestFactory
    List<DynamicTest> fcntl2() {
        row("fcntl", "bad descriptor", EBADF, () -> fcntl(BAD, F_GETFL, 0));
        row("fcntl", "F_DUPFD beyond the limit", EINVAL, () -> fcntl(tcp, F_DUPFD, Integer.MAX_VALUE));
        row("fcntl", "F_DUPFD_CLOEXEC below zero", EINVAL, () -> fcntl(tcp, F_DUPFD_CLOEXEC, -1));
        row("fcntl", "unknown command", EINVAL, () -> fcntl(tcp, 4711, 0));
        row("fcntl", "a pipe's size of a socket", EBADF, () -> fcntl(tcp, F_GETPIPE_SZ, 0));
        row("fcntl", "more than a pipe may have", EINVAL, () -> fcntl(pipe[0], F_SETPIPE_SZ, -1));
        row("fcntl", "the owner is not there", ESRCH, () -> fcntl(tcp, F_SETOWN, Integer.MAX_VALUE));
        row("fcntl", "no such signal", EINVAL, () -> fcntl(tcp, F_SETSIG, 4711));
        row("fcntl", "seals of what has none", EINVAL, () -> fcntl(tcp, F_GET_SEALS, 0));
        return table();
    }

    @TestFactory
    List<DynamicTest> ioctl2_and_sockatmark3() {
        row("ioctl", "bad descriptor", EBADF, () -> ioctl(BAD, FIONREAD, struct(4)));
        row("ioctl", "a request of another kind of descriptor", ENOTTY, () -> ioctl(pipe[0], SIOCATMARK, struct(4)));
        row("ioctl", "unknown request", ENOTTY, () -> ioctl(tcp, 0x4711L, struct(4)));
        row("ioctl", "the bytes of a listener", EINVAL, () -> ioctl(listener, FIONREAD, struct(4)));
        row("ioctl", "the mark of datagrams", ENOTTY, () -> ioctl(udp, SIOCATMARK, struct(4)));
        row(
                "ioctl",
                "no such interface",
                ENODEV,
                () -> ioctl(udp, SIOCGIFMTU, struct(IFREQ).put(bytes("nodev0")).clear()));
        row("ioctl", "no interface of that number", ENODEV, () -> {
            return ioctl(udp, SIOCGIFNAME, struct(IFREQ).putInt(IFNAMSIZ, 2_000_000_000));
        });
        row("ioctl", "an address of an interface without one", EADDRNOTAVAIL, () -> {
            return ioctl(udp, SIOCGIFADDR, struct(IFREQ).put(bytes("lo:9")).clear());
        });
        row("ioctl", "no packet had a time", ENOENT, () -> ioctl(udp, SIOCGSTAMP_OLD, struct(16)));
        row("ioctl", "memory that is not there", EFAULT, () -> ioctl(tcp, FIONREAD, 8));
        row("sockatmark", "bad descriptor", EBADF, () -> sockatmark(BAD));
        row("sockatmark", "closed descriptor", EBADF, () -> sockatmark(CLOSED));
        row("sockatmark", "not a socket", ENOTTY, () -> sockatmark(pipe[0]));
        row("sockatmark", "datagrams", ENOTTY, () -> sockatmark(udp));
        return table();
    }

    @TestFactory
    List<DynamicTest> poll2_and_select2() {
        row("poll", "a closed descriptor is an event", POLLNVAL, () -> -poll(CLOSED, POLLIN, -1));
        row("poll", "a closed one among others is an event", POLLNVAL, () -> {
            PollFds fds = new PollFds();
            fds.add(tcp, 0);
            fds.add(CLOSED, POLLIN);
            return poll(fds, -1) < 1 ? -1 : -fds.revents(1);
        });
        long limit = openLimit();
        if (limit < FEW) { // else it takes more memory than it is worth
            row("poll", "more than may be open", EINVAL, () -> {
                PollFds fds = new PollFds((int) limit + 1);
                while (fds.size() <= limit) {
                    fds.add(BAD, 0);
                }
                return poll(fds, 0);
            });
        }
        row("select", "a closed descriptor to read", EBADF, () -> select(CLOSED + 1, set(CLOSED), null, null, -1));
        row("select", "a closed descriptor to write", EBADF, () -> select(CLOSED + 1, null, set(CLOSED), null, -1));
        row("select", "a closed descriptor for exceptions", EBADF, () -> {
            return select(CLOSED + 1, set(tcp), null, set(CLOSED), -1);
        });
        row("select", "a negative number of descriptors", EINVAL, () -> select(-1, set(tcp), null, null, 0));
        return table();
    }

    /** RLIMIT_NOFILE, of proc_pid_limits(5); a large number if it is unlimited. */
    private static long openLimit() {
        try (Stream<String> limits = Files.lines(Path.of("/proc/self/limits"))) {
            String line = limits.filter(l -> l.startsWith("Max open files"))
                    .findFirst()
                    .orElseThrow();
            String soft = line.split(" {2,}")[1];
            return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int file() {
        return keep(RegularFile.open());
    }

    private static FdSet set(int fd) {
        FdSet s = new FdSet();
        FD_SET(fd, s);
        return s;
    }

    @TestFactory
    List<DynamicTest> sendfile2() {
        row("sendfile", "bad destination", EBADF, () -> sendfile(BAD, file(), 0, 1));
        row("sendfile", "bad source", EBADF, () -> sendfile(connected, CLOSED, 0, 1));
        row("sendfile", "the destination is not connected", EPIPE, () -> sendfile(tcp, file(), 0, 1));
        row("sendfile", "the peer is gone", EPIPE, () -> sendfile(orphan, file(), 0, 1));
        row("sendfile", "an offset where there is none", ESPIPE, () -> sendfile(connected, pipe[0], 0, 1));
        row("sendfile", "the destination is for reading", EBADF, () -> sendfile(pipe[0], file(), 0, 1));
        row("sendfile", "beyond what a file can have", EINVAL, () -> {
            return sendfile(connected, file(), Long.MAX_VALUE, 1);
        });
        return table();
    }

    @TestFactory
    List<DynamicTest> splice2() {
        row("splice", "bad source", EBADF, () -> splice(BAD, -1, pipe[1], -1, 1, 0));
        row("splice", "bad destination", EBADF, () -> splice(pipe[0], -1, CLOSED, -1, 1, 0));
        row("splice", "the wrong end", EBADF, () -> splice(connected, -1, pipe[0], -1, 1, 0));
        row("splice", "no pipe at either side", EINVAL, () -> splice(connected, -1, pair[0], -1, 1, 0));
        row("splice", "a pipe onto itself", EINVAL, () -> splice(pipe[0], -1, pipe[1], -1, 1, 0));
        row("splice", "an offset of a pipe", ESPIPE, () -> splice(pipe[0], 0, connected, -1, 1, 0));
        row("splice", "an offset of a socket", EINVAL, () -> splice(pipe[0], -1, connected, 0, 1, 0));
        row("splice", "unknown flags", EINVAL, () -> splice(pipe[0], -1, connected, -1, 1, ~SPLICE_ALL));
        row("splice", "nothing there", EAGAIN, () -> splice(pipe[0], -1, connected, -1, 1, SPLICE_F_NONBLOCK));
        row("splice", "from a listener", ENOTCONN, () -> splice(listener, -1, pipe[1], -1, 1, 0));
        return table();
    }
}
