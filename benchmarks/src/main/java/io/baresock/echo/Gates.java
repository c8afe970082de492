package io.baresock.echo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What must hold: the Poller's loop costs hardly more than C, and less than NIO and Netty's epoll. */
record Gates(List<String> lines, boolean hold) {

    private static final double TO_C = 1.07;

    static Gates of(Results results) {
        List<String> lines = new ArrayList<>();
        boolean hold = true;
        for (int connections : results.connections()) {
            List<Contestant> served = results.contestants(connections);
            for (Contestant ours : List.of(Contestant.POLLER_FFM, Contestant.POLLER_JNI)) {
                for (Contestant peer : List.of(Contestant.C, Contestant.NIO, Contestant.NETTY_EPOLL)) {
                    if (served.contains(ours) && served.contains(peer)) {
                        double measured = results.ratio(connections, ours, peer);
                        double limit = peer == Contestant.C ? TO_C : 1;
                        boolean ok = measured <= limit;
                        hold &= ok;
                        lines.add(line(ours, connections, peer, measured, limit, ok));
                    }
                }
            }
        }
        return new Gates(List.copyOf(lines), hold);
    }

    private static String line(
            Contestant ours, int connections, Contestant peer, double measured, double limit, boolean ok) {
        return String.format(
                Locale.ROOT,
                "echo %d %s | %s | %.3f | %.2f | %s",
                connections,
                ours.id(),
                peer.id(),
                measured,
                limit,
                ok ? "ok" : "short");
    }
}
