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
 * A network namespace for the measured programs, network_namespaces(7), with reno as TCP's congestion control. It needs root, Linux, and
 * the programs unshare, nsenter and ip. Otherwise everything runs in the system's network, and {@link #describe} says so.
 *
 * <p>Some systems use bbr for all connections, which paces each connection by what it has measured. New connections on loopback took 44
 * us or 27 us to send 256 KiB at once, each for its whole life (ADR 19). reno does not pace. It is in every kernel and allowed in every
 * namespace; cubic may not be.
 */
public final class OwnNetwork {

    private static final Path CONTROL = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");

    /** This shell ends when its input ends, that is when this JVM ends. The namespace ends with it. */
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
            return null; // the program does not exist here
        }
    }

    /** The command that runs {@code command} there, in the same process. */
    public static List<String> in(List<String> command) {
        Process holder = HOLDER;
        if (holder == null) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=/proc/" + holder.pid() + "/ns/net", "--"));
        all.addAll(command);
        return all;
    }

    /** A description of the network, for people. */
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
