package io.baresock.tails;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.bench.VirtualThreadBench;
import io.baresock.option.TcpOptions;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;

/**
 * A server with a virtual thread for each connection, which greets, and one that accepts. So a client sees how long it took
 * until somebody was there for it. The argument says whose sockets it has: {@code baresock}, or {@code jdk}. What is between the bytes that
 * arrive and those that go, such as HTTP's text, is the same for all and left out.
 */
final class TailsServer {

    /** A connection of either library. */
    private interface Connection extends AutoCloseable {
        /** The next request, in the first four bytes; false at the end. */
        boolean receive() throws IOException;

        int micros();

        void answer() throws IOException;

        @Override
        void close() throws IOException;
    }

    @FunctionalInterface
    private interface Listener {
        Connection accept() throws IOException;
    }

    private TailsServer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        ThreadFactory threads = VirtualThreadBench.virtualThreads();
        Listener listener = args[0].equals("jdk") ? jdk() : baresock();
        threads.newThread(() -> accept(listener, threads)).start();
        while (System.in.read() != -1) {} // the parent has ended
        Runtime.getRuntime().halt(0);
    }

    private static void accept(Listener listener, ThreadFactory threads) {
        try {
            while (true) {
                Connection connection = listener.accept();
                threads.newThread(() -> serve(connection)).start();
            }
        } catch (IOException | LinkageError e) { // the JDK does not know the mode of its poller
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void serve(Connection connection) {
        try (connection) {
            connection.answer(); // the greeting
            while (connection.receive()) {
                Request.serve(connection.micros());
                connection.answer();
            }
        } catch (IOException e) {
            // the load has gone: a reset
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Listener baresock() throws IOException {
        Socket listener = Socket.open(Bsd.AF_INET, Bsd.SOCK_STREAM, 0);
        listener.bind(Sockaddr.loopback4(0)).listen(TailsLoad.BACKLOG);
        System.out.println(listener.localAddress().port());
        return () -> new BaresockConnection(Objects.requireNonNull(listener.accept(null, 0, -1)));
    }

    private static final class BaresockConnection implements Connection {
        private final Socket socket;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(Request.SIZE);

        BaresockConnection(Socket socket) throws IOException {
            this.socket = socket;
            socket.setOption(TcpOptions.TCP_NODELAY, true);
        }

        @Override
        public boolean receive() throws IOException {
            buffer.clear();
            while (buffer.hasRemaining()) {
                if (socket.recv(buffer, 0) == 0) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int micros() {
            return buffer.getInt(0);
        }

        @Override
        public void answer() throws IOException {
            buffer.clear();
            while (buffer.hasRemaining()) {
                socket.send(buffer, 0);
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static Listener jdk() throws IOException {
        ServerSocket listener = new ServerSocket(0, TailsLoad.BACKLOG, InetAddress.getLoopbackAddress());
        System.out.println(listener.getLocalPort());
        return () -> new JdkConnection(listener.accept());
    }

    private static final class JdkConnection implements Connection {
        private final java.net.Socket socket;
        private final DataInputStream in;
        private final OutputStream out;
        private final byte[] bytes = new byte[Request.SIZE];

        JdkConnection(java.net.Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        @Override
        public boolean receive() throws IOException {
            return in.readNBytes(bytes, 0, bytes.length) == bytes.length;
        }

        @Override
        public int micros() {
            return ByteBuffer.wrap(bytes).getInt();
        }

        @Override
        public void answer() throws IOException {
            out.write(bytes);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
