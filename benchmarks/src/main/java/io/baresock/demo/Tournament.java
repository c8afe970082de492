package io.baresock.demo;

import io.baresock.bench.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Plays the rounds: A B C D, A B C D, and so on, so that what disturbs the machine for a while disturbs all alike. Only one
 * contestant runs at a time.
 */
final class Tournament {

    private static final int WARM_UP_ROUNDS = 8;

    /** On a busy machine a transport gets no more than this, but a few rounds in any case. */
    private static final long TIME_LIMIT = TimeUnit.SECONDS.toNanos(12);

    private static final int LEAST_ROUNDS = 5;

    private final int rounds;
    private final int roundTrips;

    /**
     * The plan.
     *
     * @param rounds that count, for each transport
     * @param roundTrips in a round
     */
    Tournament(int rounds, int roundTrips) {
        this.rounds = rounds;
        this.roundTrips = roundTrips;
    }

    int steps() {
        return Transport.COMMON.size() * (WARM_UP_ROUNDS + rounds);
    }

    Results play(Consumer<String> progress) throws IOException {
        Results results = new Results();
        for (Transport transport : Transport.COMMON) {
            List<Player> players = new ArrayList<>();
            try {
                for (Contestant contestant : Contestant.values()) {
                    players.add(new Player(contestant));
                }
                play(transport, players, results, progress);
            } finally {
                players.forEach(Player::close);
            }
        }
        return results;
    }

    private void play(Transport transport, List<Player> players, Results results, Consumer<String> progress)
            throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < WARM_UP_ROUNDS + rounds; i++) {
            progress.accept(transport + (i < WARM_UP_ROUNDS ? ": warming up" : ": measuring"));
            if (i >= WARM_UP_ROUNDS + LEAST_ROUNDS && System.nanoTime() - start > TIME_LIMIT) {
                continue;
            }
            Map<Contestant, Histogram> round = new EnumMap<>(Contestant.class);
            for (Player player : players) {
                round.put(player.contestant(), player.round(transport, roundTrips));
            }
            if (i >= WARM_UP_ROUNDS) {
                results.add(transport, round);
            }
        }
    }
}
