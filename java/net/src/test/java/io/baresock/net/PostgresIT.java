package io.baresock.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Fds;
import io.baresock.testkit.Netns;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Peer;
import io.baresock.testkit.Program;
import java.net.URLEncoder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** PostgreSQL with pgjdbc, which gets the factory from its URL. */
@EnabledOnOs(OS.LINUX)
class PostgresIT {

    private static final String THERE = "10.98.0.2";
    private static final int QUERIES = 10;

    private static Postgres server;

    @BeforeAll
    static void start() throws Exception {
        server = Postgres.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String url(String host, int port, String settings) {
        return "jdbc:postgresql://" + host + ":" + port + "/postgres?user=test&sslmode=disable&connectTimeout="
                + Patience.SECONDS + "&cancelSignalTimeout=" + Patience.SECONDS + "&socketFactory="
                + BaresockSocketFactory.class.getName() + "&socketFactoryArg=" + URLEncoder.encode(settings, UTF_8);
    }

    /** Sends and fetches more than the buffers of a socket hold, and is cancelled from another connection. */
    private static void use(String url) throws Exception {
        List<String> before = Fds.open();
        try (Connection db = DriverManager.getConnection(url);
                Statement s = db.createStatement()) {
            s.setFetchSize(100);
            db.setAutoCommit(false);
            try (ResultSet r = s.executeQuery("select n, repeat('x', 100) from generate_series(1, 20000) n")) {
                long sum = 0;
                while (r.next()) {
                    sum += r.getInt(1) + r.getString(2).length();
                }
                assertEquals(20000L * 20001 / 2 + 20000 * 100, sum);
            }
            try (PreparedStatement p = db.prepareStatement("select length(?)")) {
                p.setString(1, "y".repeat(5_000_000));
                try (ResultSet r = p.executeQuery()) {
                    assertTrue(r.next());
                    assertEquals(5_000_000, r.getInt(1));
                }
            }
            s.setQueryTimeout(1); // pgjdbc opens a second connection for it, by the same factory
            assertEquals("57014", stateOfACancelledQuery(s));
        }
        Fds.awaitNoOthersThan(before);
    }

    /** The server forgets what cancels a query that has not come yet, so it is asked again. */
    private static String stateOfACancelledQuery(Statement s) {
        for (int i = 0; i < QUERIES; i++) {
            try {
                s.execute("select pg_sleep(20)");
            } catch (SQLException cancelled) {
                return cancelled.getSQLState();
            }
        }
        return "none is cancelled";
    }

    @Test
    void overTcp() throws Exception {
        String settings = "TCP_USER_TIMEOUT=" + 1000 * Patience.SECONDS + ",TCP_NODELAY=1";
        use(url("127.0.0.1", server.server().port(), settings));
    }

    @Test
    void overItsUnixSocket() throws Exception {
        use(url("no.such.host.invalid", 1, "unix:" + server.socket()));
    }

    @Test
    void wrongSettings_areNamedByTheDriversException() {
        SQLException e = assertThrows(
                SQLException.class, () -> DriverManager.getConnection(url("127.0.0.1", 1, "TCP_USER_TIMEOT=1")));
        List<String> said = new ArrayList<>();
        for (Throwable t = e; t != null; t = t.getCause()) {
            said.add(String.valueOf(t.getMessage()));
        }
        assertTrue(said.stream().anyMatch(m -> m.contains("there is no option TCP_USER_TIMEOT")), said::toString);
    }

    /** Asks for an answer when it is told to, and prints why it gets none. */
    static final class Asking {
        public static void main(String[] args) throws Exception {
            try (Connection db = DriverManager.getConnection(args[0]);
                    Statement s = db.createStatement()) {
                s.execute("select 1");
                System.out.println("connected");
                System.in.read();
                s.execute("select 2");
                System.out.println("answered");
            } catch (SQLException e) {
                for (Throwable t = e; t != null; t = t.getCause()) {
                    System.out.println("failed: " + t);
                }
            }
        }
    }

    /** Without the option the kernel repeats the query for a quarter of an hour, and the driver waits. */
    @Test
    void aRouteThatIsCut_endsAQuery_byTcpUserTimeout() throws Exception {
        try (Netns here = Netns.create();
                Netns there = Netns.create()) {
            here.ip("link", "add", "bs-a", "type", "veth", "peer", "name", "bs-b", "netns", there.name());
            here.ip("addr", "add", "10.98.0.1/24", "dev", "bs-a");
            there.ip("addr", "add", THERE + "/24", "dev", "bs-b");
            here.ip("link", "set", "bs-a", "up");
            there.ip("link", "set", "bs-b", "up");
            List<String> relay = inside(
                    there,
                    List.of(
                            "socat",
                            "-d",
                            "-d",
                            "TCP4-LISTEN:5432,bind=" + THERE + ",fork",
                            "UNIX-CONNECT:" + server.socket()));
            List<String> client =
                    inside(here, Program.command(Asking.class, url(THERE, 5432, "TCP_USER_TIMEOUT=1000")));
            try (Peer socat = Peer.start(new ProcessBuilder(relay).redirectErrorStream(true))) {
                socat.awaitText("listening on");
                try (Peer asking = Peer.start(new ProcessBuilder(client))) {
                    asking.awaitText("connected");
                    there.ip("link", "set", "bs-b", "down");
                    asking.feed(new byte[] {'\n'}, false).join();
                    String says = new String(asking.awaitEnd(), UTF_8);
                    assertTrue(says.contains("failed: java.net.SocketException") && says.contains("TIMEDOUT"), says);
                }
            }
        }
    }

    private static List<String> inside(Netns namespace, List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace.name()));
        all.addAll(command);
        return all;
    }
}
