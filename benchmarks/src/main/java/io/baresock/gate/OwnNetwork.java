package io.baresock.gate;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace for what is measured, network_namespaces(7), in which TCP's congestion control is reno. It takes root, Linux, and the
 * programs unshare, nsenter and ip; without, everything is in the system's network, and {@link #describe} says so.
 *
 * <p>Some systems have bbr for all connections, which paces what they send by what each has measured: of new connections on the loopback that
 * send 256 KiB at once some took 44 us for it, and the others 27, each for as long as it lived (ADR 19). reno does not pace, and is in every
 * kernel and allowed in every namespace, which cubic need not be.
 */
public final class OwnNetwork {

    private static final Path CONTROL = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");

    /** Ends, and the namespace with it, at the end of its input: when this JVM ends, in whatever way. */
    private static final String HOLD = "ip link set lo up && echo reno > " + CONTROL + " && echo ready && exec cat";

    private static final @Nullable Process HOLDER = open();

    private OwnNetwork() {}

    private static @Nullable Process open() {
        try {
            Process holder = new ProcessBuilder("unshare", "--net", "sh", "-c", HOLD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader said = holder.inputReader(StandardCharsets.US_ASCII);
            return "ready".equals(said.readLine()) ? holder : null;
        } catch (IOException e) {
            return null; // there is no such program here
        }
    }

    /** The command that runs this one there. Its process is the program's own. */
    public static List<String> in(List<String> command) {
        Process holder = HOLDER;
        if (holder == null) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=/proc/" + holder.pid() + "/ns/net", "--"));
        all.addAll(command);
        return all;
    }

    /** Where that is, for people. */
    public static String describe() {
        if (HOLDER != null) {
            return "in a network namespace of its own, TCP by reno";
        }
        try {
            return "in the system's network, TCP by "
                    + Files.readString(CONTROL).strip();
        } catch (IOException e) {
            return "in the system's network";
        }
    }
}
