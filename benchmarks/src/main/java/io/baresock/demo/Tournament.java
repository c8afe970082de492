package io.baresock.demo;

import io.baresock.bench.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Plays the rounds: A B C D, A B C D, and so on, so that what disturbs the machine for a while disturbs all alike. Only one
 * contestant runs at a time.
 */
final class Tournament {

    private static final int WARM_UP_ROUNDS = 8;

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
        return Transport.values().length * (WARM_UP_ROUNDS + rounds);
    }

    Results play(Consumer<String> progress) throws IOException {
        Results results = new Results();
        for (Transport transport : Transport.values()) {
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
        for (int i = 0; i < WARM_UP_ROUNDS + rounds; i++) {
            progress.accept(transport + (i < WARM_UP_ROUNDS ? ": warming up" : ": measuring"));
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
