package io.baresock.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GroupTest {

    private static final Cell FFM = Cell.parse("B.recv backend=ffm");
    private static final Cell JNI = Cell.parse("B.recv backend=jni");
    private static final Cell C = Cell.parse("B.c");
    private static final Cell NIO = Cell.parse("B.nio");

    private static Sample sample(int round, int fork, double nanos) {
        return new Sample(round, fork, nanos, null, List.of(nanos), Map.of(), 0);
    }

    @Test
    void of_putsOursAndItsPeersInOneFork_andTheOtherBackendInAnother_besideTheSamePeer() {
        List<Gate> gates = Gates.withConsequences(Gates.parse("recv | B.recv backend=ffm | C | B.c | time <= 1.10\n"
                + "recv | B.recv backend=ffm | NIO | B.nio | time <= 1.00"));
        assertEquals(List.of(new Group(List.of(FFM, C, NIO), null), new Group(List.of(JNI, C), FFM)), Group.of(gates));
    }

    @Test
    void of_takesTheOtherBackendsOwnPeersIn() {
        List<Gate> gates = Gates.withConsequences(Gates.parse("recv | B.recv backend=ffm | C | B.c | time <= 1.10\n"
                + "recv | B.recv backend=ffm | NIO | B.nio | B/op <= 1.00"));
        assertEquals(
                List.of(new Group(List.of(FFM, C, NIO), null), new Group(List.of(JNI, C, NIO), FFM)), Group.of(gates));
    }

    @Test
    void of_bytesAlone_hasNoOtherBackend() {
        List<Gate> gates = Gates.parse(
                "accept | B.recv backend=jni | NIO | B.nio | B/op <= 1.00\nrecv | B.recv backend=ffm | NIO | B.nio | B/op <= 1.00");
        assertEquals(List.of(new Group(List.of(JNI, NIO), null), new Group(List.of(FFM, NIO), null)), Group.of(gates));
    }

    @Test
    void otherBackend_isDueInEverySecondRound() {
        Group like = new Group(List.of(JNI, C), FFM);
        Group first = new Group(List.of(FFM, C), null);
        for (int round = 0; round < 6; round++) {
            assertEquals(round % 2 == 0, like.isDue(round));
            assertTrue(first.isDue(round));
        }
    }

    @Test
    void forkWithoutATurn_stillHasItsBytes() {
        ForkResult stolen = new ForkResult(List.of(), List.of(), List.of(2.0, 8.0), 40);
        assertEquals(
                List.of(2.0, 8.0),
                stolen.samples().stream().map(Sample::allocated).toList());
        Sample jni = stolen.samples().get(0).at(sample(0, 8, 300), sample(0, 7, 100));
        assertEquals(Double.NaN, jni.value("time"));
        assertEquals(2.0, jni.value(Sample.ALLOCATED));
        assertEquals(
                0,
                sample(0, 8, 330).at(stolen.samples().get(1), sample(0, 7, 100)).nanos()); // NaN is no JSON
    }

    @Test
    void paired_givesTheMedianOfTheRatios_whateverTheMachineDidMeanwhile() {
        ForkResult result = new ForkResult(
                List.of(
                        List.of(sample(0, 0, 110), sample(0, 0, 100)),
                        List.of(sample(0, 0, 220), sample(0, 0, 200)), // half as fast
                        List.of(sample(0, 0, 330), sample(0, 0, 100))), // disturbed in the middle
                List.of(),
                List.of(0.5, 8.0),
                0);
        List<Sample> samples = result.samples();
        assertEquals(220, samples.get(0).nanos());
        assertEquals(200, samples.get(1).nanos(), 1e-9);
        assertEquals(200, samples.get(1).percentiles().get(0), 1e-9);
        assertEquals(8.0, samples.get(1).allocated());
    }

    @Test
    void ratio_isOfOneFork_whereAPeerIsInSeveral() {
        Series ours = Series.of(FFM);
        ours.samples().add(sample(0, 7, 105));
        Series theirs = Series.of(C);
        theirs.samples().add(sample(0, 7, 100));
        theirs.samples().add(sample(0, 8, 300));
        Gate gate = Gates.parse("recv | B.recv backend=ffm | C | B.c | time <= 1.10")
                .get(0);
        assertEquals(
                "recv | C | 1.05 [1.05, 1.05] n=1 | time <= 1.10 x C | ok",
                new Judge(List.of(ours, theirs), Map.of()).judge(gate).line());
    }

    @Test
    void otherBackend_isComparedAcrossForks_byThePeerThatBothHave() {
        Sample jni = sample(0, 8, 330).at(sample(0, 8, 300), sample(0, 7, 100));
        assertEquals(110, jni.nanos(), 1e-9);
        assertEquals(110, jni.percentiles().get(0), 1e-9);
        Series ours = Series.of(JNI);
        ours.samples().add(jni);
        Series theirs = Series.of(FFM);
        theirs.samples().add(sample(0, 7, 110));
        Gate gate = Gates.parse("recv, jni | B.recv backend=jni | ffm | B.recv backend=ffm | time <= 1.05")
                .get(0);
        assertEquals(
                "recv, jni | ffm | 1.00 [1.00, 1.00] n=1 | time <= 1.05 x ffm | ok",
                new Judge(List.of(ours, theirs), Map.of()).judge(gate).line());
    }

    @Test
    void sampleOfBytes_hasNoTime() {
        Sample s = Sample.ofBytes(2.0);
        assertEquals(Double.NaN, s.value("time"));
        assertEquals(Double.NaN, s.value("rate"));
        assertEquals(2.0, s.value(Sample.ALLOCATED));
    }
}
