package io.baresock.net;

import io.baresock.testkit.Patience;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One column of the contract: sockets of the JDK or of Baresock, on threads of one kind. The same assertions hold in each, so it is shown
 * and not assumed what java.net does.
 */
record Case(Maker maker, boolean virtual) {

    private static final boolean HAS_VIRTUAL = Runtime.version().feature() >= 21;

    /** Makes sockets. */
    enum Maker {
        JDK {
            @Override
            Socket socket() {
                return new Socket();
            }

            @Override
            ServerSocket server() throws IOException {
                return new ServerSocket();
            }

            @Override
            DatagramSocket datagram(SocketAddress address) throws IOException {
                return new DatagramSocket(address);
            }
        },
        BARESOCK {
            @Override
            Socket socket() throws IOException {
                return new BaresockSocketFactory().createSocket();
            }

            @Override
            ServerSocket server() {
                return new BaresockServerSocketFactory().createServerSocket();
            }

            @Override
            DatagramSocket datagram(SocketAddress address) throws IOException {
                return new BaresockDatagramSocket(address);
            }
        };

        abstract Socket socket() throws IOException;

        abstract ServerSocket server() throws IOException;

        abstract DatagramSocket datagram(SocketAddress address) throws IOException;
    }

    /** Every column that this JDK has. */
    static List<Case> all() {
        List<Case> all = new ArrayList<>();
        for (Maker maker : Maker.values()) {
            all.add(new Case(maker, false));
            if (HAS_VIRTUAL) {
                all.add(new Case(maker, true));
            }
        }
        return all;
    }

    /** What a thread does. */
    interface Body<T> {
        T run() throws Exception;
    }

    /** What a thread does that has no result. */
    interface Step {
        void run() throws Exception;
    }

    /** A thread that runs, and its result. */
    record Task<T>(Thread thread, CompletableFuture<T> result) {
        T get() throws Exception {
            try {
                return result.get(Patience.SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Exception cause) {
                    throw cause;
                }
                throw (Error) e.getCause();
            }
        }

        /** The exception that ended it. */
        Exception failure() throws Exception {
            try {
                T value = result.get(Patience.SECONDS, TimeUnit.SECONDS);
                throw new AssertionError("it ended with " + value);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Exception cause) {
                    return cause;
                }
                throw (Error) e.getCause();
            }
        }
    }

    /** Starts a thread of this kind. */
    <T> Task<T> start(Body<T> body) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable run = () -> {
            try {
                result.complete(body.run());
            } catch (Throwable t) {
                result.completeExceptionally(t);
            }
        };
        if (virtual) {
            return new Task<>(startVirtual(run), result);
        }
        Thread thread = new Thread(run);
        thread.setDaemon(true);
        thread.start();
        return new Task<>(thread, result);
    }

    /** Runs the test itself on a thread of this kind. */
    void run(Step step) throws Exception {
        start(() -> {
                    step.run();
                    return true;
                })
                .get();
    }

    private static Thread startVirtual(Runnable run) {
        try {
            MethodHandle start = MethodHandles.lookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
            return (Thread) start.invoke(run);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    @Override
    public String toString() {
        return maker + (virtual ? " on virtual threads" : " on platform threads");
    }
}
