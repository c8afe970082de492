package io.baresock.load;

import static io.baresock.Bsd.*;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import io.baresock.Baresock;
import io.baresock.FdSet;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.PollFds;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.poll.Mode;
import io.baresock.poll.Poller;
import io.baresock.testkit.Patience;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What runs above shim.c: calls whose number is known, or the contract tests. Then prints what the shim has counted. */
final class BypassProgram {

    /** epoll_wait and epoll_pwait on x86_64, epoll_pwait on aarch64 and riscv64. */
    private static final Set<String> EPOLL_WAITS = Set.of("232", "281", "22");

    /** Beside the contract tests. */
    private static final List<String> SUITE =
            List.of("async.RecvIT", "async.SendIT", "batch.BatchReuseIT", "message.MessageIT", "poll.PollerModesIT");

    private BypassProgram() {}

    /** The shim's: NAME COUNT of each function. */
    private static native void print();

    /** The arguments: the shim's path, and {@code calls} or {@code suite}. */
    public static void main(String[] args) throws IOException {
        System.load(args[0]);
        System.out.println("syscalls " + Baresock.syscalls());
        try (MessageBatch batch = MessageBatch.withRing(2, 8)) {
            System.out.println("ring " + batch.whyNoRing());
        }
        if (args[1].equals("calls")) {
            streams();
            datagrams();
            descriptors();
            poller();
        } else {
            suite();
        }
        System.out.flush();
        print();
        System.exit(0); // tests may have left threads
    }

    private static void suite() {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectPackage("io.baresock.contract"))
                                .selectors(SUITE.stream()
                                        .map(name -> selectClass("io.baresock." + name))
                                        .toList())
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8), 20);
        System.out.println("passed " + summary.getTestsSucceededCount());
        System.out.println("failed " + summary.getTotalFailureCount());
    }

    private static void check(long result, long expected) {
        if (result != expected) {
            throw new AssertionError(result + ", not " + expected);
        }
    }

    private static int opened(int fd) {
        if (fd < 0) {
            throw new AssertionError(fd);
        }
        return fd;
    }

    private static ByteBuffer bytes(int n) {
        return ByteBuffer.allocateDirect(n);
    }

    // ---- calls, each with the function that it becomes and how many calls of that there were by then ----

    private static void streams() {
        SockaddrStorage name = new SockaddrStorage();
        int listener = opened(socket(AF_INET, SOCK_STREAM, 0)); // socket 1
        check(bind(listener, Sockaddr.loopback4(0)), 0); // bind 1
        check(listen(listener, 5), 0); // listen 1
        check(getsockname(listener, name), 0); // getsockname 1
        int client = opened(socket(AF_INET, SOCK_STREAM, 0)); // socket 2
        check(connect(client, name.toSockaddr()), 0); // connect 1
        int server = opened(accept4(listener, null, 0)); // accept4 1
        check(getpeername(client, name), 0); // getpeername 1
        check(setsockopt(client, IPPROTO_TCP, TCP_NODELAY, 1), 0); // setsockopt 1
        int[] value = new int[1];
        check(getsockopt(client, IPPROTO_TCP, TCP_NODELAY, value), 0); // getsockopt 1
        check(poll(server, POLLIN, 0), 0); // ppoll 1
        for (int i = 0; i < 5; i++) {
            check(send(client, bytes(8), 0), 8); // send 5
            check(recv(server, bytes(8), MSG_WAITALL), 8); // recv 5
        }
        check(recv(server, bytes(8), MSG_DONTWAIT), -EAGAIN); // recv 6
        check(writev(client, bytes(3), bytes(4)), 7); // sendmsg 1: it has a flag against SIGPIPE
        PollFds fds = new PollFds(1);
        fds.add(server, POLLIN);
        check(poll(fds, -1), 1); // ppoll 2
        check(readv(server, bytes(3), bytes(4)), 7); // readv 1
        FdSet write = new FdSet();
        write.set(client);
        check(select(client + 1, null, write, null, 0), 1); // pselect 1
        check(ioctl(server, FIONREAD, bytes(4)), 0); // ioctl 1
        check(shutdown(client, SHUT_WR), 0); // shutdown 1
        check(recv(server, bytes(8), 0), 0); // recv 7
        for (int fd : new int[] {listener, client, server}) {
            check(close(fd), 0); // close 3
        }
    }

    private static void datagrams() {
        SockaddrStorage name = new SockaddrStorage();
        int a = opened(socket(AF_INET, SOCK_DGRAM, 0)); // socket 3
        int b = opened(socket(AF_INET, SOCK_DGRAM, 0)); // socket 4
        check(bind(b, Sockaddr.loopback4(0)), 0); // bind 2
        check(getsockname(b, name), 0); // getsockname 2
        Sockaddr to = name.toSockaddr();
        for (int i = 0; i < 4; i++) {
            check(sendto(a, bytes(8), 0, to), 8); // sendto 4
            check(recvfrom(b, bytes(8), 0, name), 8); // recvfrom 4
        }
        try (Message m = new Message(1, 0);
                MessageBatch batch = new MessageBatch(2, 8)) {
            check(sendmsg(a, m.add(bytes(8)).to(to), 0), 8); // sendmsg 2
            check(recvmsg(b, m.clearBuffers().add(bytes(8)), 0), 8); // recvmsg 1
            check(
                    sendmmsg(
                            a,
                            batch.range(0, 2)
                                    .length(0, 8)
                                    .length(1, 8)
                                    .to(0, to)
                                    .to(1, to),
                            0),
                    2); // sendmmsg 1
            check(recvmmsg(b, batch.range(0, 2), MSG_DONTWAIT), 2); // recvmmsg 1
        }
        check(close(a), 0); // close 4
        check(close(b), 0); // close 5
    }

    private static void descriptors() {
        int[] two = new int[2];
        check(socketpair(AF_UNIX, SOCK_STREAM, 0, two), 0); // socketpair 1
        int copy = opened(dup(two[0])); // fcntl 1
        check(dup2(two[1], copy), copy); // dup3 1
        check(fcntl(copy, F_GETFD, 0), FD_CLOEXEC); // fcntl 2
        for (int fd : new int[] {two[0], two[1], copy}) {
            check(close(fd), 0); // close 8
        }
        check(pipe(two), 0); // pipe2 1
        check(splice(two[0], -1, -1, -1, 1, 0), -EBADF); // splice 1
        check(sendfile(-1, two[0], -1, 1), -EBADF); // sendfile 1
        check(writev(two[1], bytes(1)), 1); // sendmsg 3, which finds that it is no socket, and writev 1
        check(close(two[0]), 0); // close 9
        check(close(two[1]), 0); // close 10
    }

    private static void poller() throws IOException {
        int[] two = new int[2];
        check(socketpair(AF_UNIX, SOCK_STREAM, 0, two), 0); // socketpair 2
        try (Poller poller = Poller.open()) { // epoll_create1 1, epoll_ctl 1
            poller.register(two[0], Poller.READABLE, Mode.LEVEL, 1, null); // epoll_ctl 2
            check(poller.poll(0), 0); // epoll_wait 1
            check(poller.poll(1000), 0); // epoll_wait 2
            poller.wakeup(); // none: nobody waits
            check(poller.poll(-1), 0); // epoll_wait 3
            wakeOneThatWaits(poller); // epoll_wait 4, write 1
            check(send(two[1], bytes(1), 0), 1); // send 6
            check(poller.poll(-1), 1); // epoll_wait 5
        } // close 12
        check(close(two[0]), 0); // close 13
        check(close(two[1]), 0); // close 14
    }

    private static void wakeOneThatWaits(Poller poller) throws IOException {
        CompletableFuture<Path> task = new CompletableFuture<>();
        CompletableFuture<Integer> ready = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        task.complete(Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self"))));
                        return poller.poll(-1);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                r -> new Thread(r).start());
        Path call = task.join().resolve("syscall"); // proc(5): the number of the call in which it sleeps
        long start = System.nanoTime();
        while (!EPOLL_WAITS.contains(Files.readString(call).split(" ")[0])) {
            check(System.nanoTime() - start < Patience.NANOS ? 0 : 1, 0);
        }
        poller.wakeup();
        check(ready.join(), 0);
    }
}
