package io.baresock.load;

import static io.baresock.Bsd.*;

import io.baresock.Bsd;
import io.baresock.testkit.Patience;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Hears SIGPIPE, and makes the calls that have no MSG_NOSIGNAL on ends that nobody reads: of a pipe, and of two kinds of sockets. */
final class SigpipeProgram {

    static final String DONE = "none was raised";

    private static final AtomicInteger CALLS = new AtomicInteger();

    private SigpipeProgram() {}

    private static void epipe(long result, String call) {
        CALLS.getAndIncrement();
        if (result != -EPIPE) {
            throw new AssertionError(call + ": " + result);
        }
    }

    private static int brokenPipe() {
        int[] ends = new int[2];
        pipe(ends);
        Bsd.close(ends[0]);
        return ends[1];
    }

    private static int brokenSocket(int type) {
        int[] sv = new int[2];
        socketpair(AF_UNIX, type, 0, sv);
        Bsd.close(sv[1]);
        return sv[0];
    }

    private static int fullPipe() {
        int[] ends = new int[2];
        pipe(ends);
        writev(ends[1], ByteBuffer.allocate(8));
        return ends[0];
    }

    private static void calls(int file) {
        for (int fd : new int[] {brokenPipe(), brokenSocket(SOCK_STREAM)}) {
            epipe(sendfile(fd, file, 0, 8), "sendfile");
            epipe(splice(fullPipe(), -1, fd, -1, 8, 0), "splice");
            epipe(writev(fd, ByteBuffer.allocate(8)), "writev");
            epipe(writev(fd, ByteBuffer.allocateDirect(4), ByteBuffer.allocate(4)), "writev");
        }
        epipe(splice(file, 0, brokenPipe(), -1, 8, 0), "splice of a file");
        epipe(Bsd.send(brokenSocket(SOCK_STREAM), ByteBuffer.allocate(8), 0), "send");
    }

    /** By reflection, since the compiler warns of these classes, and a warning is an error. */
    public static void main(String[] args) throws Exception {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Semaphore heard = new Semaphore(0);
        InvocationHandler counting = (proxy, method, arguments) -> {
            heard.release();
            return null;
        };
        Object pipe = signal.getConstructor(String.class).newInstance("PIPE");
        Object proxy =
                Proxy.newProxyInstance(SigpipeProgram.class.getClassLoader(), new Class<?>[] {handler}, counting);
        signal.getMethod("handle", signal, handler).invoke(null, pipe, proxy);
        calls(io.baresock.helper.RegularFile.open());
        // One of our own, which comes last: the JVM hands them on in the order in which they came.
        signal.getMethod("raise", signal).invoke(null, pipe);
        if (!heard.tryAcquire(Patience.SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing is heard at all");
        }
        signal.getMethod("raise", signal).invoke(null, pipe);
        if (!heard.tryAcquire(Patience.SECONDS, TimeUnit.SECONDS) || heard.availablePermits() > 0) {
            throw new AssertionError("more than our own was heard");
        }
        System.out.println(DONE + " by " + CALLS.get() + " calls");
    }
}
