package io.baresock.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.echo.EchoContest;
import io.baresock.flow.FlowContest;
import io.baresock.mediadriver.AeronContest;
import io.baresock.startup.StartupContest;
import io.baresock.tails.TailsContest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class GatesTest {

    private static final String RECV = "recv | B.recv backend=ffm | C | B.c | time <= 1.10";

    private static Series series(String cell, double... nanos) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < nanos.length; i++) {
            if (nanos[i] > 0) {
                samples.add(new Sample(i, 0, nanos[i], 0.2, List.of(), Map.of("cpu", nanos[i] / 2), 0));
            }
        }
        Cell parsed = Cell.parse(cell);
        return new Series(parsed.benchmark(), parsed.params(), samples);
    }

    private static String line(String gate, Series... series) {
        return new Judge(List.of(series), Map.of())
                .judge(Gates.parse(gate).get(0))
                .line();
    }

    @Test
    void line_saysOk_orShort_byTheMedianOfTheRatiosWithinARound() {
        // The machine was three times slower in round 1: the ratio is what it was.
        assertEquals(
                "recv | C | 1.05 [1.05, 1.05] n=3 | time <= 1.10 x C | ok",
                line(RECV, series("B.recv backend=ffm", 105, 315, 105), series("B.c", 100, 300, 100)));
        assertEquals(
                "recv | C | 1.20 [1.20, 1.20] n=2 | time <= 1.10 x C | short",
                line(RECV, series("B.recv backend=ffm", 120, 240), series("B.c", 100, 200)));
    }

    @Test
    void line_pairsOnlyRoundsThatBothHave() {
        assertEquals(
                "recv | C | 1.00 [1.00, 1.00] n=1 | time <= 1.10 x C | ok",
                line(RECV, series("B.recv backend=ffm", 0, 200), series("B.c", 100, 200)));
    }

    @Test
    void line_saysMissing_whenABenchmarkWasNotMeasured() {
        assertEquals(
                "recv | C | not measured: B.c | time <= 1.10 x C | missing",
                line(RECV, series("B.recv backend=ffm", 100)));
        Judge judge = new Judge(List.of(), Map.of(Cell.parse("B.recv backend=ffm"), "there is no B.recv"));
        Verdict verdict = judge.judge(Gates.parse(RECV).get(0));
        assertEquals("recv | C | there is no B.recv | time <= 1.10 x C | missing", verdict.line());
        assertFalse(verdict.isOk());
    }

    @Test
    void line_saysMissing_whenTheMetricWasNotMeasured() {
        String gate = "recv | B.recv backend=ffm | C | B.c | p50 <= 1.10";
        assertEquals(
                "recv | C | no p50 in a round of both | p50 <= 1.10 x C | missing",
                line(gate, series("B.recv backend=ffm", 100), series("B.c", 100)));
    }

    @Test
    void rate_isTheInverseOfTime_andLimitsMayBeLower() {
        String gate = "recv | B.recv backend=ffm | NIO | B.nio | rate >= 1.50";
        assertEquals(
                "recv | NIO | 2.00 [2.00, 2.00] n=1 | rate >= 1.50 x NIO | ok",
                line(gate, series("B.recv backend=ffm", 100), series("B.nio", 200)));
        assertEquals(
                "recv | NIO | 1.00 [1.00, 1.00] n=1 | rate >= 1.50 x NIO | short",
                line(gate, series("B.recv backend=ffm", 200), series("B.nio", 200)));
    }

    @Test
    void limit_mayBeAMultipleOfTheRatioThatCHas() {
        String gate = "recv | B.recv backend=ffm | NIO | B.nio | rate >= 0.97 of B.c size=1";
        Series nio = series("B.nio", 120, 120);
        Series c = series("B.c size=1", 100, 100); // 1.20 x NIO
        assertEquals(
                "recv | NIO | 1.18 [1.18, 1.18] n=2 | rate >= 1.16 x NIO, 0.97 of C's own ratio | ok",
                line(gate, series("B.recv backend=ffm", 102, 102), nio, c));
        assertEquals(
                "recv | NIO | 1.14 [1.14, 1.14] n=2 | rate >= 1.16 x NIO, 0.97 of C's own ratio | short",
                line(gate, series("B.recv backend=ffm", 105, 105), nio, c));
        assertEquals(
                "recv | NIO | not measured: B.c size=1 | rate >= 0.97 of C's own ratio | missing",
                line(gate, series("B.recv backend=ffm", 102, 102), nio));
        assertTrue(Gates.cells(Gates.parse(gate)).contains(c.cell()));
        assertTrue(Group.of(Gates.parse(gate)).get(0).cells().contains(c.cell()));
        assertThrows(IllegalArgumentException.class, () -> Gates.parse(gate.replace("of", "x")));
    }

    @Test
    void metric_mayBeACountOfTheBenchmarks() {
        String gate = "echo | B.recv backend=ffm | C | B.c | cpu <= 1.07";
        assertEquals(
                "echo | C | 1.25 [1.25, 1.25] n=1 | cpu <= 1.07 x C | short",
                line(gate, series("B.recv backend=ffm", 125), series("B.c", 100)));
    }

    @Test
    void withConsequences_addsAllocationAndJni_onceForEachOfOurs() {
        List<Gate> gates =
                Gates.withConsequences(Gates.parse(RECV + "\nrecv | B.recv backend=ffm | NIO | B.n | time <= 1"));
        assertEquals(5, gates.size());
        List<String> lines = gates.stream()
                .map(g -> g.workload() + " " + g.ours() + " " + g.peer() + " " + g.metric())
                .toList();
        assertTrue(lines.contains("recv B.recv backend=ffm - B/op"), lines::toString);
        assertTrue(lines.contains("recv, jni B.recv backend=jni ffm time"), lines::toString);
        assertTrue(lines.contains("recv, jni B.recv backend=jni - B/op"), lines::toString);
    }

    @Test
    void withConsequences_leavesBytesToALineOfTheTable_forBothBackends() {
        String bytes = "recv | B.recv backend=ffm | park | B.park | B/op <= 1.05";
        for (String table : List.of(RECV + "\n" + bytes, bytes + "\n" + RECV)) { // in either order
            List<Gate> gates = Gates.withConsequences(Gates.parse(table));
            assertEquals(4, gates.size(), gates::toString);
            assertEquals(Gates.parse(table), gates.subList(0, 2));
            assertEquals(
                    Gates.parse("recv, jni | B.recv backend=jni | ffm | B.recv backend=ffm | time <= 1.05"),
                    gates.subList(2, 3));
            assertEquals(
                    Gates.parse("recv, jni | B.recv backend=jni | park | B.park | B/op <= 1.05"), gates.subList(3, 4));
        }
    }

    @Test
    void withConsequences_judgesNoTimeOfJni_whereOnlyBytesAreJudged() {
        List<Gate> gates = Gates.withConsequences(Gates.parse(
                "recv | B.recv backend=ffm | C | B.c | time\nrecv | B.recv backend=ffm | park | B.park | B/op <= 1"));
        assertTrue(gates.get(2).isStated(), gates::toString);
    }

    @Test
    void bytes_mayBeComparedWithAPeers() {
        String gate = "recv | B.recv backend=ffm | park | B.park | B/op <= 1.05";
        assertEquals(
                "recv | park | 1.00 [1.00, 1.00] n=1 | B/op <= 1.05 x park | ok",
                line(gate, series("B.recv backend=ffm", 900), series("B.park", 100)));
    }

    @Test
    void withConsequences_addsNoBytes_whereOnlyTheCpuTimeOfAServerIsKnown() {
        List<Gate> gates = Gates.withConsequences(Gates.parse(
                "echo | E.p backend=ffm | NIO | E.n | cpu\necho | E.p backend=ffm | C | E.c | cpu <= 1.07"));
        assertEquals(3, gates.size());
        assertEquals(
                Gates.parse("echo, jni | E.p backend=jni | ffm | E.p backend=ffm | cpu <= 1.05")
                        .get(0),
                gates.get(2));
    }

    @Test
    void withConsequences_judgesJniOnly_whereFfmIsJudged() {
        List<Gate> gates = Gates.withConsequences(Gates.parse("echo | E.p backend=ffm | C | E.c | cpu"));
        assertTrue(gates.get(1).isStated(), gates::toString);
    }

    @Test
    void ratioWithoutALimit_isStated_andIsNoGate() {
        String gate = "echo | B.recv backend=ffm | io_uring | B.u | cpu";
        assertEquals(
                "echo | io_uring | 1.25 [1.25, 1.25] n=1 | cpu, no limit | stated",
                line(gate, series("B.recv backend=ffm", 125), series("B.u", 100)));
        Verdict unmeasured = new Judge(List.of(series("B.recv backend=ffm", 125)), Map.of())
                .judge(Gates.parse(gate).get(0));
        assertEquals("echo | io_uring | not measured: B.u | cpu, no limit | stated", unmeasured.line());
        assertFalse(unmeasured.isJudged());
        assertFalse(unmeasured.isOk());
    }

    @Test
    void jdkWithoutFfm_runsWhatNeedsNoneOrJni() {
        assertEquals(List.of("jni"), Backends.of(17));
        assertEquals(List.of("jni"), Backends.of(21));
        assertEquals(List.of("ffm", "jni"), Backends.of(22));
        assertFalse(Backends.canRun(Cell.parse("B.recv backend=ffm"), Backends.of(17)));
        assertTrue(Backends.canRun(Cell.parse("B.recv backend=jni"), Backends.of(17)));
        assertTrue(Backends.canRun(Cell.parse("B.c size=1"), Backends.of(17)));
    }

    @Test
    void withConsequences_addsNoAllocation_whenThePercentilesAreTheMetric() {
        List<Gate> gates = Gates.withConsequences(Gates.parse(RECV.replace("time", "p50")));
        assertEquals(
                List.of("recv p50", "recv, jni p50"),
                gates.stream().map(g -> g.workload() + " " + g.metric()).toList());
    }

    @Test
    void bytes_areJudgedAsAnInteger() {
        Gate gate = Gates.withConsequences(Gates.parse(RECV)).get(1);
        Judge judge = new Judge(List.of(series("B.recv backend=ffm", 100)), Map.of());
        assertEquals("recv | - | 0.20 | B/op < 1 | ok", judge.judge(gate).line());
        assertFalse(gate.holds(1, gate.limit()));
    }

    @Test
    void parse_refuses_whatIsNoGate() {
        assertThrows(IllegalArgumentException.class, () -> Gates.parse("recv | B.recv | C | B.c"));
        assertThrows(IllegalArgumentException.class, () -> Gates.parse("recv | B.recv | C | B.c | time < 1"));
        assertThrows(IllegalArgumentException.class, () -> Gates.parse("recv | B.recv ffm | C | B.c | time <= 1"));
    }

    @Test
    void aLimitOnTheValueItself_hasNoPeer() {
        Gate gate = Gates.parse("send | B.send backend=ffm | - | - | B/op <= 0").get(0);
        assertNull(gate.theirs());
        assertEquals(
                "send | - | 0.20 | B/op < 1 | ok",
                new Judge(List.of(series("B.send backend=ffm", 100)), Map.of())
                        .judge(gate)
                        .line());
    }

    @Test
    void contestsWithATableOfTheirOwn_haveAllItsCells() {
        assertEquals(AeronContest.rules(1).cells(), Gates.cells(Gates.parse(AeronContest.gates())));
        assertEquals(TailsContest.rules(1).cells(), Gates.cells(Gates.parse(TailsContest.gates())));
    }

    @Test
    void table_isReadable_andComparesABenchmarkWithAnother() throws IOException {
        List<Gate> gates = Gates.withConsequences(Gates.load("gates.txt"));
        assertTrue(gates.size() > 30, () -> gates.size() + " gates");
        List<Gate> all = new ArrayList<>(gates);
        all.addAll(Gates.load("demo.txt"));
        all.addAll(Gates.parse(TailsContest.gates()));
        List<Cell> contests = Stream.of(
                        EchoContest.rules(), FlowContest.rules(), StartupContest.rules(), TailsContest.rules(1))
                .flatMap(contest -> contest.cells().stream())
                .toList();
        Set<String> groups = contests.stream().map(Cell::group).collect(Collectors.toSet());
        Benchmarks benchmarks = new Benchmarks();
        for (Gate gate : all) {
            assertFalse(gate.ours().equals(gate.theirs()), gate::toString);
            List<Cell> cells = new ArrayList<>(Gates.peers(gate));
            cells.add(gate.ours());
            for (Cell cell : cells) {
                assertEquals(groups.contains(cell.group()), contests.contains(cell), cell::toString);
                assertTrue(groups.contains(cell.group()) || benchmarks.has(cell), cell::toString);
            }
        }
    }
}
