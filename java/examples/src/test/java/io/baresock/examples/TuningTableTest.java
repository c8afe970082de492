package io.baresock.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of choices on the tuning page has the figures of docs/benchmarks.md. After a change of them, run {@code main} in this module's folder. */
class TuningTableTest {

    private static final Path FIGURES = Path.of("../../docs/benchmarks.md");
    private static final Path PAGE = GuidePage.file("docs/guide/tuning.md");
    private static final Pattern TABLE = Pattern.compile("(<!-- choices -->\n).*?\n\n", Pattern.DOTALL);
    private static final int TIME = 2;
    private static final int CPU = 4;
    private static final int GARBAGE = 7;

    /** What is done, by which benchmark, in place of what, by which; the column of both. */
    private record Choice(String what, String name, String other, String otherName, String unit, int column) {}

    private static final Choice[] CHOICES = {
        new Choice(
                "UDP of 1200 bytes with GSO and GRO",
                "FlowBench.gso backend=ffm size=1200",
                "one `send` and `recv` for each",
                "FlowBench.single backend=ffm size=1200",
                "ns for a datagram",
                TIME),
        new Choice(
                "UDP of 64 bytes, `sendmmsg` and `recvmmsg`",
                "FlowBench.mmsg backend=ffm size=64",
                "one `send` and `recv` for each",
                "FlowBench.single backend=ffm size=64",
                "ns for a datagram",
                TIME),
        new Choice(
                "a Unix socket between processes, ping-pong",
                "PingPongBench.socketPingPong backend=ffm transport=UNIX",
                "TCP over loopback",
                "PingPongBench.socketPingPong backend=ffm transport=TCP",
                "ns there and back",
                TIME),
        new Choice(
                "a Unix socket between processes, 64 KiB",
                "StreamBench.socketStream backend=ffm size=65536 transport=UNIX",
                "TCP over loopback",
                "StreamBench.socketStream backend=ffm size=65536 transport=TCP",
                "ns",
                TIME),
        new Choice(
                "both ends of TCP on one thread that spins",
                "PingPongBench.socketPingPong backend=ffm transport=TCP",
                "two threads on one CPU that block",
                "BlockingBench.socketPingPong backend=ffm transport=TCP",
                "ns there and back",
                TIME),
        new Choice(
                "`sendfile` of 64 KiB",
                "SendfileBench.socketSendfile backend=ffm size=65536",
                "`FileChannel.transferTo`",
                "SendfileBench.nioTransferTo size=65536",
                "ns",
                TIME),
        new Choice(
                "a `Poller` of your own, 64 connections",
                "EchoBench.poller backend=ffm connections=64",
                "an `EventLoop`",
                "EchoBench.eventLoop backend=ffm connections=64",
                "ns of CPU for an echo",
                CPU),
        new Choice(
                "10000 idle sockets in a poller, one ready",
                "PollerBench.pollerPoll backend=ffm idle=10000 ready=1",
                "one socket",
                "PollerBench.pollerPoll backend=ffm idle=0 ready=1",
                "ns for a poll",
                TIME),
        new Choice(
                "`Bsd.accept4`",
                "AcceptBench.bsdAccept backend=ffm",
                "`Socket.accept`, an object each",
                "AcceptBench.socketAccept backend=ffm",
                "bytes of garbage",
                GARBAGE),
    };

    private static double figure(String figures, String benchmark, int column) {
        Matcher m = Pattern.compile("(?m)^\\| " + Pattern.quote(benchmark) + " \\|.*$")
                .matcher(figures);
        assertTrue(m.find(), () -> "docs/benchmarks.md has no row " + benchmark);
        return Double.parseDouble(m.group().split("\\|")[column].strip());
    }

    private static String table(String figures) {
        StringBuilder s = new StringBuilder("| Choice | Instead of | | | |\n|---|---|--:|--:|---|\n");
        for (Choice c : CHOICES) {
            s.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.0f | %.0f | %s |%n",
                    c.what,
                    c.other,
                    figure(figures, c.name, c.column),
                    figure(figures, c.otherName, c.column),
                    c.unit));
        }
        return s.toString();
    }

    private static String page() throws IOException {
        String page = Files.readString(PAGE);
        Matcher m = TABLE.matcher(page);
        assertTrue(m.find(), "no table of choices");
        return m.replaceAll("$1" + Matcher.quoteReplacement(table(Files.readString(FIGURES))) + "\n");
    }

    public static void main(String[] args) throws IOException {
        Files.writeString(PAGE, page());
    }

    @Test
    void theTable_hasTheFiguresOfTheLastRun() throws IOException {
        assertEquals(page(), Files.readString(PAGE), "run main of this class");
    }
}
