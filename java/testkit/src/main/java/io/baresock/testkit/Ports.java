package io.baresock.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Ports of loopback for tests that cannot have the kernel choose. A port that was free a moment ago is no such port: other tests run at the
 * same time, and the kernel may give it to them.
 */
public final class Ports {

    /** Below those that the kernel chooses itself for a bind to port 0: ip_local_port_range in ip(7). */
    private static final int FIRST = 10_000;

    private static final int COUNT = 22_000;
    private static final int APART = 50; // JVMs that run side by side mostly begin at different ports
    private static final Map<String, Nobody> NOBODIES = new HashMap<>();

    private static int next = (int) (ProcessHandle.current().pid() * APART % COUNT);

    private Ports() {}

    /** A port that nobody has, for TCP and UDP, and that no program gets by chance. Each call returns another one. */
    public static synchronized int free() {
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + next;
            next = (next + 1) % COUNT;
            Optional<Nobody> nobody = Nobody.at("127.0.0.1", port);
            if (nobody.isPresent()) {
                nobody.get().close();
                return port;
            }
        }
        throw new AssertionError("no port is free");
    }

    /**
     * An address of this host that refuses, for TCP and UDP, as long as this JVM runs. Its sockets are opened with the first call: make that
     * one before the test looks at the open descriptors.
     */
    public static synchronized InetSocketAddress refusing(String host) {
        Nobody nobody = NOBODIES.get(host);
        while (nobody == null) { // the port that UDP gets may be somebody's for TCP
            nobody = Nobody.at(host, 0).orElse(null);
        }
        NOBODIES.put(host, nobody);
        return nobody.address;
    }

    /** Has a port, and lets nobody in: the TCP socket does not listen, and the UDP socket is connected to itself. */
    private record Nobody(DatagramChannel udp, SocketChannel tcp, InetSocketAddress address) implements Closeable {

        /** Empty if somebody has the port. */
        static Optional<Nobody> at(String host, int port) {
            try {
                InetAddress address = InetAddress.getByName(host);
                boolean four = address.getAddress().length == 4;
                DatagramChannel udp =
                        DatagramChannel.open(four ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
                SocketChannel tcp = SocketChannel.open();
                try {
                    udp.bind(new InetSocketAddress(address, port));
                    InetSocketAddress bound = (InetSocketAddress) udp.getLocalAddress();
                    tcp.bind(bound);
                    udp.connect(bound);
                    return Optional.of(new Nobody(udp, tcp, bound));
                } catch (BindException e) {
                    udp.close();
                    tcp.close();
                    return Optional.empty();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                udp.close();
                tcp.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
