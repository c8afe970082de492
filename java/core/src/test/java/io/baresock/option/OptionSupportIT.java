package io.baresock.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.Baresock;
import io.baresock.SocketOption;
import io.baresock.testkit.Patience;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What {@link SocketOption#reason} says in a process without CAP_NET_ADMIN, seen in one. */
@EnabledOnOs(OS.LINUX)
@DisplayName("G9: isSupported says no, with the reason: a capability is missing")
class OptionSupportIT {

    /** Prints the reasons; started by the test. */
    static final class Reasons {
        private Reasons() {}

        public static void main(String[] args) {
            for (SocketOption<?> o :
                    List.of(SocketOptions.SO_RCVBUFFORCE, SocketOptions.SO_MARK, TcpOptions.TCP_REPAIR)) {
                System.out.println(o.isSupported() + " " + o.reason());
            }
            System.out.println(SocketOptions.SO_RCVBUF.isSupported() + " " + SocketOptions.SO_RCVBUF.reason());
        }
    }

    @Test
    void withoutCapabilities_theReasonNamesTheOneThatIsMissing() throws Exception {
        assumeTrue(SocketOptions.SO_MARK.isSupported(), "this process has not the capability either");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv(1)");
        List<String> command = new ArrayList<>(
                List.of("/usr/bin/setpriv", "--bounding-set=-net_admin,-net_raw", "--inh-caps=-net_admin,-net_raw"));
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of(
                "-Dbaresock.backend=" + Baresock.backend(),
                "-cp",
                System.getProperty("java.class.path"),
                Reasons.class.getName()));
        Process p = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(true, p.waitFor(Patience.SECONDS, TimeUnit.SECONDS));
        assertEquals(
                List.of(
                        "false SO_RCVBUFFORCE needs CAP_NET_ADMIN: setsockopt says EPERM",
                        "false SO_MARK needs CAP_NET_ADMIN: setsockopt says EPERM",
                        "false TCP_REPAIR needs CAP_NET_ADMIN: setsockopt says EPERM",
                        "true "),
                lines);
    }
}
