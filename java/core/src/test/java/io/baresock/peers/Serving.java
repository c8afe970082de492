package io.baresock.peers;

import io.baresock.Sockaddr;
import io.baresock.testkit.Peer;
import io.baresock.tool.Echo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The echo server in this process, serving in a thread of its own. */
final class Serving implements AutoCloseable {

    private final Echo echo;
    private final Thread thread;

    private Serving(Echo echo) {
        this.echo = echo;
        thread = new Thread(() -> {
            try {
                echo.serve();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Serves tcp4, tcp6, udp4, udp6, unix (a path in the folder) or abstract. */
    static Serving start(String kind, Path folder) throws IOException {
        String address = address(kind, folder);
        return new Serving(Echo.open(kind.equals("abstract") ? "unix" : kind.replaceAll("[46]$", ""), address));
    }

    /** An address of the kind that is free. */
    static String address(String kind, Path folder) {
        return switch (kind) {
            case "unix" -> folder.resolve("s").toString();
            case "abstract" -> "@baresock-peers-" + UUID.randomUUID();
            default -> kind.endsWith("6") ? "[::1]:0" : "127.0.0.1:0";
        };
    }

    Sockaddr address() throws IOException {
        return echo.address();
    }

    @Override
    public void close() {
        echo.close();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(Peer.BOUND_SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (thread.isAlive()) {
            throw new AssertionError("the echo server still serves after close");
        }
    }
}
